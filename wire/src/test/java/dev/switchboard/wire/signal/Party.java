// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A device with its keys and one session, stored as bytes between any two steps.
final class Party implements LocalKeys {

    final Map<Integer, PreKey> preKeys = new HashMap<>();
    final Map<Integer, SignedPreKey> signedPreKeys = new HashMap<>();
    private LocalIdentity identity;
    private Bytes session = SessionRecord.EMPTY.serialize();

    Party(KeyPair identity, int registrationId) {
        this.identity = new LocalIdentity(identity, registrationId);
    }

    /// A device with one signed pre-key, 1, and pre-keys from 1 on.
    static Party create(int preKeys, RandomGenerator random) {
        Party party = new Party(KeyPair.generate(random), KeyIds.newRegistrationId(random));
        party.add(SignedPreKey.generate(1, party.identity.keyPair().privateKey(), random));
        PreKey.generate(1, preKeys, random).forEach(party::add);
        return party;
    }

    void add(PreKey preKey) {
        preKeys.put(preKey.id(), preKey);
    }

    void add(SignedPreKey preKey) {
        signedPreKeys.put(preKey.id(), preKey);
    }

    SessionRecord session() {
        return SessionRecord.parse(session);
    }

    void session(SessionRecord record) {
        session = record.serialize();
    }

    /// Forgets everything and gets new keys, as after a new installation.
    void reinstall(RandomGenerator random) {
        identity = new LocalIdentity(KeyPair.generate(random), KeyIds.newRegistrationId(random));
        preKeys.clear();
        signedPreKeys.clear();
        add(SignedPreKey.generate(1, identity.keyPair().privateKey(), random));
        session(SessionRecord.EMPTY);
    }

    PreKeyBundle bundle(int signedPreKeyId, Optional<Integer> preKeyId) {
        return new PreKeyBundle(
                identity.registrationId(),
                identity.keyPair().publicKey(),
                signedPreKeys.get(signedPreKeyId).publicPreKey(),
                preKeyId.map(id -> preKeys.get(id).publicPreKey()));
    }

    void begin(PreKeyBundle bundle, RandomGenerator random) {
        session(SignalSession.begin(session(), identity, bundle, random));
    }

    Ciphertext encrypt(Bytes plaintext) {
        Encrypted encrypted = SignalSession.encrypt(session(), plaintext);
        session(encrypted.session());
        return encrypted.ciphertext();
    }

    Ciphertext encrypt(String plaintext) {
        return encrypt(Bytes.utf8(plaintext));
    }

    Decrypted decrypt(Ciphertext ciphertext, RandomGenerator random) {
        Decrypted decrypted = SignalSession.decrypt(session(), ciphertext, this, random);
        session(decrypted.session());
        decrypted.consumedPreKey().ifPresent(preKeys::remove);
        return decrypted;
    }

    String text(Ciphertext ciphertext, RandomGenerator random) {
        return decrypt(ciphertext, random).plaintext().asUtf8();
    }

    @Override
    public LocalIdentity identity() {
        return identity;
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public Optional<SignedPreKey> signedPreKey(int id) {
        return Optional.ofNullable(signedPreKeys.get(id));
    }
}
