// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Content;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.node.Value;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.KeyDigest;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Stanzas of which random parts are missing, garbled or doubled: each gets its answer, and none is the server's own
/// fault.
class MalformedStanzasIT extends SandboxFixture {

    private static final int ROUNDS = 60;
    private static final String[] NONSENSE = {
        "", "0", "-1", "99999999999999999999", "true", "x@y", "@", "15551234567:300@lid"
    };

    private final SeededRandom random = SeededRandom.of("malformed stanzas");

    private List<Node> samples(TestCompanion one, TestCompanion other) {
        return List.of(
                Stanzas.message("m", other.pn().bare(), other.pn(), one.pn().bare())
                        .build(),
                Stanzas.message("m", Jid.STATUS, other.lid())
                        .child(Stanzas.enc("skmsg", "s"))
                        .build(),
                Stanzas.receipt("r", other.pn(), "read"),
                Stanzas.receipt("r", other.pn(), "retry").toBuilder()
                        .child(Node.builder("retry")
                                .attr("count", 1)
                                .attr("id", "r")
                                .attr("t", 1))
                        .child(Node.of("registration", Bytes.fromHex("00000001")))
                        .build(),
                Node.builder("presence")
                        .attr("type", "subscribe")
                        .attr("to", other.pn().bare())
                        .build(),
                Node.builder("chatstate")
                        .attr("to", other.pn().bare())
                        .child(Node.of("composing"))
                        .build(),
                Node.builder("ack")
                        .attr("class", "message")
                        .attr("id", "a")
                        .attr("to", other.pn())
                        .build(),
                Node.builder("call")
                        .attr("id", "c")
                        .attr("to", other.pn())
                        .child(Node.of("offer"))
                        .build(),
                PreKeyStanzas.countRequest("q"),
                KeyDigest.request("q"),
                PreKeyStanzas.fetchRequest("q", List.of(new PreKeyStanzas.Wanted(other.pn(), true))),
                AppStateStanzas.request("q", List.of(AppStateStanzas.Wanted.push("regular", 0, Bytes.EMPTY))),
                Iq.get("q", "usync")
                        .child(Node.builder("usync")
                                .attr("sid", "1")
                                .child(Node.of("query", Node.of("devices"), Node.of("contact"), Node.of("status")))
                                .child(Node.of(
                                        "list",
                                        Node.builder("user")
                                                .attr("jid", other.pn())
                                                .build())))
                        .build(),
                Iq.set("q", "privacy")
                        .child(Node.of(
                                "privacy",
                                Node.builder("category")
                                        .attr("name", "last")
                                        .attr("value", "none")
                                        .build()))
                        .build(),
                Iq.set("q", "blocklist")
                        .child(Node.builder("item").attr("action", "block").attr("jid", other.lid()))
                        .build(),
                Iq.set("q", "md")
                        .child(Node.builder("remove-companion-device").attr("jid", other.pn()))
                        .build());
    }

    @Test
    void answersEverythingAndIsNeverAtFault() {
        try (TestCompanion one = TestCompanion.ready(sandbox, newPhone());
                TestCompanion other = TestCompanion.ready(sandbox, newPhone())) {
            List<Node> samples = samples(one, other);
            int queries = 0;
            for (int i = 0; i < ROUNDS * samples.size(); i++) {
                Node stanza = withId(garbled(samples.get(i % samples.size()), 0), "z" + i);
                queries += stanza.hasTag("iq") && !Iq.isAnswer(stanza) ? 1 : 0;
                one.client().send(stanza);
            }
            List<Node> answers = one.client().settled();
            assertThat(answers.stream()
                            .filter(node -> node.hasTag("iq"))
                            .map(node -> node.requireText("id"))
                            .collect(Collectors.toSet()))
                    .hasSize(queries);
            assertThat(answers).noneMatch(node -> node.hasText("error", "500"));
            assertThat(answers)
                    .noneMatch(node -> node.child("error")
                            .filter(error -> error.hasText("code", "500"))
                            .isPresent());
            other.client().settled();
        }
    }

    private static Node withId(Node stanza, String id) {
        return stanza.toBuilder().attr("id", id).build();
    }

    private Node garbled(Node node, int depth) {
        NodeBuilder copy = Node.builder(node.tag());
        node.attributes().forEach((name, value) -> {
            int chance = depth == 0 && name.equals("xmlns") ? 0 : random.nextInt(12);
            switch (chance) {
                case 1 -> copy.attr(name, NONSENSE[random.nextInt(NONSENSE.length)]);
                case 2 -> copy.attr(name, Value.of(Jid.group("123456789012345678")));
                case 3 -> copy.attr("no-" + name, value);
                default -> copy.attr(name, value);
            }
        });
        return switch (random.nextInt(14)) {
            case 1 -> copy.build();
            case 2 -> copy.content(new Content.Text("nonsense")).build();
            case 3 -> copy.bytes(random.bytes(random.nextInt(70))).build();
            default -> withContent(copy, node, depth).build();
        };
    }

    private NodeBuilder withContent(NodeBuilder copy, Node node, int depth) {
        if (!(node.content() instanceof Content.Children(List<Node> children))) {
            return copy.content(node.content());
        }
        List<Node> garbledChildren = new ArrayList<>();
        for (Node child : children) {
            int times = random.nextInt(12) == 0 ? random.nextInt(3) : 1;
            for (int i = 0; i < times; i++) {
                garbledChildren.add(garbled(child, depth + 1));
            }
        }
        return copy.children(garbledChildren);
    }
}
