// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Assembles one [Node]. Setting an attribute again replaces it; children add up; bytes, text and
/// children replace each other. Not thread-safe.
public final class NodeBuilder {

    private final String tag;
    private String[] names = new String[6];
    private Value[] values = new Value[6];
    private int count;
    private Content content = Content.NONE;
    private @Nullable List<Node> children;

    NodeBuilder(String tag) {
        this.tag = tag;
    }

    NodeBuilder(Node node) {
        this(node.tag());
        node.attributes().forEach(this::attr);
        if (node.content() instanceof Content.Children(List<Node> nodes)) {
            children = new ArrayList<>(nodes);
        } else {
            content = node.content();
        }
    }

    /// Sets a text attribute.
    public NodeBuilder attr(String name, String text) {
        return attr(name, new Value.Text(text));
    }

    /// Sets an address attribute.
    public NodeBuilder attr(String name, Jid jid) {
        return attr(name, new Value.JidValue(jid));
    }

    /// Sets a number attribute, written in decimal.
    public NodeBuilder attr(String name, long number) {
        return attr(name, new Value.Text(Long.toString(number)));
    }

    /// Sets a flag attribute, written `true` or `false`.
    public NodeBuilder attr(String name, boolean flag) {
        return attr(name, new Value.Text(Boolean.toString(flag)));
    }

    /// Sets an attribute.
    public NodeBuilder attr(String name, Value value) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                values[i] = value;
                return this;
            }
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            values = Arrays.copyOf(values, count * 2);
        }
        names[count] = name;
        values[count++] = value;
        return this;
    }

    /// Sets a text attribute if there is a text.
    public NodeBuilder attrIfPresent(String name, Optional<String> text) {
        text.ifPresent(present -> attr(name, present));
        return this;
    }

    /// Sets an address attribute if there is an address.
    public NodeBuilder jidIfPresent(String name, Optional<Jid> jid) {
        jid.ifPresent(present -> attr(name, present));
        return this;
    }

    /// Adds a child.
    public NodeBuilder child(Node child) {
        childList().add(child);
        return this;
    }

    /// Adds a child that is still being built.
    public NodeBuilder child(NodeBuilder child) {
        return child(child.build());
    }

    /// Adds a child if there is one.
    public NodeBuilder childIfPresent(Optional<Node> child) {
        child.ifPresent(this::child);
        return this;
    }

    /// Adds children; an empty collection still makes the content a list.
    public NodeBuilder children(Collection<Node> more) {
        childList().addAll(more);
        return this;
    }

    /// Makes bytes the content.
    public NodeBuilder bytes(Bytes bytes) {
        return content(new Content.Binary(bytes));
    }

    /// Makes a copy of these bytes the content.
    public NodeBuilder bytes(byte[] bytes) {
        return bytes(Bytes.copyOf(bytes));
    }

    /// Makes the UTF-8 form of a text the content, as bytes: the form every peer expects.
    public NodeBuilder utf8(String text) {
        return bytes(Bytes.utf8(text));
    }

    /// Sets the content.
    public NodeBuilder content(Content newContent) {
        children = null;
        content = newContent;
        return this;
    }

    /// The finished node; the builder can go on.
    public Node build() {
        Attributes attributes = count == 0
                ? Attributes.EMPTY
                : new Attributes(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
        return new Node(tag, attributes, children == null ? content : new Content.Children(children));
    }

    private List<Node> childList() {
        List<Node> list = children;
        if (list == null) {
            list = content instanceof Content.Children(List<Node> nodes) ? new ArrayList<>(nodes) : new ArrayList<>();
            children = list;
            content = Content.NONE;
        }
        return list;
    }
}
