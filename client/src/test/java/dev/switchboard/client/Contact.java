// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.IncomingMessage;
import dev.switchboard.wire.stanza.OutgoingMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Somebody to talk to, with a phone and a companion.
final class Contact {

    static final Jid PN = Jid.pn("15550100002");
    static final Jid LID = Jid.lid("100000000000002");

    final FakeDevice phone;
    final FakeDevice companion;
    private final Stage stage;

    Contact(Stage stage) {
        this.stage = stage;
        this.phone = new FakeDevice(LID, stage.random);
        this.companion = new FakeDevice(LID.withDevice(2), stage.random);
    }

    /// Plays what comes before a first message: devices, then keys.
    void introduce(Line line) throws InterruptedException {
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(PN, List.of(0, 2), LID, List.of(0, 2)), Map.of(PN, LID));
        stage.answerKeys(line, line.nextIqWith("key"), phone, companion, stage.phone);
    }

    /// Opens a session from the contact's side with one of the client's one-time keys.
    void meet(int preKeyId) {
        phone.open(stage.clientBundle(preKeyId));
    }

    /// The ciphertext in a message for one device.
    static Enc encFor(Node message, Jid device) {
        OutgoingMessage stanza = OutgoingMessage.of(message);
        return stanza.recipients().stream()
                .filter(recipient -> recipient.device().equals(device))
                .findFirst()
                .flatMap(OutgoingMessage.Recipient::enc)
                .orElseThrow(() -> new AssertionError("no copy for the device"));
    }

    static List<Jid> devices(Node message) {
        return OutgoingMessage.of(message).recipients().stream()
                .map(OutgoingMessage.Recipient::device)
                .toList();
    }

    /// The server takes a message.
    void acknowledge(Line line, Node message) {
        line.say(Ack.serverReplyTo(message).withTimestamp(stage.clock.instant()).toNode());
    }

    /// A message as the server brings it.
    Node deliver(String id, Jid from, Enc enc) {
        return deliver(id, from, enc, Optional.empty());
    }

    Node deliver(String id, Jid from, Enc enc, Optional<String> offline) {
        Instant now = stage.clock.instant();
        Node node = new IncomingMessage(
                        id,
                        IncomingMessage.Source.from(from),
                        now,
                        "text",
                        Optional.of("Bob"),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(enc),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())
                .toNode();
        return node.toBuilder().attrIfPresent("offline", offline).build();
    }

    static Message text(String text) {
        return Message.newBuilder().setConversation(text).build();
    }

    /// A copy of a ciphertext with a damaged MAC, which stands near the end of either kind.
    static Enc damaged(Enc enc) {
        byte[] bytes = enc.payload().toByteArray();
        bytes[bytes.length - 8] ^= 1;
        return Enc.of(enc.type(), Bytes.copyOf(bytes));
    }
}
