// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.signal.KeyIds;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.SignedPreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A device's long-lived keys.
///
/// @param noise for the transport
/// @param identity for Signal
/// @param registrationId its number among Signal installations
/// @param advSecret what the phone proves to have read from the QR code, or derived with the link code
/// @param signedPreKeys the current signed pre-key and a few before it, newest first
/// @param signedPreKeyMade when the current one was made
public record OwnKeys(
        KeyPair noise,
        KeyPair identity,
        int registrationId,
        Bytes advSecret,
        List<SignedPreKey> signedPreKeys,
        Instant signedPreKeyMade) {

    private static final int KEPT_SIGNED_PRE_KEYS = 3;
    private static final int SECRET_SIZE = 32;

    public OwnKeys {
        signedPreKeys = List.copyOf(signedPreKeys);
    }

    /// Fresh keys.
    public static OwnKeys generate(RandomGenerator random, Instant now) {
        KeyPair identity = KeyPair.generate(random);
        return new OwnKeys(
                KeyPair.generate(random),
                identity,
                KeyIds.newRegistrationId(random),
                newSecret(random),
                List.of(SignedPreKey.generate(1, identity.privateKey(), random)),
                now);
    }

    private static Bytes newSecret(RandomGenerator random) {
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        return Bytes.copyOf(secret);
    }

    public SignedPreKey signedPreKey() {
        return signedPreKeys.getFirst();
    }

    /// A signed pre-key by its number, if it is still kept.
    public Optional<SignedPreKey> signedPreKey(int id) {
        return signedPreKeys.stream().filter(key -> key.id() == id).findFirst();
    }

    public LocalIdentity localIdentity() {
        return new LocalIdentity(identity, registrationId);
    }

    public OwnKeys withAdvSecret(Bytes secret) {
        return new OwnKeys(noise, identity, registrationId, secret, signedPreKeys, signedPreKeyMade);
    }

    public OwnKeys withFreshAdvSecret(RandomGenerator random) {
        return withAdvSecret(newSecret(random));
    }

    /// With a signed pre-key that the server may hand out from now on, but has not accepted yet.
    public OwnKeys offering(SignedPreKey next) {
        List<SignedPreKey> kept = new ArrayList<>(signedPreKeys);
        kept.add(1, next);
        return new OwnKeys(noise, identity, registrationId, advSecret, kept, signedPreKeyMade);
    }

    /// With a new current signed pre-key; the oldest one kept may be dropped.
    public OwnKeys rotated(SignedPreKey next, Instant now) {
        List<SignedPreKey> kept = new ArrayList<>();
        kept.add(next);
        signedPreKeys.stream()
                .filter(key -> key.id() != next.id())
                .limit(KEPT_SIGNED_PRE_KEYS - 1)
                .forEach(kept::add);
        return new OwnKeys(noise, identity, registrationId, advSecret, kept, now);
    }

    void pack(Packer packer) {
        packer.bytes(noise.privateKey().bytes())
                .bytes(identity.privateKey().bytes())
                .number(registrationId)
                .bytes(advSecret)
                .list(
                        signedPreKeys,
                        (p, key) -> p.number(key.id())
                                .bytes(key.keyPair().privateKey().bytes())
                                .bytes(key.signature()))
                .instant(signedPreKeyMade);
    }

    static OwnKeys unpack(Unpacker in) {
        return new OwnKeys(
                keyPair(in.bytes()),
                keyPair(in.bytes()),
                in.number(),
                in.bytes(),
                in.list(one -> new SignedPreKey(one.number(), keyPair(one.bytes()), one.bytes())),
                in.instant());
    }

    private static KeyPair keyPair(Bytes privateKey) {
        return KeyPair.of(PrivateKey.of(privateKey));
    }
}
