// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.message;
import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.enc;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Alice posts to the status list, for Bob and not for Carol.
class StatusIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;
    private TestCompanion carol;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
        carol = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
        carol.close();
    }

    @Test
    void reachesTheDevicesNamedWithTheirKeyFirst() {
        sendAndAwaitAck(alice, message("S1", Jid.STATUS, bob.lid()).build());
        Node copy = awaitMessage(bob, "S1");
        assertThat(copy.requireJid("from")).isEqualTo(Jid.STATUS);
        assertThat(copy.requireJid("participant")).isEqualTo(alice.lid());
        assertThat(copy.requireJid("participant_pn")).isEqualTo(alice.pn().bare());
        assertThat(copy.children("enc"))
                .extracting(node -> node.requireText("type"))
                .containsExactly("msg", "skmsg");
        carol.client().settled();
        assertThat(carol.client().received()).noneMatch(node -> node.hasTag("message"));
    }

    @Test
    void reachesAllDevicesOfWhoIsListedBare() {
        Node status = Node.builder("message")
                .attr("id", "S2")
                .attr("to", Jid.STATUS)
                .attr("type", "text")
                .child(Node.of(
                        "participants",
                        Node.builder("to").attr("jid", bob.lid().bare()).build()))
                .child(enc("skmsg", "for all"))
                .build();
        sendAndAwaitAck(alice, status);
        assertThat(awaitMessage(bob, "S2").children("enc")).hasSize(1);
    }

    @Test
    void carriesAReactionForItsAuthorAlone() {
        Node reaction = Node.builder("message")
                .attr("id", "S3")
                .attr("to", Jid.STATUS)
                .attr("type", "reaction")
                .child(Node.of(
                        "participants",
                        Node.builder("to")
                                .attr("jid", bob.lid())
                                .child(enc("like"))
                                .build()))
                .build();
        sendAndAwaitAck(alice, reaction);
        assertThat(awaitMessage(bob, "S3").children("enc"))
                .extracting(node -> node.requireText("type"))
                .containsExactly("msg");
    }

    @Test
    void bringsReceiptsBackToTheAuthor() {
        sendAndAwaitAck(alice, message("S4", Jid.STATUS, bob.lid()).build());
        awaitMessage(bob, "S4");
        sendAndAwaitAck(
                bob,
                Node.builder("receipt")
                        .attr("id", "S4")
                        .attr("to", Jid.STATUS)
                        .attr("participant", alice.lid())
                        .attr("type", "read")
                        .build());
        Node seen = alice.client().await("receipt", node -> node.hasText("type", "read"));
        assertThat(seen.requireJid("from")).isEqualTo(Jid.STATUS);
        assertThat(seen.requireJid("participant")).isEqualTo(bob.lid());
    }
}
