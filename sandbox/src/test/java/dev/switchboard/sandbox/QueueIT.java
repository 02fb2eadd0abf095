// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.ack;
import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.delivered;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.receipt;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What waits for a device, and what releases it.
class QueueIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
        sendAndAwaitAck(alice, message("HELLO", bob.pn().bare(), bob.pn()).build());
        sendAndAwaitAck(bob, delivered(awaitMessage(bob, "HELLO")));
        alice.client().send(ack(alice.client().await("receipt")));
        alice.client().settled();
        bob.client().settled();
        bob.client().clear();
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private void send(String... ids) {
        for (String id : ids) {
            sendAndAwaitAck(alice, message(id, bob.pn().bare(), bob.pn()).build());
        }
    }

    private List<String> messages() {
        return bob.client().received().stream()
                .filter(node -> node.hasTag("message"))
                .map(node -> node.requireText("id"))
                .toList();
    }

    @Test
    void announcesAndDeliversWhatCameWhileTheDeviceWasAway() {
        leave(bob);
        send("Q1", "Q2", "Q3");
        bob.logIn();
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("message"));
        Node end = bob.activate();
        assertThat(end.requireChild("offline").text("count")).hasValue("3");
        Node preview = bob.client().await("preview", node -> node.hasChild("offline_preview"));
        assertThat(preview.requireChild("offline_preview").text("count")).hasValue("3");
        assertThat(preview.requireChild("offline_preview").text("message")).hasValue("3");
        assertThat(messages()).containsExactly("Q1", "Q2", "Q3");
        assertThat(bob.client().received())
                .filteredOn(node -> node.hasTag("message"))
                .allMatch(node -> node.hasText("offline", "0"));
    }

    @Test
    void marksTheEndEvenWhenNothingWaited() {
        bob.client().close();
        bob.logIn();
        assertThat(bob.activate().requireChild("offline").text("count")).hasValue("0");
        assertThat(bob.client().received()).noneMatch(node -> node.hasChild("offline_preview"));
    }

    @Test
    void deliversAgainWhatWasNotAcknowledged() {
        send("Q4");
        awaitMessage(bob, "Q4");
        bob.comeBack();
        Node again = awaitMessage(bob, "Q4");
        assertThat(again.text("offline")).hasValue("1");
        bob.comeBack();
        assertThat(awaitMessage(bob, "Q4").text("offline")).hasValue("2");
    }

    @Test
    void forgetsWhatAReceiptConfirms() {
        send("Q5", "Q6");
        sendAndAwaitAck(bob, delivered(awaitMessage(bob, "Q5")));
        awaitMessage(bob, "Q6");
        Node both = receipt("Q6", alice.pn(), "inactive");
        sendAndAwaitAck(bob, both);
        bob.comeBack();
        assertThat(messages()).isEmpty();
    }

    @Test
    void forgetsAllThatOneReceiptLists() {
        send("Q7", "Q8", "Q9");
        awaitMessage(bob, "Q9");
        Node list = receipt("Q7", alice.pn(), "").toBuilder()
                .child(Node.of(
                        "list",
                        Node.builder("item").attr("id", "Q8").build(),
                        Node.builder("item").attr("id", "Q9").build()))
                .build();
        sendAndAwaitAck(bob, list);
        bob.comeBack();
        assertThat(messages()).isEmpty();
    }

    @Test
    void forgetsWhatAnAckConfirmsWithOrWithoutError() {
        send("Q10", "Q11");
        bob.client().send(ack(awaitMessage(bob, "Q10")));
        bob.client()
                .send(ack(awaitMessage(bob, "Q11")).toBuilder()
                        .attr("error", 500)
                        .build());
        bob.client().settled();
        bob.comeBack();
        assertThat(messages()).isEmpty();
    }

    @Test
    void keepsWhatOnlyARetryAsksFor() {
        send("Q12");
        awaitMessage(bob, "Q12");
        sendAndAwaitAck(
                bob,
                receipt("Q12", alice.pn(), "retry").toBuilder()
                        .child(Node.builder("retry").attr("count", 1).attr("id", "Q12"))
                        .build());
        bob.comeBack();
        assertThat(messages()).containsExactly("Q12");
    }

    @Test
    void keepsReceiptsForADeviceThatIsAway() {
        leave(alice);
        sendAndAwaitAck(bob, receipt("Q13", alice.pn(), "read"));
        alice.logIn();
        alice.activate();
        Node read = alice.client().await("receipt");
        assertThat(read.requireText("id")).isEqualTo("Q13");
        alice.client().send(ack(read));
        alice.client().settled();
        alice.comeBack();
        assertThat(alice.client().received()).noneMatch(node -> node.hasText("id", "Q13"));
    }

    @Test
    void holdsLiveStanzasWhileTheClientIsPassive() {
        bob.client().ask(Iq.set("passive", "passive").child(Node.of("passive")).build());
        send("Q14");
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("message"));
        bob.activate();
        awaitMessage(bob, "Q14");
    }

    @Test
    void deliversLiveStanzasBehindTheStoredOnes() {
        leave(bob);
        for (int i = 0; i < 1500; i++) {
            alice.client().send(message("L" + i, bob.pn().bare(), bob.pn()).build());
        }
        send("LAST");
        bob.logIn();
        bob.client().send(Iq.set("go", "passive").child(Node.of("active")).build());
        bob.client().await("preview", node -> node.hasChild("offline_preview"));
        send("LIVE");
        awaitMessage(bob, "LIVE");
        List<Node> received = bob.client().received();
        List<String> ids = messages();
        assertThat(ids).hasSize(1501).endsWith("LAST");
        Node mark = received.getLast();
        assertThat(mark.requireChild("offline").text("count")).hasValue("1501");
    }

    @Test
    void takesReceiptsThatCameJustBeforeTheEnd() {
        Stanzas.sendAndAwaitAck(
                alice, Stanzas.message("E1", bob.pn().bare(), bob.pn()).build());
        Node message = awaitMessage(bob, "E1");
        bob.client().send(Stanzas.delivered(message));
        bob.client().close();
        Node receipt = alice.client().await("receipt");
        assertThat(receipt.text("id")).hasValue("E1");
    }
}
