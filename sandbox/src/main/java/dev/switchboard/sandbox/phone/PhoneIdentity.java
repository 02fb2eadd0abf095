// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.PhoneKeys;
import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.signal.KeyIds;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.LocalKeys;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.SignedPreKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The secret keys of one installation of a phone.
///
/// One-time keys are derived from a seed by their number, so that any number of them takes no room; the server hands
/// each out once.
///
/// @param keyPair the identity keys, which also sign linked devices
/// @param registrationId the Signal registration id
/// @param signedPreKey the signed pre-key
/// @param preKeySeed 32 bytes from which one-time keys are derived
/// @param rawId the number of this installation in device lists
record PhoneIdentity(KeyPair keyPair, int registrationId, SignedPreKey signedPreKey, Bytes preKeySeed, int rawId)
        implements LocalKeys {

    private static final int VERSION = 1;
    private static final int SEED_SIZE = 32;
    private static final byte[] PRE_KEY_INFO = "sandbox phone one-time key".getBytes(StandardCharsets.UTF_8);

    static PhoneIdentity generate(RandomGenerator random) {
        KeyPair identity = KeyPair.generate(random);
        byte[] seed = new byte[SEED_SIZE];
        random.nextBytes(seed);
        return new PhoneIdentity(
                identity,
                KeyIds.newRegistrationId(random),
                SignedPreKey.generate(1, identity.privateKey(), random),
                Bytes.copyOf(seed),
                random.nextInt(1, Integer.MAX_VALUE));
    }

    @Override
    public LocalIdentity identity() {
        return new LocalIdentity(keyPair, registrationId);
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        byte[] info = ByteBuffer.allocate(PRE_KEY_INFO.length + Integer.BYTES)
                .put(PRE_KEY_INFO)
                .putInt(id)
                .array();
        byte[] secret = Hkdf.derive(preKeySeed.toByteArray(), info, PrivateKey.SIZE);
        return Optional.of(new PreKey(id, KeyPair.of(PrivateKey.of(secret))));
    }

    @Override
    public Optional<SignedPreKey> signedPreKey(int id) {
        return id == signedPreKey.id() ? Optional.of(signedPreKey) : Optional.empty();
    }

    /// The one-time keys of consecutive numbers.
    List<PreKey> preKeys(int firstId, int count) {
        return IntStream.range(firstId, firstId + count)
                .mapToObj(id -> preKey(id).orElseThrow())
                .toList();
    }

    /// What the server is told at registration.
    PhoneKeys published(int firstPreKeyId, int preKeyCount) {
        List<PhoneKeys.OneTimeKey> oneTime = preKeys(firstPreKeyId, preKeyCount).stream()
                .map(key -> new PhoneKeys.OneTimeKey(
                        key.id(), key.keyPair().publicKey().raw()))
                .toList();
        return new PhoneKeys(
                registrationId,
                keyPair.publicKey().raw(),
                signedPreKey.id(),
                signedPreKey.keyPair().publicKey().raw(),
                signedPreKey.signature(),
                oneTime);
    }

    Bytes encode() {
        return new RecordWriter(VERSION)
                .bytes(keyPair.privateKey().bytes())
                .number(registrationId)
                .number(signedPreKey.id())
                .bytes(signedPreKey.keyPair().privateKey().bytes())
                .bytes(signedPreKey.signature())
                .bytes(preKeySeed)
                .number(rawId)
                .done();
    }

    static PhoneIdentity decode(Bytes saved) {
        RecordReader in = new RecordReader(saved, VERSION);
        KeyPair identity = KeyPair.of(PrivateKey.of(in.bytes()));
        int registrationId = in.integer();
        int signedId = in.integer();
        KeyPair signed = KeyPair.of(PrivateKey.of(in.bytes()));
        SignedPreKey signedPreKey = new SignedPreKey(signedId, signed, in.bytes());
        return new PhoneIdentity(identity, registrationId, signedPreKey, in.bytes(), in.integer());
    }
}
