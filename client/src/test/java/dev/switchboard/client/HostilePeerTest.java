// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.HistoryReceived;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.stanza.Iq;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/// A server that sends what no server should: the link survives, or ends with a named cause and comes back; what is
/// right is still understood afterwards.
class HostilePeerTest {
    private static final int ROUNDS = 120;
    private static final int BATCH = 50;
    private static final Jid GROUP = Jid.group("120363000000000001");

    private final Stage stage = new Stage("hostile").linked();
    private final Contact bob = new Contact(stage);
    private final SeededRandom random = SeededRandom.of("hostile stanzas");
    private int pings;

    @Test
    void stillUnderstandsAMessageAfterThousandsOfStanzasGoneWrong() throws Exception {
        Line line = stage.login();
        bob.meet(1);
        StanzaMutator mutator = new StanzaMutator(random);
        List<Node> models = models();
        for (int round = 0; round < ROUNDS; round++) {
            List<Node> wrong = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                wrong.add(mutator.mutate(models.get(random.nextInt(models.size()))));
            }
            line.say(wrong.toArray(Node[]::new));
            stillAnswers(line);
        }
        line.say(bob.deliver("AFTER", Contact.LID, bob.phone.encrypt(Contact.text("all is well"))));
        assertThat(stage.event(
                                MessageReceived.class,
                                event -> event.message().id().equals("AFTER"))
                        .message()
                        .text())
                .contains("all is well");
    }

    /// Asks for a sign of life; questions of the client that stand before it are refused.
    private void stillAnswers(Line line) throws InterruptedException {
        String id = "ping-" + pings++;
        line.say(Node.builder("iq")
                .attr("type", "get")
                .attr("id", id)
                .attr("from", Jid.SERVER)
                .attr("xmlns", "urn:xmpp:ping")
                .build());
        for (Node node = line.next(); !node.hasText("id", id); node = line.next()) {
            if (node.hasTag("iq") && !node.hasText("type", "result") && !node.hasText("type", "error")) {
                line.refuse(node, 500);
            }
        }
    }

    @Test
    void frameThatIsNoStanzaEndsTheConnectionAndItComesBack() throws Exception {
        Line line = stage.login();
        for (byte[] plaintext : garbage()) {
            line.sayRaw(plaintext);
            line.awaitClosed();
            stage.awaitRetry();
            line = stage.finishLogin(stage.server.accept());
        }
        assertThat(stage.companion.state()).isInstanceOf(LinkState.Connected.class);
    }

    private List<byte[]> garbage() throws IOException {
        Node deep = Node.of("x");
        for (int i = 0; i < 200; i++) {
            deep = Node.of("x", deep);
        }
        return List.of(
                new byte[0],
                new byte[] {0},
                new byte[] {0, (byte) 0xf8, (byte) 0xff},
                new byte[] {0, (byte) 0xf9, (byte) 0xff, (byte) 0xff},
                random.bytes(3_000),
                NodeEncoder.encode(deep),
                bomb(128 << 20));
    }

    /// A compressed frame that would fill the memory.
    private static byte[] bomb(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(2);
        bytes.write(zeros(size));
        return bytes.toByteArray();
    }

    private static byte[] zeros(int size) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 20];
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
            for (int written = 0; written < size; written += block.length) {
                deflater.write(block);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void historyThatUnpacksWithoutEndIsRefusedAndTheLinkGoesOn() throws Exception {
        Line line = stage.login();
        stage.phone.open(stage.clientBundle(2));
        Node bomb = bob
                .deliver(
                        "BOMB",
                        Stage.LID.bare(),
                        stage.phone.encrypt(PeerMessages.history(HistorySyncNotification.newBuilder()
                                .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
                                .setInitialHistBootstrapInlinePayload(ByteString.copyFrom(zeros(256 << 20)))
                                .build())))
                .toBuilder()
                .attr("category", "peer")
                .attr("sender_pn", Stage.PN.bare())
                .build();
        line.say(bomb);
        stillAnswers(line);
        assertThat(stage.memory.events()).noneMatch(HistoryReceived.class::isInstance);
    }

    @Test
    void crowdsAreTakenInWithoutQuestionsForEach() throws Exception {
        Line line = stage.login();
        Node[] members = new Node[20_000];
        Arrays.setAll(
                members,
                i -> Node.builder("participant")
                        .attr("jid", Jid.lid(Long.toString(200_000_000_000_000L + i)))
                        .build());
        line.say(notification("w:gp2", GROUP)
                .child(Node.of("add", members))
                .attr("participant", Contact.LID)
                .build());
        stillAnswers(line);
    }

    private List<Node> models() {
        List<Node> models = new ArrayList<>();
        models.add(bob.deliver("M1", Contact.LID, bob.phone.encrypt(Contact.text("model"))));
        models.add(bob.deliver("M2", Contact.PN, Contact.damaged(bob.phone.encrypt(Contact.text("damaged")))));
        models.add(Node.builder("message")
                .attr("from", GROUP)
                .attr("participant", Contact.LID)
                .attr("id", "M3")
                .attr("t", now())
                .attr("type", "text")
                .child(Node.builder("enc").attr("v", "2").attr("type", "skmsg").bytes(random.bytes(120)))
                .build());
        models.add(Node.builder("receipt")
                .attr("from", Contact.LID)
                .attr("id", "M4")
                .attr("t", now())
                .attr("type", "read")
                .child(Node.of("list", Node.builder("item").attr("id", "M5").build()))
                .build());
        models.add(Node.builder("receipt")
                .attr("from", Contact.LID)
                .attr("id", "M6")
                .attr("type", "retry")
                .child(Node.builder("retry")
                        .attr("count", 1)
                        .attr("id", "M6")
                        .attr("t", now())
                        .attr("v", "1"))
                .child(Node.of("registration", Bytes.of(random.bytes(4))))
                .build());
        models.add(notification("encrypt", Jid.SERVER)
                .child(Node.builder("count").attr("value", 3))
                .build());
        models.add(
                notification("encrypt", Contact.LID).child(Node.of("identity")).build());
        models.add(notification("devices", Contact.LID)
                .child(Node.builder("add")
                        .attr("device_hash", "2:abcdefgh")
                        .child(Node.builder("device")
                                .attr("jid", Contact.LID.withDevice(4))
                                .attr("key-index", 4))
                        .child(Node.builder("key-index-list").attr("ts", now()).bytes(random.bytes(80))))
                .build());
        models.add(notification("account_sync", Stage.PN.bare())
                .child(Node.of(
                        "devices",
                        Node.builder("device").attr("jid", Stage.PN.bare()).build()))
                .build());
        models.add(notification("server_sync", Jid.SERVER)
                .child(Node.builder("collection").attr("name", "regular").attr("version", 7))
                .build());
        models.add(notification("w:gp2", GROUP)
                .attr("participant", Contact.LID)
                .child(Node.of(
                        "add",
                        Node.builder("participant").attr("jid", Contact.LID).build()))
                .build());
        models.add(notification("picture", Contact.LID)
                .child(Node.builder("set").attr("jid", Contact.LID).attr("id", 5))
                .build());
        models.add(notification("privacy_token", Contact.LID)
                .child(Node.of(
                        "tokens",
                        Node.builder("token")
                                .attr("type", "trusted_contact")
                                .attr("t", now())
                                .bytes(random.bytes(16))
                                .build()))
                .build());
        models.add(notification("mediaretry", Contact.LID)
                .child(Node.of(
                        "encrypt",
                        Node.of("enc_p", Bytes.of(random.bytes(40))),
                        Node.of("enc_iv", Bytes.of(random.bytes(12)))))
                .build());
        models.add(notification("newsletter", Jid.parse("120363000000000002@newsletter"))
                .child(Node.of("live_updates", Node.of("messages", Node.of("message"))))
                .build());
        models.add(
                Node.of("ib", Node.builder("offline_preview").attr("count", 3).build()));
        models.add(Node.of(
                "ib",
                Node.builder("dirty")
                        .attr("type", "groups")
                        .attr("timestamp", now())
                        .build()));
        models.add(Node.of("ib", Node.of("edge_routing", Node.of("routing_info", Bytes.of(random.bytes(6))))));
        models.add(Node.builder("presence")
                .attr("from", Contact.LID)
                .attr("type", "unavailable")
                .attr("last", now())
                .build());
        models.add(Node.builder("chatstate")
                .attr("from", Contact.LID)
                .child(Node.of("composing"))
                .build());
        models.add(Node.builder("call")
                .attr("from", Contact.LID)
                .attr("id", "C1")
                .attr("t", now())
                .child(Node.builder("offer").attr("call-id", "X").attr("call-creator", Contact.LID))
                .build());
        models.add(Node.builder("call")
                .attr("from", Contact.LID)
                .attr("id", "C2")
                .child(Node.builder("terminate")
                        .attr("call-id", "X")
                        .attr("call-creator", Contact.LID)
                        .attr("reason", "timeout"))
                .build());
        models.add(notification("contacts", Jid.SERVER)
                .child(Node.builder("modify")
                        .attr("old", Contact.PN)
                        .attr("new", Jid.pn("15550100042"))
                        .attr("old_lid", Contact.LID)
                        .attr("new_lid", Contact.LID))
                .build());
        models.add(notification("business", Contact.PN)
                .child(Node.builder("verified_name").attr("jid", Contact.PN).bytes(random.bytes(40)))
                .build());
        models.add(notification("status", Contact.PN)
                .child(Node.builder("set").utf8("busy"))
                .build());
        models.add(notification("disappearing_mode", Contact.PN)
                .child(Node.builder("disappearing_mode")
                        .attr("duration", 86_400)
                        .attr("t", now()))
                .build());
        models.add(notification("account_sync", Stage.PN.bare())
                .child(Node.of(
                        "blocklist",
                        Node.builder("item")
                                .attr("jid", Contact.LID)
                                .attr("action", "block")
                                .build()))
                .build());
        models.add(notification("account_sync", Stage.PN.bare())
                .child(Node.of(
                        "privacy",
                        Node.builder("category")
                                .attr("name", "last")
                                .attr("value", "none")
                                .build()))
                .build());
        models.add(notification("mex", Jid.SERVER)
                .child(Node.builder("update")
                        .attr("op_name", "NotificationUserReachoutTimelockUpdate")
                        .utf8("{\"data\":{\"xwa2_notify_account_reachout_timelock\":{\"is_active\":true}}}"))
                .build());
        models.add(notification("crsc_continuation", Jid.SERVER)
                .child(Node.of("primary_ephemeral_identity", Bytes.of(random.bytes(68))))
                .build());
        models.add(Node.builder("ack")
                .attr("class", "message")
                .attr("id", "M9")
                .attr("from", Contact.LID)
                .build());
        models.add(Iq.serverResult(Node.builder("iq").attr("id", "nobody-asked").build())
                .build());
        models.add(Node.builder("unheard-of").attr("id", "U1").build());
        return models;
    }

    private NodeBuilder notification(String type, Jid from) {
        return Node.builder("notification")
                .attr("type", type)
                .attr("from", from)
                .attr("id", "N" + random.nextInt(1_000_000))
                .attr("t", now());
    }

    private long now() {
        return stage.clock.instant().getEpochSecond();
    }
}
