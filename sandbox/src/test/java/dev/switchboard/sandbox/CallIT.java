// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The signalling of calls.
class CallIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;
    private TestCompanion bobsOther;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        String phone = newPhone();
        bob = TestCompanion.ready(sandbox, phone);
        bobsOther = TestCompanion.ready(sandbox, phone);
        bob.client().settled();
        bob.client().clear();
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
        bobsOther.close();
    }

    private Node offer(String callId) {
        Node keys = Node.builder("destination")
                .child(Node.builder("to").attr("jid", bob.lid()).child(Stanzas.enc("for bob")))
                .child(Node.builder("to").attr("jid", bobsOther.lid()).child(Stanzas.enc("for the other")))
                .build();
        return Node.builder("call")
                .attr("id", alice.newId())
                .attr("to", bob.lid().bare())
                .child(Node.builder("offer")
                        .attr("call-id", callId)
                        .attr("call-creator", alice.lid())
                        .child(Node.builder("audio").attr("enc", "opus"))
                        .child(keys))
                .build();
    }

    @Test
    void ringsOnAllDevicesEachWithItsKey() {
        Node ack = sendAndAwaitAck(alice, offer("C1"));
        assertThat(ack.requireJid("from")).isEqualTo(bob.lid().bare());
        Node ringing = bob.client().await("call");
        assertThat(ringing.requireJid("from")).isEqualTo(alice.lid());
        assertThat(ringing.has("t")).isTrue();
        assertThat(ringing.has("notify")).isTrue();
        assertThat(ringing.text("platform")).hasValue("web");
        Node offer = ringing.requireChild("offer");
        assertThat(offer.requireChild("enc").contentBytes().asUtf8()).isEqualTo("for bob");
        assertThat(offer.hasChild("destination")).isFalse();
        assertThat(bobsOther
                        .client()
                        .await("call")
                        .requireChild("offer")
                        .requireChild("enc")
                        .contentBytes()
                        .asUtf8())
                .isEqualTo("for the other");
    }

    @Test
    void silencesTheOtherDevicesOnceOneHasDecided() {
        sendAndAwaitAck(alice, offer("C2"));
        bob.client().await("call");
        bobsOther.client().await("call");
        sendAndAwaitAck(
                bob,
                Node.builder("call")
                        .attr("id", bob.newId())
                        .attr("to", alice.lid())
                        .child(Node.builder("reject")
                                .attr("call-id", "C2")
                                .attr("call-creator", alice.lid())
                                .attr("count", 0))
                        .build());
        assertThat(alice.client().await("call").requireChild("reject").text("call-id"))
                .hasValue("C2");
        Node end = bobsOther.client().await("call").requireChild("terminate");
        assertThat(end.text("reason")).hasValue("rejected_elsewhere");
    }

    @Test
    void keepsACallForADeviceThatIsAway() {
        leave(bob);
        sendAndAwaitAck(alice, offer("C3"));
        bob.logIn();
        bob.activate();
        Node missed = bob.client().await("call");
        assertThat(missed.text("offline")).hasValue("0");
    }

    @Test
    void letsAPhoneCall() {
        AdminClient admin = new AdminClient(sandbox);
        String callId = admin.post(
                        "/admin/accounts/" + newPhone() + "/calls",
                        "{'to':'" + bob.pn().user() + "','video':true}")
                .json()
                .get("callId")
                .asText();
        Node offer = bob.client().await("call").requireChild("offer");
        assertThat(offer.text("call-id")).hasValue(callId);
        assertThat(offer.hasChild("video")).isTrue();
    }

    @Test
    void makesALinkToACall() {
        Node answer = sendAndAwaitAck(
                alice,
                Node.builder("call")
                        .attr("id", alice.newId())
                        .attr("to", Jid.parse("@call"))
                        .child(Node.builder("link_create").attr("media", "video"))
                        .build());
        assertThat(answer.requireChild("link_create").has("token")).isTrue();
    }
}
