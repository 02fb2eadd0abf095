// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.DeviceGrant;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A device of somebody else, or the own phone: it has Signal keys and talks to one client.
final class FakeDevice implements LocalKeys {

    final Jid lid;
    final KeyPair identity;
    /// What vouches for it in its bundles.
    Optional<Bytes> deviceIdentity = Optional.empty();

    private final RandomGenerator random;
    private final LocalIdentity local;
    private final SignedPreKey signedPreKey;
    private final Map<Integer, PreKey> preKeys = new HashMap<>();
    private SessionRecord session = SessionRecord.EMPTY;
    private int nextPreKey = 1;

    FakeDevice(Jid lid, RandomGenerator random) {
        this(lid, KeyPair.generate(random), random);
    }

    FakeDevice(Jid lid, KeyPair identity, RandomGenerator random) {
        this.lid = lid;
        this.identity = identity;
        this.random = random;
        this.local = new LocalIdentity(identity, 1 + random.nextInt(16_000));
        this.signedPreKey = SignedPreKey.generate(1, identity.privateKey(), random);
    }

    @Override
    public LocalIdentity identity() {
        return local;
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public Optional<SignedPreKey> signedPreKey(int id) {
        return id == signedPreKey.id() ? Optional.of(signedPreKey) : Optional.empty();
    }

    /// Keys for somebody who wants to open a session.
    KeyBundle bundle() {
        PreKey fresh = PreKey.generate(nextPreKey++, 1, random).getFirst();
        preKeys.put(fresh.id(), fresh);
        return new KeyBundle(
                local.registrationId(),
                identity.publicKey(),
                signedPreKey.publicPreKey(),
                Optional.of(fresh.publicPreKey()),
                deviceIdentity);
    }

    /// What an account says that vouches for this device.
    Bytes vouchedForBy(KeyPair account) {
        Bytes secret = Bytes.copyOf(new byte[32]);
        Bytes container = AdvIdentity.issue(
                account,
                new DeviceGrant(78, Instant.EPOCH, 2, false),
                new CompanionKeys(identity.publicKey(), secret),
                random);
        return AdvIdentity.accept(container, secret, identity, random).deviceIdentity();
    }

    /// Opens a session by the client's keys.
    void open(PreKeyBundle theirs) {
        session = SignalSession.begin(session, local, theirs, random);
    }

    void forgetSession() {
        session = SessionRecord.EMPTY;
    }

    Enc encrypt(Message message) {
        return encrypt(MessageCodec.encode(message, random));
    }

    Enc encrypt(byte[] padded) {
        Encrypted encrypted = SignalSession.encrypt(session, Bytes.copyOf(padded));
        session = encrypted.session();
        Ciphertext ciphertext = encrypted.ciphertext();
        EncType type = ciphertext.type() == CiphertextType.PREKEY ? EncType.PRE_KEY_MESSAGE : EncType.MESSAGE;
        return Enc.of(type, ciphertext.body());
    }

    Message decrypt(Enc enc) {
        CiphertextType type = enc.type() == EncType.PRE_KEY_MESSAGE ? CiphertextType.PREKEY : CiphertextType.MESSAGE;
        Decrypted decrypted = SignalSession.decrypt(session, new Ciphertext(type, enc.payload()), this, random);
        session = decrypted.session();
        decrypted.consumedPreKey().ifPresent(preKeys::remove);
        return MessageCodec.decode(decrypted.plaintext().toByteArray());
    }
}
