// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import dev.switchboard.testkit.transcript.Element;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stanzas between transcripts and the wire.
final class TranscriptStanzas {
    private TranscriptStanzas() {}

    static Element element(Node node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        node.attributes().forEach((name, value) -> attributes.put(name, value.asText()));
        return switch (node.content()) {
            case Content.None _ -> new Element(node.tag(), attributes, List.of(), "");
            case Content.Text(String text) -> new Element(node.tag(), attributes, List.of(), text);
            case Content.Binary(var bytes) -> new Element(node.tag(), attributes, List.of(), bytes.asUtf8());
            case Content.Children(var children) ->
                new Element(
                        node.tag(),
                        attributes,
                        children.stream().map(TranscriptStanzas::element).toList(),
                        "");
        };
    }

    static Node node(Element element) {
        NodeBuilder node = Node.builder(element.tag());
        element.attributes().forEach((name, value) -> attribute(node, name, value));
        element.children().forEach(child -> node.child(node(child)));
        if (!element.text().isEmpty()) {
            node.utf8(element.text());
        }
        return node.build();
    }

    private static void attribute(NodeBuilder node, String name, String value) {
        boolean server = value.equals("s.whatsapp.net") || value.equals("g.us");
        if (!server && !value.contains("@")) {
            node.attr(name, value);
            return;
        }
        try {
            node.attr(name, Jid.parse(value));
        } catch (MalformedJid _) {
            node.attr(name, value);
        }
    }
}
