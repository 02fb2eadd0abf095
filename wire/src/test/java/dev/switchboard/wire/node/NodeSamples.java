// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.jid.JidServer;

/// Nodes as the vector files describe them, which is how Baileys shows them: every address a string; and what it
/// means that two nodes are alike.
final class NodeSamples {

    private NodeSamples() {}

    /// The node we would write for the same bytes: addresses typed.
    static Node of(JsonNode json) {
        NodeBuilder builder = Node.builder(json.get("tag").textValue());
        json.path("attrs").properties().forEach(attribute -> {
            String text = attribute.getValue().textValue();
            if (isAddress(text)) {
                builder.attr(attribute.getKey(), Jid.parse(text));
            } else {
                builder.attr(attribute.getKey(), text);
            }
        });
        JsonNode content = json.path("content");
        if (content.isArray()) {
            builder.children(Vectors.each(content).map(NodeSamples::of).toList());
        } else if (content.isTextual()) {
            builder.content(new Content.Text(content.textValue()));
        } else if (content.isObject()) {
            builder.bytes(Bytes.fromHex(content.get("bytes").textValue()));
        }
        return builder.build();
    }

    /// Equality up to the form of content: text that no packing or token fits is written as bytes.
    static void assertSameMeaning(Node actual, Node expected) {
        assertThat(actual.tag()).isEqualTo(expected.tag());
        assertThat(actual.attributes()).isEqualTo(expected.attributes());
        assertThat(actual.contentBytes()).isEqualTo(expected.contentBytes());
        assertThat(actual.children()).hasSameSizeAs(expected.children());
        for (int i = 0; i < expected.children().size(); i++) {
            assertSameMeaning(actual.children().get(i), expected.children().get(i));
        }
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at >= 0 && JidServer.of(text.substring(at + 1)).isPresent();
    }
}
