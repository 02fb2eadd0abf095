// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.CallEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Ack;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallsTest {

    private final Stage stage = new Stage("calls").linked();

    private Node call(String id, NodeBuilder signal) {
        return Node.builder("call")
                .attr("from", Contact.LID.withDevice(2))
                .attr("id", id)
                .attr("t", stage.clock.instant().getEpochSecond())
                .child(signal.attr("call-id", "C1").attr("call-creator", Contact.LID.withDevice(2)))
                .build();
    }

    @Test
    void tellsOfACallFromItsOfferToItsEnd() throws Exception {
        Line line = stage.login();
        line.say(call("1", Node.builder("offer").attr("caller_pn", Contact.PN).child(Node.of("video"))));
        Node ack = line.nextAck();
        assertThat(ack.text("class")).contains("call");
        assertThat(ack.text("id")).contains("1");
        CallEvent.Offered offered = stage.event(CallEvent.Offered.class);
        assertThat(offered.call().id()).isEqualTo("C1");
        assertThat(offered.call().caller().jid()).isEqualTo(Contact.LID);
        assertThat(offered.call().caller().pn()).as("told along with the offer").contains(Contact.PN);
        assertThat(stage.memory.lidOf(Contact.PN))
                .as("whoever calls may write any number")
                .isEmpty();
        assertThat(offered.video()).isTrue();
        assertThat(offered.offline()).isFalse();
        line.say(call("2", Node.builder("transport")));
        line.say(call("3", Node.builder("terminate").attr("reason", "timeout")));
        assertThat(stage.event(CallEvent.Ended.class).reason()).contains("timeout");
    }

    @Test
    void tellsOfGroupCallsAndOfThoseThatAreOver() throws Exception {
        Line line = stage.login();
        Jid group = Jid.group("120363000000000001");
        line.say(call("1", Node.builder("offer_notice").attr("media", "audio").attr("group-jid", group)).toBuilder()
                .attr("offline", 1)
                .build());
        CallEvent.Offered offered = stage.event(CallEvent.Offered.class);
        assertThat(offered.call().group().orElseThrow().jid()).isEqualTo(group);
        assertThat(offered.video()).isFalse();
        assertThat(offered.offline()).isTrue();
    }

    @Test
    void tellsWhoTookOrRejectedACall() throws Exception {
        Line line = stage.login();
        line.say(call("1", Node.builder("accept")));
        assertThat(stage.event(CallEvent.Accepted.class).by().jid()).isEqualTo(Contact.LID);
        line.say(call("2", Node.builder("reject")));
        assertThat(stage.event(CallEvent.Rejected.class).by().jid()).isEqualTo(Contact.LID);
    }

    @Test
    void rejectsACall() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.calls().reject("C1", Contact.LID.withDevice(2));
        Node call = line.next("call", node -> node.hasTag("call"));
        assertThat(call.requireJid("to")).isEqualTo(Contact.LID);
        assertThat(call.requireJid("from")).isEqualTo(Stage.LID.bare());
        Node reject = call.requireChild("reject");
        assertThat(reject.requireText("call-id")).isEqualTo("C1");
        assertThat(reject.requireJid("call-creator")).isEqualTo(Contact.LID);
        line.say(Ack.serverReplyTo(call).toNode());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Given<>(Done.DONE));
    }

    @Test
    void makesALinkToCallBy() throws Exception {
        Line line = stage.login();
        Reply<Answer<String>> reply = stage.companion.calls().createLink(true);
        Node call = line.next("call", node -> node.hasTag("call"));
        assertThat(call.requireChild("link_create").requireText("media")).isEqualTo("video");
        line.say(Ack.serverReplyTo(call).toNode().toBuilder()
                .child(Node.builder("link_create").attr("token", "abc"))
                .build());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow())
                .isEqualTo(new Answer.Given<>("https://call.whatsapp.com/video/abc"));
    }

    @Test
    void acknowledgesSignalsItDoesNotKnow() throws Exception {
        Line line = stage.login();
        line.say(Node.builder("call")
                .attr("from", Contact.LID)
                .attr("id", "9")
                .child(Node.of("surprise"))
                .build());
        assertThat(line.nextAck().text("id")).isEqualTo(Optional.of("9"));
    }
}
