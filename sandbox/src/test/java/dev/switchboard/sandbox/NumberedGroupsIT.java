// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.awaitChange;
import static dev.switchboard.sandbox.GroupStanzas.create;
import static dev.switchboard.sandbox.GroupStanzas.group;
import static dev.switchboard.sandbox.GroupStanzas.message;
import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.AddressingMode;
import org.junit.jupiter.api.Test;

/// A network whose groups name their members by number.
class NumberedGroupsIT extends SandboxFixture {

    @Override
    protected Sandbox start() {
        return Sandbox.start(SandboxConfig.builder()
                .tls(false)
                .groupAddressing(AddressingMode.PN)
                .build());
    }

    @Test
    void namesMembersByNumberWithTheHiddenIdBesideIt() {
        TestCompanion alice = TestCompanion.ready(sandbox, newPhone());
        TestCompanion bob = TestCompanion.ready(sandbox, newPhone());
        Jid group = create(alice, "Chess", bob.lid().bare());
        Node shown = group(bob, group);
        assertThat(shown.text("addressing_mode")).hasValue("pn");
        assertThat(shown.requireJid("creator")).isEqualTo(alice.pn().bare());
        Node second = shown.children("participant").getLast();
        assertThat(second.requireJid("jid")).isEqualTo(bob.pn().bare());
        assertThat(second.requireJid("lid")).isEqualTo(bob.lid().bare());
        Node told = awaitChange(bob, group, "create");
        assertThat(told.requireJid("participant")).isEqualTo(alice.pn().bare());
        assertThat(told.text("addressing_mode")).hasValue("pn");
        sendAndAwaitAck(alice, message("N1", group, bob.pn()).build());
        Node copy = awaitMessage(bob, "N1");
        assertThat(copy.requireJid("participant")).isEqualTo(alice.pn());
        assertThat(copy.requireJid("participant_lid")).isEqualTo(alice.lid().bare());
        assertThat(copy.text("addressing_mode")).hasValue("pn");
        sendAndAwaitAck(
                bob,
                Node.builder("receipt")
                        .attr("id", "N1")
                        .attr("to", group)
                        .attr("participant", alice.pn())
                        .build());
        Node receipt = alice.client()
                .await(
                        "receipt",
                        node -> node.hasTag("receipt") && node.text("type").isEmpty());
        assertThat(receipt.requireJid("participant")).isEqualTo(bob.pn());
        alice.close();
        bob.close();
    }

    @Test
    void letsPhonesWriteByNumber() {
        String ann = newPhone();
        String bob = newPhone();
        AdminClient admin = new AdminClient(sandbox);
        String jid = admin.post(
                        "/admin/accounts/" + ann + "/groups", "{'subject':'Chess','participants':['" + bob + "']}")
                .json()
                .get("jid")
                .asText();
        String id = admin.post("/admin/accounts/" + ann + "/messages", "{'to':'" + jid + "','text':'by number'}")
                .json()
                .get("id")
                .asText();
        assertThat(admin.awaitMessage(bob, message -> message.get("id").asText().equals(id))
                        .get("text")
                        .asText())
                .isEqualTo("by number");
        assertThat(admin.get("/admin/stats").json().get("rulesBroken").asInt()).isZero();
    }
}
