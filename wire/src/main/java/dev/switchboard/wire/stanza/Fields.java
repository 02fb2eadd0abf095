// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Readers and writers of attribute and content forms that several stanzas share.
final class Fields {

    private static final long MAX_SECONDS = Instant.MAX.getEpochSecond();

    private Fields() {}

    /// Seconds since 1970 in an attribute.
    static Optional<Instant> instant(Node node, String name) {
        OptionalLong seconds = node.number(name);
        return seconds.isEmpty() ? Optional.empty() : Optional.of(toInstant(node, name, seconds.getAsLong()));
    }

    static Instant requireInstant(Node node, String name) {
        return toInstant(node, name, node.requireNumber(name));
    }

    private static Instant toInstant(Node node, String name, long seconds) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw outOfRange(node, name);
        }
        return Instant.ofEpochSecond(seconds);
    }

    /// A number that fits an int.
    static OptionalInt number(Node node, String name) {
        OptionalLong value = node.number(name);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(toInt(node, name, value.getAsLong()));
    }

    static int requireInt(Node node, String name) {
        return toInt(node, name, node.requireNumber(name));
    }

    private static int toInt(Node node, String name, long value) {
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw outOfRange(node, name);
        }
        return (int) value;
    }

    private static MalformedNode outOfRange(Node node, String name) {
        return new MalformedNode("attribute " + name + " of <" + node.tag() + ">: out of range (expected: less)");
    }

    /// The content of the first child of this tag as bytes; empty if there is none or it has none.
    static Optional<Bytes> childBytes(Node node, String tag) {
        return node.child(tag).map(Node::contentBytes).filter(bytes -> !bytes.isEmpty());
    }

    /// The content of a child that must be there and not be empty.
    static Bytes requireChildBytes(Node node, String tag) {
        Bytes bytes = node.requireChild(tag).contentBytes();
        if (bytes.isEmpty()) {
            throw new MalformedNode("content of <" + tag + ">: none (expected: bytes)");
        }
        return bytes;
    }

    /// A big-endian number of up to four bytes.
    static long bigEndian(Bytes bytes) {
        long value = 0;
        for (int i = 0; i < bytes.size(); i++) {
            value = (value << 8) | (bytes.at(i) & 0xFF);
        }
        return value;
    }

    /// The low `size` bytes of a number, big-endian.
    static Bytes bigEndian(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> (8 * (size - 1 - i)));
        }
        return Bytes.copyOf(bytes);
    }

    static MalformedNode unexpected(Node node, String expected) {
        return new MalformedNode("tag: <" + node.tag() + "> (expected: <" + expected + ">)");
    }

    static void requireTag(Node node, String tag) {
        if (!node.hasTag(tag)) {
            throw unexpected(node, tag);
        }
    }
}
