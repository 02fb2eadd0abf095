// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.PairingFailed.Reason;
import dev.switchboard.wire.crypto.AesGcm;
import dev.switchboard.wire.crypto.Curve;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The last exchange of linking by code: the companion hands over its keys, and both sides get the secret that a QR
/// code would have shown.
public final class LinkCodeExchange {

    private static final byte[] BUNDLE_INFO =
            "link_code_pairing_key_bundle_encryption_key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECRET_INFO = "adv_secret".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int SALT_SIZE = 32;
    private static final int IV_SIZE = 12;
    private static final int RANDOM_SIZE = 32;
    private static final int PLAIN_SIZE = 2 * PublicKey.SIZE + RANDOM_SIZE;
    private static final int BUNDLE_SIZE = SALT_SIZE + IV_SIZE + PLAIN_SIZE + AesGcm.TAG_SIZE;

    private LinkCodeExchange() {}

    /// Our keys.
    ///
    /// @param ephemeral made for this code
    /// @param identity our identity
    public record Own(KeyPair ephemeral, KeyPair identity) {}

    /// The other's keys.
    ///
    /// @param ephemeral unwrapped by the code
    /// @param identity the other's identity
    public record Other(PublicKey ephemeral, PublicKey identity) {}

    /// What a companion has at the end.
    ///
    /// @param wrappedKeyBundle to be sent in companion_finish
    /// @param advSecret to be stored before that, for the check of pair-success
    public record Finish(Bytes wrappedKeyBundle, Bytes advSecret) {}

    /// The companion's half.
    ///
    /// @throws PairingFailed if the phone's keys are unusable, as after a wrong code
    public static Finish finish(Own companion, Other primary, RandomGenerator random) {
        byte[] entropy = new byte[RANDOM_SIZE];
        byte[] salt = new byte[SALT_SIZE];
        byte[] iv = new byte[IV_SIZE];
        random.nextBytes(entropy);
        random.nextBytes(salt);
        random.nextBytes(iv);
        byte[] shared = agree(companion.ephemeral(), primary.ephemeral());
        Bytes plain = Bytes.concat(
                companion.identity().publicKey().raw(), primary.identity().raw(), Bytes.copyOf(entropy));
        byte[] key = Hkdf.derive(shared, salt, BUNDLE_INFO, 32);
        byte[] sealed = AesGcm.seal(key, iv, NOTHING, plain.toByteArray());
        Bytes bundle = Bytes.concat(Bytes.copyOf(salt), Bytes.copyOf(iv), Bytes.copyOf(sealed));
        return new Finish(bundle, secret(shared, agree(companion.identity(), primary.identity()), entropy));
    }

    /// The phone's half: opens the bundle and returns the secret.
    ///
    /// @throws PairingFailed if it does not open, as after a wrong code
    public static Bytes open(Own primary, Other companion, Bytes wrappedKeyBundle) {
        if (wrappedKeyBundle.size() != BUNDLE_SIZE) {
            throw new PairingFailed(
                    Reason.MALFORMED, "key bundle bytes: " + wrappedKeyBundle.size() + " (expected: 156)");
        }
        byte[] salt = wrappedKeyBundle.slice(0, SALT_SIZE).toByteArray();
        byte[] iv = wrappedKeyBundle.slice(SALT_SIZE, SALT_SIZE + IV_SIZE).toByteArray();
        byte[] sealed = wrappedKeyBundle.slice(SALT_SIZE + IV_SIZE, BUNDLE_SIZE).toByteArray();
        byte[] shared = agree(primary.ephemeral(), companion.ephemeral());
        byte[] key = Hkdf.derive(shared, salt, BUNDLE_INFO, 32);
        Bytes plain = AesGcm.open(key, iv, NOTHING, sealed)
                .map(Bytes::copyOf)
                .orElseThrow(() -> new PairingFailed(Reason.WRONG_CODE, "key bundle does not open"));
        Bytes identities = Bytes.concat(
                companion.identity().raw(), primary.identity().publicKey().raw());
        if (!plain.startsWith(identities)) {
            throw new PairingFailed(Reason.MALFORMED, "key bundle holds other identities");
        }
        byte[] entropy = plain.slice(2 * PublicKey.SIZE, PLAIN_SIZE).toByteArray();
        return secret(shared, agree(primary.identity(), companion.identity()), entropy);
    }

    private static Bytes secret(byte[] shared, byte[] identityShared, byte[] entropy) {
        Bytes ikm = Bytes.concat(Bytes.copyOf(shared), Bytes.copyOf(identityShared), Bytes.copyOf(entropy));
        return Bytes.copyOf(Hkdf.derive(ikm.toByteArray(), SECRET_INFO, CompanionKeys.SECRET_SIZE));
    }

    private static byte[] agree(KeyPair own, PublicKey other) {
        try {
            return Curve.agree(own.privateKey(), other);
        } catch (InvalidKey e) {
            throw new PairingFailed(Reason.WRONG_CODE, "key exchange: unusable key", e);
        }
    }
}
