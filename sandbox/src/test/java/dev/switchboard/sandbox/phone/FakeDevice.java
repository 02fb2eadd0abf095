// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaRetry;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.DeviceSentMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.CiphertextType;
import dev.switchboard.wire.signal.Decrypted;
import dev.switchboard.wire.signal.Encrypted;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.LocalKeys;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.OutgoingMessage;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import dev.switchboard.wire.stanza.RetryRequest;
import dev.switchboard.wire.stanza.Route;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Another party of the Signal protocol: a linked device of somebody, played by the test.
final class FakeDevice implements LocalKeys {

    final Jid pn;
    final Jid lid;
    private final RandomGenerator random;
    private final KeyPair identity;
    private final SignedPreKey signedPreKey;
    private final Map<Integer, PreKey> preKeys = new HashMap<>();
    private SessionRecord session = SessionRecord.EMPTY;
    private int nextPreKey = 1;

    FakeDevice(Jid pn, Jid lid, RandomGenerator random) {
        this.pn = pn;
        this.lid = lid;
        this.random = random;
        this.identity = KeyPair.generate(random);
        this.signedPreKey = SignedPreKey.generate(1, identity.privateKey(), random);
    }

    KeyBundle bundle() {
        PreKey preKey = PreKey.generate(nextPreKey++, 1, random).getFirst();
        preKeys.put(preKey.id(), preKey);
        return new KeyBundle(
                1234,
                identity.publicKey(),
                signedPreKey.publicPreKey(),
                Optional.of(preKey.publicPreKey()),
                Optional.empty());
    }

    @Override
    public LocalIdentity identity() {
        return new LocalIdentity(identity, 1234);
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public Optional<SignedPreKey> signedPreKey(int id) {
        return Optional.of(signedPreKey);
    }

    /// Begins a session with a phone.
    void begin(PreKeyBundle phone) {
        session = SignalSession.begin(session, identity(), phone, random);
    }

    /// Forgets the session, as after a loss of its store.
    void loseSession() {
        session = SessionRecord.EMPTY;
    }

    Enc seal(Message message) {
        Encrypted sealed = SignalSession.encrypt(session, Bytes.copyOf(MessageCodec.encode(message, random)));
        session = sealed.session();
        return Enc.of(
                EncType.of(sealed.ciphertext().type().wireName()).orElseThrow(),
                sealed.ciphertext().body());
    }

    Message open(Enc enc) {
        CiphertextType type = CiphertextType.of(enc.type().wireName()).orElseThrow();
        Decrypted opened = SignalSession.decrypt(session, new Ciphertext(type, enc.payload()), this, random);
        session = opened.session();
        return MessageCodec.decode(opened.plaintext().toByteArray());
    }

    /// This device's copy in a message that a phone sent.
    Optional<Message> openCopy(Node message) {
        OutgoingMessage outgoing = OutgoingMessage.of(message);
        return outgoing.recipients().stream()
                .filter(recipient ->
                        recipient.device().equals(pn) || recipient.device().equals(lid))
                .flatMap(recipient -> recipient.enc().stream())
                .findFirst()
                .map(this::open);
    }

    /// A message as the server hands it to a phone of somebody else.
    Node message(String id, Message content) {
        return stanza(id, seal(content));
    }

    Node stanza(String id, Enc enc) {
        return Node.builder("message")
                .attr("from", pn)
                .attr("sender_lid", lid.bare())
                .attr("id", id)
                .attr("t", 1_700_000_000L)
                .attr("type", "text")
                .child(enc.toNode())
                .build();
    }

    /// The copy that the own phone gets of a message to somebody else.
    Node ownCopy(String id, Jid chat, Message content) {
        Message sent = Message.newBuilder()
                .setDeviceSentMessage(DeviceSentMessage.newBuilder()
                        .setDestinationJid(chat.toString())
                        .setMessage(content))
                .build();
        return Node.builder("message")
                .attr("from", pn)
                .attr("recipient", chat)
                .attr("id", id)
                .attr("t", 1_700_000_000L)
                .attr("type", "text")
                .child(seal(sent).toNode())
                .build();
    }

    Node peerMessage(String id, Message content) {
        return Node.builder("message")
                .attr("from", lid)
                .attr("category", "peer")
                .attr("id", id)
                .attr("t", 1_700_000_000L)
                .attr("type", "text")
                .child(seal(content).toNode())
                .build();
    }

    Node receipt(ReceiptType type, String... ids) {
        return Receipt.of(type, List.of(ids), Route.from(pn), Optional.empty()).toNode();
    }

    /// A request to upload the file of a message again.
    Node mediaRetry(String id, MediaKey key, Jid chat, Optional<String> category) {
        MediaRetryStanza request = new MediaRetryStanza(
                Optional.of(MediaRetry.sealRequest(key, id, random)),
                Optional.of(chat),
                false,
                Optional.empty(),
                OptionalInt.empty());
        return Receipt.mediaRetry(id, Route.from(pn), request)
                .withCategory(category)
                .toNode();
    }

    Node retry(String id, int count, boolean withKeys) {
        RetryRequest request = new RetryRequest(
                id,
                count,
                Optional.of(Instant.ofEpochSecond(1_700_000_000L)),
                0,
                1234,
                withKeys ? Optional.of(bundle()) : Optional.empty());
        return Receipt.retry(Route.from(pn), request).toNode();
    }

    static Message text(String text) {
        return Message.newBuilder().setConversation(text).build();
    }
}
