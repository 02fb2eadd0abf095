// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.GroupCipher;
import dev.switchboard.wire.signal.GroupDecrypted;
import dev.switchboard.wire.signal.GroupEncrypted;
import dev.switchboard.wire.signal.SenderKeyDistribution;
import dev.switchboard.wire.signal.SenderKeyRecord;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.OutgoingMessage.Recipient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A group of this account, Bob with two devices, and Cyd with one; the test plays the server and the devices.
final class GroupStage {

    static final Jid GROUP = Jid.group("120363000000000001");
    static final Jid BOB = Jid.lid("100000000000002");
    static final Jid BOB_PN = Jid.pn("15550100002");
    static final Jid CYD = Jid.lid("100000000000003");
    static final Jid CYD_PN = Jid.pn("15550100003");

    final Stage stage;
    final FakeDevice bobPhone;
    final FakeDevice bobLaptop;
    final FakeDevice cydPhone;

    /// Who is in the group, by hidden id and number.
    final Map<Jid, Jid> members = new LinkedHashMap<>();

    final Map<Jid, List<Integer>> devices = new HashMap<>();
    String addressing = "lid";
    String version = "1";
    long timer;
    private final Map<Jid, SenderKeyRecord> keys = new HashMap<>();
    private final Map<Jid, SenderKeyRecord> ownKeys = new HashMap<>();

    GroupStage(Stage stage) {
        this.stage = stage;
        bobPhone = new FakeDevice(BOB, stage.random);
        bobLaptop = new FakeDevice(BOB.withDevice(2), stage.random);
        cydPhone = new FakeDevice(CYD, stage.random);
        members.put(Stage.LID.bare(), Stage.PN.bare());
        members.put(BOB, BOB_PN);
        members.put(CYD, CYD_PN);
        devices.put(Stage.LID.bare(), List.of(0, 3));
        devices.put(BOB, List.of(0, 2));
        devices.put(CYD, List.of(0));
    }

    // The server

    Node group() {
        NodeBuilder group = Node.builder("group")
                .attr("id", GROUP.user())
                .attr("subject", "us")
                .attr("addressing_mode", addressing)
                .attr("p_v_id", version);
        members.forEach((lid, pn) -> {
            boolean byLid = addressing.equals("lid");
            group.child(Node.builder("participant")
                    .attr("jid", byLid ? lid : pn)
                    .attr(byLid ? "phone_number" : "lid", byLid ? pn : lid));
        });
        if (timer > 0) {
            group.child(Node.builder("ephemeral").attr("expiration", timer));
        }
        return group.build();
    }

    void answerGroup(Line line) throws InterruptedException {
        Node question = line.nextIqWith("query");
        line.say(Iq.serverResult(question).child(group()).build());
    }

    void answerDevices(Line line) throws InterruptedException {
        Map<Jid, List<Integer>> byAnyName = new HashMap<>(devices);
        devices.forEach((lid, ids) -> byAnyName.put(members.getOrDefault(lid, lid), ids));
        Map<Jid, Jid> lids = new HashMap<>();
        members.forEach((lid, pn) -> lids.put(pn, lid));
        stage.answerDevices(line, line.nextIqWith("usync"), byAnyName, lids);
    }

    void answerKeys(Line line) throws InterruptedException {
        stage.answerKeys(line, line.nextIqWith("key"), bobPhone, bobLaptop, cydPhone, stage.phone);
    }

    void acknowledge(Line line, Node message) {
        line.say(Ack.serverReplyTo(message).withTimestamp(stage.clock.instant()).toNode());
    }

    Reply<SendOutcome> send(String id, String text) {
        return stage.companion.send(OutgoingMessage.text(id, GROUP, text));
    }

    /// Plays a first message, so that everybody has the key; acknowledged and read.
    Line acquainted() throws Exception {
        Line line = stage.login();
        send("M0", "first");
        answerGroup(line);
        answerDevices(line);
        answerKeys(line);
        Node message = line.nextMessage();
        takeKeys(message);
        acknowledge(line, message);
        return line;
    }

    /// News of the group, as the server brings them.
    Node news(Node... changes) {
        return Node.builder("notification")
                .attr("id", "N" + stage.random.nextInt(1 << 20))
                .attr("from", GROUP)
                .attr("type", "w:gp2")
                .attr("t", stage.clock.instant().getEpochSecond())
                .attr("participant", BOB)
                .attr("participant_pn", BOB_PN)
                .attr("notify", "Bob")
                .children(List.of(changes))
                .build();
    }

