// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Attributes;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.node.Value;
import java.util.ArrayList;
import java.util.List;

/// Makes stanzas that look almost right: with attributes lost or of another kind, children missing, repeated, misnamed
/// or too deep.
final class StanzaMutator {
    private static final List<String> TAGS = List.of(
            "enc",
            "participant",
            "user",
            "error",
            "key",
            "list",
            "device",
            "add",
            "group",
            "retry",
            "item",
            "set",
            "x");

    private static final int CROWD = 3_000;
    private static final int DEPTH = 6;

    private final SeededRandom random;

    StanzaMutator(SeededRandom random) {
        this.random = random;
    }

    /// A stanza with one to three things wrong somewhere in it. Its tag stays.
    Node mutate(Node stanza) {
        Node wrong = stanza;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            wrong = damage(wrong, true);
        }
        return wrong;
    }

    private Node damage(Node node, boolean top) {
        if (node.content() instanceof Content.Children(List<Node> children)
                && !children.isEmpty()
                && random.nextInt(3) > 0) {
            List<Node> changed = new ArrayList<>(children);
            int at = random.nextInt(changed.size());
            changed.set(at, damage(changed.get(at), false));
            return new Node(node.tag(), node.attributes(), new Content.Children(changed));
        }
        return switch (random.nextInt(top ? 6 : 8)) {
            case 0 -> withAttribute(node, true);
            case 1, 2 -> withAttribute(node, false);
            case 3 -> new Node(node.tag(), node.attributes(), content());
            case 4 -> new Node(node.tag(), node.attributes(), new Content.None());
            case 5 -> repeated(node);
            case 6 -> new Node(TAGS.get(random.nextInt(TAGS.size())), node.attributes(), node.content());
            default -> buried(node);
        };
    }

    private Node withAttribute(Node node, boolean drop) {
        Attributes attributes = node.attributes();
        if (attributes.isEmpty()) {
            return node;
        }
        String victim = attributes.names().get(random.nextInt(attributes.size()));
        NodeBuilder builder = Node.builder(node.tag()).content(node.content());
        attributes.forEach((name, value) -> {
            if (!name.equals(victim)) {
                builder.attr(name, value);
            } else if (!drop) {
                builder.attr(name, value());
            }
        });
        return builder.build();
    }

    private Value value() {
        return switch (random.nextInt(9)) {
            case 0 -> new Value.Text("");
            case 1 -> new Value.Text("-1");
            case 2 -> new Value.Text("99999999999999999999999");
            case 3 -> new Value.Text("9223372036854775807");
            case 4 -> new Value.Text("no such thing");
            case 5 -> new Value.Text("\u0000\u202e@@:::");
            case 6 -> new Value.JidValue(Jid.group("120363000000000001"));
            case 7 -> new Value.JidValue(Stage.LID);
            default -> new Value.JidValue(Jid.SERVER);
        };
    }

    private Content content() {
        return switch (random.nextInt(3)) {
            case 0 -> new Content.Binary(Bytes.of(random.bytes(random.nextInt(200))));
            case 1 -> new Content.Text("text");
            default -> new Content.Children(List.of(Node.of("nobody"), Node.of("knows")));
        };
    }

    private Node repeated(Node node) {
        if (!(node.content() instanceof Content.Children(List<Node> children)) || children.isEmpty()) {
            return new Node(node.tag(), node.attributes(), content());
        }
        Node child = children.get(random.nextInt(children.size()));
        int times = random.nextInt(20) == 0 ? CROWD : 3;
        List<Node> crowd = new ArrayList<>(children);
        for (int i = 0; i < times; i++) {
            crowd.add(child);
        }
        return new Node(node.tag(), node.attributes(), new Content.Children(crowd));
    }

    private Node buried(Node node) {
        Node deep = node;
        for (int i = random.nextInt(1, DEPTH); i > 0; i--) {
            deep = new Node(node.tag(), node.attributes(), new Content.Children(List.of(deep)));
        }
        return deep;
    }
}
