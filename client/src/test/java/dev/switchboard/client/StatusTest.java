// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static dev.switchboard.client.GroupStage.BOB;
import static dev.switchboard.client.GroupStage.BOB_PN;
import static dev.switchboard.client.GroupStage.CYD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {

    private final Stage stage = new Stage("status").linked();
    private final GroupStage us = new GroupStage(stage);

    private Reply<SendOutcome> post(String id, List<Jid> people) {
        return stage.companion.postStatus(OutgoingMessage.text(id, Jid.STATUS, "look!"), people);
    }

    private static Node privacy(Node question, String type, Jid... people) {
        var list = Node.builder("list").attr("type", type).attr("default", true);
        for (Jid person : people) {
            list.child(Node.builder("user").attr("jid", person));
        }
        return Iq.serverResult(question)
                .child(Node.builder("privacy").child(list))
                .build();
    }

    @Test
    void aStatusGoesToThePeopleNamed() throws Exception {
        Line line = stage.login();
        post("S1", List.of(BOB_PN));
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(Jid.STATUS);
        assertThat(message.requireChild("meta").text("status_setting")).contains("allowlist");
        assertThat(us.takeKeys(message)).containsExactlyInAnyOrder(us.bobPhone.lid, us.bobLaptop.lid, stage.phone.lid);
        assertThat(MessageText.of(us.read(us.bobPhone, message))).contains("look!");
    }

    @Test
    void everyStatusNamesItsReaders() throws Exception {
        Line line = stage.login();
        post("S1", List.of(BOB));
        us.answerDevices(line);
        us.answerKeys(line);
        us.takeKeys(line.nextMessage());
        post("S2", List.of(BOB));
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).hasSize(3);
        assertThat(MessageText.of(us.read(us.bobLaptop, message))).contains("look!");
    }

    @Test
    void theAccountsOwnSettingCountsWhereNobodyIsNamed() throws Exception {
        Line line = stage.login();
        stage.companion.send(OutgoingMessage.text("S1", Jid.STATUS, "look!"));
        Node question = line.nextIq(Iq.Xmlns.STATUS);
        line.say(privacy(question, "whitelist", CYD));
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(us.takeKeys(message)).containsExactlyInAnyOrder(us.cydPhone.lid, stage.phone.lid);
        assertThat(message.requireChild("meta").text("status_setting")).contains("allowlist");
    }

    @Test
    void aStatusNobodyCouldSeeIsRefused() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = stage.companion.send(OutgoingMessage.text("S1", Jid.STATUS, "look!"));
        line.say(privacy(line.nextIq(Iq.Xmlns.STATUS), "contacts"));
        SendOutcome outcome = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(((SendOutcome.Rejected) outcome).failure().kind()).isEqualTo(SendFailure.Kind.NO_AUDIENCE);
    }

    @Test
    void aReactionToAStatusGoesToItsAuthorAlone() throws Exception {
        Line line = stage.login();
        MessageRef status = new MessageRef(Jid.STATUS, "S9", false, Optional.of(BOB));
        stage.companion.send(new OutgoingMessage("R1", Jid.STATUS, new OutgoingContent.Reaction(status, "+")));
        us.answerDevices(line);
        us.answerKeys(line);
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(Jid.STATUS);
        assertThat(message.text("type")).contains("reaction");
        assertThat(message.hasChild("enc")).isFalse();
        assertThat(message.hasChild("meta")).isFalse();
        Enc enc = Contact.encFor(message, us.bobLaptop.lid);
        assertThat(us.bobLaptop.decrypt(enc).getReactionMessage().getText()).isEqualTo("+");
    }

    @Test
    void aStatusOfSomebodyIsReadUnderItsOwnChat() throws Exception {
        Line line = stage.login();
        us.bobPhone.open(stage.clientBundle(1));
        line.say(
                us
                        .deliver(
                                "S5",
                                us.bobPhone.lid,
                                us.distribute(us.bobPhone, Jid.STATUS),
                                us.write(us.bobPhone, "hi"))
                        .toBuilder()
                        .attr("from", Jid.STATUS)
                        .build());
        MessageReceived received = stage.event(MessageReceived.class);
        assertThat(received.message().chat().jid()).isEqualTo(Jid.STATUS);
        assertThat(received.message().sender().jid()).isEqualTo(BOB);
    }

    @Test
    void whatComesByAListBelongsToTheChatWithItsSender() throws Exception {
        Line line = stage.login();
        us.bobPhone.open(stage.clientBundle(1));
        line.say(us.deliver("L1", us.bobPhone.lid, us.bobPhone.encrypt(Contact.text("to all my friends"))).toBuilder()
                .attr("from", Jid.parse("1700000000@broadcast"))
                .build());
        MessageReceived received = stage.event(MessageReceived.class);
        assertThat(received.message().chat().jid()).isEqualTo(BOB);
        assertThat(received.message().text()).contains("to all my friends");
    }
}
