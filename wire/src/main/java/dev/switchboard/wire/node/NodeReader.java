// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pass over one binary node.
final class NodeReader {

    /// The least a child can take: list tag, count, tag token.
    private static final int MIN_NODE_BYTES = 3;
    /// The least an attribute can take: name token, value token.
    private static final int MIN_ATTRIBUTE_BYTES = 2;

    private static final Value.Text EMPTY_TEXT = new Value.Text("");
    private static final Content.Children NO_CHILDREN = new Content.Children(List.of());
    private static final Content.Binary NO_BYTES = new Content.Binary(Bytes.EMPTY);
    private static final Value SERVER_VALUE = new Value.JidValue(Jid.SERVER);

    /// Characters by nibble; 0 where there is none.
    private static final byte[] NIBBLES = "0123456789-.\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final byte[] data;
    private final int end;
    private final Limits limits;
    private int at;
    private int items;

    NodeReader(byte[] data, int from, int to, Limits limits) {
        this.data = data;
        this.at = from;
        this.end = to;
        this.limits = limits;
    }

    Node document() {
        Node node = node(1);
        if (at != end) {
            throw new MalformedNode("after the node: " + (end - at) + " bytes (expected: none)");
        }
        return node;
    }

    private Node node(int depth) {
        if (depth > limits.maxDepth()) {
            throw new MalformedNode("depth: " + depth + " (expected: at most " + limits.maxDepth() + ")");
        }
        int parts = listSize(u8());
        if (parts == 0) {
            throw malformed("node", "an empty list", "a tag");
        }
        count(1 + (parts - 1) / 2);
        String tag = name("tag");
        Attributes attributes = attributes((parts - 1) / 2);
        Content content = (parts & 1) == 1 ? Content.NONE : content(depth);
        return new Node(tag, attributes, content);
    }

    private void count(int more) {
        items += more;
        if (items > limits.maxItems()) {
            throw new MalformedNode(
                    "nodes and attributes: " + items + " (expected: at most " + limits.maxItems() + ")");
        }
    }

