// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An element of the binary XML: a tag, attributes, and content. Immutable.
///
/// The `require` readers throw [MalformedNode] where the peer left out or garbled what they ask for.
///
/// @param tag the element's name, never empty
/// @param attributes its attributes
/// @param content its content
public record Node(String tag, Attributes attributes, Content content) {

    /// Refuses an empty tag, which has no wire form.
    public Node {
        if (tag.isEmpty()) {
            throw new MalformedNode("tag: empty (expected: a name)");
        }
    }

    /// A node with a tag only.
    public static Node of(String tag) {
        return new Node(tag, Attributes.EMPTY, Content.NONE);
    }

    /// A node without attributes that holds the given children, or nothing.
    public static Node of(String tag, Node... children) {
        return new Node(
                tag, Attributes.EMPTY, children.length == 0 ? Content.NONE : new Content.Children(List.of(children)));
    }

    /// A node without attributes that holds bytes.
    public static Node of(String tag, Bytes content) {
        return new Node(tag, Attributes.EMPTY, new Content.Binary(content));
    }

    /// Starts a node.
    public static NodeBuilder builder(String tag) {
        return new NodeBuilder(tag);
    }

    /// A builder that starts as this node.
    public NodeBuilder toBuilder() {
        return new NodeBuilder(this);
    }

    /// Whether the tag is the given one.
    public boolean hasTag(String name) {
        return tag.equals(name);
    }

    /// Whether there is an attribute of this name.
    public boolean has(String name) {
        return attributes.has(name);
    }

    /// The attribute as text, addresses printed.
    public Optional<String> text(String name) {
        Value value = attributes.find(name);
        return value == null ? Optional.empty() : Optional.of(value.asText());
    }

    /// The attribute as text.
    public String requireText(String name) {
        Value value = attributes.find(name);
        if (value == null) {
            throw missing(name);
        }
        return value.asText();
    }

    /// Whether the attribute is there and equals the given text.
    public boolean hasText(String name, String text) {
        Value value = attributes.find(name);
        return value != null && value.asText().equals(text);
    }

    /// The attribute as an address, typed or parsed; empty if it is absent or an empty text.
    ///
    /// @throws MalformedNode if it is a text that is no address
    public Optional<Jid> jid(String name) {
        return switch (attributes.find(name)) {
            case null -> Optional.empty();
            case Value.JidValue(Jid jid) -> Optional.of(jid);
            case Value.Text(String text) -> text.isEmpty() ? Optional.empty() : Optional.of(parseJid(name, text));
        };
    }

    /// The attribute as an address.
    public Jid requireJid(String name) {
        return jid(name).orElseThrow(() -> missing(name));
    }

    /// The attribute as a decimal number; empty if it is absent or an empty text.
    ///
    /// @throws MalformedNode if it is anything else than a number
    public OptionalLong number(String name) {
        Value value = attributes.find(name);
        if (value == null || value.asText().isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.asText()));
        } catch (NumberFormatException e) {
            throw new MalformedNode("attribute " + name + " of <" + tag + ">: not a number (expected: a decimal)", e);
        }
    }

    /// The attribute as a decimal number.
    public long requireNumber(String name) {
        return number(name).orElseThrow(() -> missing(name));
    }

    /// The first child of this tag.
    public Optional<Node> child(String childTag) {
        for (Node child : children()) {
            if (child.tag.equals(childTag)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /// The first child of this tag.
    public Node requireChild(String childTag) {
        return child(childTag)
                .orElseThrow(() -> new MalformedNode("child of <" + tag + ">: none (expected: <" + childTag + ">)"));
    }

    /// Whether there is a child of this tag.
    public boolean hasChild(String childTag) {
        return child(childTag).isPresent();
    }

    /// Follows first children down the given tags.
    public Optional<Node> descendant(String... path) {
        Optional<Node> at = Optional.of(this);
        for (String step : path) {
            at = at.flatMap(node -> node.child(step));
        }
        return at;
    }

    /// All children in order; empty if the content is not a list.
    public List<Node> children() {
        return content instanceof Content.Children(List<Node> nodes) ? nodes : List.of();
    }

    /// All children of this tag in order.
    public List<Node> children(String childTag) {
        List<Node> all = children();
        List<Node> matching = new ArrayList<>(all.size());
        for (Node child : all) {
            if (child.tag.equals(childTag)) {
                matching.add(child);
            }
        }
        return matching;
    }

    /// The content as bytes, text content as its UTF-8; empty for children or nothing.
    public Bytes contentBytes() {
        return switch (content) {
            case Content.Binary(Bytes bytes) -> bytes;
            case Content.Text(String text) -> Bytes.utf8(text);
            case Content.Children _, Content.None _ -> Bytes.EMPTY;
        };
    }

    /// The content as bytes of exactly this many.
    public Bytes requireContentBytes(int size) {
        Bytes bytes = contentBytes();
        if (bytes.size() != size) {
            throw new MalformedNode(
                    "content of <" + tag + ">: " + bytes.size() + " bytes (expected: " + size + " bytes)");
        }
        return bytes;
    }

    /// The content as text, bytes read as UTF-8; empty for children or nothing.
    public String contentText() {
        return content instanceof Content.Text(String text)
                ? text
                : contentBytes().asUtf8();
    }

    /// The tag and the names of attributes only, since the rest may be private; [NodeText] prints more.
    @Override
    public String toString() {
        return "Node[" + tag + " " + attributes + "]";
    }

    private Jid parseJid(String name, String text) {
        try {
            return Jid.parse(text);
        } catch (MalformedJid e) {
            throw new MalformedNode("attribute " + name + " of <" + tag + ">: no address (expected: a JID)", e);
        }
    }

    private MalformedNode missing(String name) {
        return new MalformedNode("attribute " + name + " of <" + tag + ">: absent (expected: a value)");
    }
}