    static Node change(String tag, String previous, String next, Jid lid, Jid pn) {
        return Node.builder(tag)
                .attr("prev_v_id", previous)
                .attr("v_id", next)
                .child(Node.builder("participant").attr("jid", lid).attr("phone_number", pn))
                .build();
    }

    // The members' devices

    List<FakeDevice> everybody() {
        return List.of(bobPhone, bobLaptop, cydPhone, stage.phone);
    }

    /// Every device takes the key that a message brings it; answers with who got one.
    List<Jid> takeKeys(Node message) {
        List<Recipient> recipients =
                dev.switchboard.wire.stanza.OutgoingMessage.of(message).recipients();
        for (Recipient recipient : recipients) {
            everybody().stream()
                    .filter(device -> isNamed(device, recipient.device()))
                    .forEach(device ->
                            learn(device, device.decrypt(recipient.enc().orElseThrow())));
        }
        return recipients.stream().map(Recipient::device).toList();
    }

    private boolean isNamed(FakeDevice device, Jid address) {
        Jid lid = device.lid.bare();
        return device.lid.device() == address.device()
                && (address.sameUser(lid) || address.sameUser(members.getOrDefault(lid, lid)));
    }

    /// Takes the client's key in, if the plaintext brings it.
    void learn(FakeDevice device, Message plaintext) {
        if (plaintext.hasSenderKeyDistributionMessage()) {
            SenderKeyDistribution distribution = SenderKeyDistribution.decode(Bytes.copyOf(plaintext
                    .getSenderKeyDistributionMessage()
                    .getAxolotlSenderKeyDistributionMessage()
                    .toByteArray()));
            keys.merge(
                    device.lid,
                    GroupCipher.process(SenderKeyRecord.EMPTY, distribution),
                    (before, _) -> GroupCipher.process(before, distribution));
        }
    }

    static Enc groupEnc(Node message) {
        return dev.switchboard.wire.stanza.OutgoingMessage.of(message).direct().stream()
                .filter(enc -> enc.type() == EncType.SENDER_KEY_MESSAGE)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message for the group"));
    }

    /// What a device reads of the client's message.
    Message read(FakeDevice device, Node message) {
        GroupDecrypted opened = GroupCipher.decrypt(
                keys.getOrDefault(device.lid, SenderKeyRecord.EMPTY),
                groupEnc(message).payload());
        keys.put(device.lid, opened.senderKey());
        return MessageCodec.decode(opened.plaintext().toByteArray());
    }

    /// A device's own key for the client.
    Enc distribute(FakeDevice device) {
        return distribute(device, GROUP);
    }

    Enc distribute(FakeDevice device, Jid chat) {
        return device.encrypt(MessageContent.senderKeyDistribution(chat, distributionOf(device)));
    }

    /// What hands a device's own key out.
    Bytes distributionOf(FakeDevice device) {
        return GroupCipher.distribution(ownKeys.computeIfAbsent(device.lid, _ -> GroupCipher.create(stage.random)))
                .encode();
    }

    /// A message of a device to the group.
    Enc write(FakeDevice device, String text) {
        SenderKeyRecord key = ownKeys.computeIfAbsent(device.lid, _ -> GroupCipher.create(stage.random));
        GroupEncrypted encrypted = GroupCipher.encrypt(
                key, Bytes.copyOf(MessageCodec.encode(Contact.text(text), stage.random)), stage.random);
        ownKeys.put(device.lid, encrypted.senderKey());
        return Enc.of(EncType.SENDER_KEY_MESSAGE, encrypted.ciphertext().body());
    }

    /// A message to the group as the server brings it.
    Node deliver(String id, Jid from, Enc... encs) {
        Jid user = from.bare();
        NodeBuilder message = Node.builder("message")
                .attr("id", id)
                .attr("from", GROUP)
                .attr("participant", from)
                .attr("participant_pn", members.getOrDefault(user, BOB_PN))
                .attr("addressing_mode", "lid")
                .attr("type", "text")
                .attr("notify", "Somebody")
                .attr("t", stage.clock.instant().getEpochSecond());
        List.of(encs).forEach(enc -> message.child(enc.toNode()));
        return message.build();
    }

    Optional<Bytes> storedHolders() {
        return stage.memory.senderKeyHolders(GROUP);
    }
}