    private Attributes attributes(int count) {
        if (count == 0) {
            return Attributes.EMPTY;
        }
        if (count > limits.maxAttributes()) {
            throw new MalformedNode("attributes: " + count + " (expected: at most " + limits.maxAttributes() + ")");
        }
        need((long) count * MIN_ATTRIBUTE_BYTES);
        String[] names = new String[count];
        Value[] values = new Value[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            String name = name("attribute name");
            Value value = value(u8());
            int slot = indexOf(names, size, name);
            names[slot] = name;
            values[slot] = value;
            size = Math.max(size, slot + 1);
        }
        return size == count
                ? new Attributes(names, values)
                : new Attributes(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }

    /// Where a name stands among the first `size`, or the next free place.
    private static int indexOf(String[] names, int size, String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return size;
    }

    private Content content(int depth) {
        int tag = u8();
        return switch (tag) {
            case Tags.LIST_EMPTY -> NO_CHILDREN;
            case Tags.LIST_8, Tags.LIST_16 -> children(listSize(tag), depth + 1);
            case Tags.BINARY_8, Tags.BINARY_20, Tags.BINARY_32 -> binary(tag);
            default -> new Content.Text(value(tag).asText());
        };
    }

    private Content children(int count, int depth) {
        if (count == 0) {
            return NO_CHILDREN;
        }
        if (count > limits.maxChildren()) {
            throw new MalformedNode("children: " + count + " (expected: at most " + limits.maxChildren() + ")");
        }
        need((long) count * MIN_NODE_BYTES);
        Node[] children = new Node[count];
        for (int i = 0; i < count; i++) {
            children[i] = node(depth);
        }
        return new Content.Children(List.of(children));
    }

    private Content binary(int tag) {
        int length = binaryLength(tag);
        if (length == 0) {
            return NO_BYTES;
        }
        Bytes bytes = Bytes.copyOf(data, at, at + length);
        at += length;
        return new Content.Binary(bytes);
    }

    /// A tag or attribute name: never an address, never empty.
    private String name(String what) {
        int tag = u8();
        if (tag >= Tags.INTEROP_JID && tag <= Tags.JID_PAIR) {
            throw malformed(what, "list or address " + tag, "a text");
        }
        String name = text(tag).text();
        if (name.isEmpty()) {
            throw malformed(what, "empty", "a text");
        }
        return name;
    }

    private Value value(int tag) {
        return switch (tag) {
            case Tags.JID_PAIR -> jidPair();
            case Tags.AD_JID -> deviceJid();
            case Tags.FB_JID -> messengerJid();
            case Tags.INTEROP_JID -> interopJid();
            default -> text(tag);
        };
    }

    private Value.Text text(int tag) {
        if (tag >= Tags.DICTIONARY_0 && tag <= Tags.DICTIONARY_3) {
            return known(Dictionary.V3.twoByte(tag - Tags.DICTIONARY_0, u8()), tag);
        }
        return switch (tag) {
            case Tags.LIST_EMPTY -> EMPTY_TEXT;
            case Tags.BINARY_8, Tags.BINARY_20, Tags.BINARY_32 -> rawText(tag);
            case Tags.NIBBLE_8 -> packedText(NIBBLES);
            case Tags.HEX_8 -> packedText(HEX);
            default -> known(Dictionary.V3.single(tag), tag);
        };
    }

    private Value.Text known(Value.@Nullable Text token, int tag) {
        if (token == null) {
            throw malformed("value", "tag " + tag, "a text");
        }
        return token;
    }

    private Value.Text rawText(int tag) {
        int length = binaryLength(tag);
        if (length > limits.maxTextBytes()) {
            throw new MalformedNode("text: " + length + " bytes (expected: at most " + limits.maxTextBytes() + ")");
        }
        String text = new String(data, at, length, StandardCharsets.UTF_8);
        at += length;
        return new Value.Text(text);
    }

    private Value.Text packedText(byte[] alphabet) {
        int head = u8();
        int count = head & 0x7F;
        need(count);
        int length = count * 2 - (head >> 7);
        if (length <= 0) {
            if (length == 0) {
                return EMPTY_TEXT;
            }
            throw malformed("packed text", "odd length of no bytes", "at least one");
        }
        byte[] characters = new byte[length];
        for (int i = 0; i < length; i++) {
            int pair = data[at + (i >> 1)];
            byte character = alphabet[(i & 1) == 0 ? (pair >> 4) & 15 : pair & 15];
            if (character == 0) {
                throw malformed("packed text", "a nibble without character", "digits, dash or dot");
            }
            characters[i] = character;
        }
        at += count;
        return new Value.Text(new String(characters, StandardCharsets.ISO_8859_1));
    }

    private Value jidPair() {
        String user = userText();
        String domain = userText();
        JidServer server = JidServer.of(domain).orElse(null);
        if (server == null) {
            return unmodelled(user, domain);
        }
        if (user.isEmpty()) {
            return server == JidServer.PN ? SERVER_VALUE : new Value.JidValue(Jid.of("", server));
        }
        return jid(user, server, 0, 0);
    }

    private Value deviceJid() {
        JidServer server = JidDomain.server(u8());
        int device = u8();
        return jid(userText(), server, device, 0);
    }

    private Value messengerJid() {
        String user = userText();
        int device = u16();
        expectServer(JidServer.MSGR);
        return jid(user, JidServer.MSGR, device, 0);
    }

    private Value interopJid() {
        String user = userText();
        int device = u16();
        int integrator = u16();
        expectServer(JidServer.INTEROP);
        return jid(user, JidServer.INTEROP, device, integrator);
    }

    private Value jid(String user, JidServer server, int device, int integrator) {
        try {
            return new Value.JidValue(new Jid(user, server, device, integrator));
        } catch (MalformedJid e) {
            if (device == 0 && integrator == 0) {
                return unmodelled(user, server.domain());
            }
            throw new MalformedNode("address before " + at + ": impossible (expected: a JID)", e);
        }
    }

    /// A pair that is no address we know stays readable as text, so that one odd attribute does not cost
    /// the whole stanza.
    private static Value unmodelled(String user, String domain) {
        return new Value.Text(user + "@" + domain);
    }

    private void expectServer(JidServer server) {
        if (!userText().equals(server.domain())) {
            throw malformed("server of an address", "another", server.domain());
        }
    }

    /// A part of an address: a text, never an address itself.
    private String userText() {
        int tag = u8();
        if (tag >= Tags.INTEROP_JID && tag <= Tags.JID_PAIR) {
            throw malformed("part of an address", "list or address " + tag, "a text");
        }
        return text(tag).text();
    }

    private int listSize(int tag) {
        return switch (tag) {
            case Tags.LIST_EMPTY -> 0;
            case Tags.LIST_8 -> u8();
            case Tags.LIST_16 -> u16();
            default -> throw malformed("list", "tag " + tag, "0, 248 or 249");
        };
    }

    private int binaryLength(int tag) {
        int length = switch (tag) {
            case Tags.BINARY_8 -> u8();
            case Tags.BINARY_20 -> (u8() & 0x0F) << 16 | u16();
            default -> u16() << 16 | u16();
        };
        if (length < 0) {
            throw malformed("length", "2^31 or more", "less");
        }
        need(length);
        return length;
    }

    private int u8() {
        if (at >= end) {
            throw truncated(1);
        }
        return data[at++] & 0xFF;
    }

    private int u16() {
        need(2);
        int value = (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
        at += 2;
        return value;
    }

    private void need(long bytes) {
        if (bytes > end - at) {
            throw truncated(bytes);
        }
    }

    private MalformedNode truncated(long needed) {
        return new MalformedNode(
                "after byte " + at + ": " + (end - at) + " bytes (expected: at least " + needed + " more)");
    }

    private MalformedNode malformed(String what, String actual, String expected) {
        return new MalformedNode(what + " before byte " + at + ": " + actual + " (expected: " + expected + ")");
    }
}
