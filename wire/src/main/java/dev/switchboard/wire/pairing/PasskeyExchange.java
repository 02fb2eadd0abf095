// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.PairingFailed.Reason;
import dev.switchboard.wire.crypto.AesGcm;
import dev.switchboard.wire.crypto.Curve;
import dev.switchboard.wire.crypto.Hkdf;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.proto.CompanionCommitment;
import dev.switchboard.wire.proto.CompanionEphemeralIdentity;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.proto.EncryptedPairingRequest;
import dev.switchboard.wire.proto.PairingRequest;
import dev.switchboard.wire.proto.ProloguePayload;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The derivations of linking with a passkey.
public final class PasskeyExchange {

    private static final byte[] HANDOFF_INFO = "shortcake-passkey-handoff-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REQUEST_INFO = "Pairing Information Encryption Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int KEY_SIZE = 32;
    private static final int IV_SIZE = 12;
    private static final int CODE_BYTES = 5;

    private PasskeyExchange() {}

    /// What a companion is for the length of one linking.
    ///
    /// @param ephemeral its ephemeral public key
    /// @param platform what it says it is
    /// @param ref the server's reference
    public record Companion(PublicKey ephemeral, DeviceProps.PlatformType platform, String ref) {

        /// The serialized CompanionEphemeralIdentity.
        Bytes identity() {
            return Bytes.copyOf(CompanionEphemeralIdentity.newBuilder()
                    .setPublicKey(proto(ephemeral.raw()))
                    .setDeviceType(platform)
                    .setRef(ref)
                    .build()
                    .toByteArray());
        }
    }

    /// The key that proves that the one who asks is the one who showed the QR code.
    public static Bytes handoffKey(Bytes advSecret) {
        return Bytes.copyOf(Hkdf.derive(advSecret.toByteArray(), HANDOFF_INFO, KEY_SIZE));
    }

    /// The `pairing_handoff_proof` over a prologue.
    public static Bytes handoffProof(Bytes handoffKey, Bytes prologue) {
        return Bytes.copyOf(Hmac.sha256(handoffKey.toByteArray(), prologue.toByteArray()));
    }

    /// The `prologue_payload`: who the companion is, bound to a nonce that is shown later.
    public static Bytes prologue(Companion companion, Bytes nonce) {
        Bytes identity = companion.identity();
        byte[] commitment = Sha.sha256(identity.toByteArray(), nonce.toByteArray());
        return Bytes.copyOf(ProloguePayload.newBuilder()
                .setCompanionEphemeralIdentity(proto(identity))
                .setCommitment(CompanionCommitment.newBuilder().setHash(ByteString.copyFrom(commitment)))
                .build()
                .toByteArray());
    }

    /// The code that the user compares on both screens.
    public static PairingCode verificationCode(Bytes companionNonce, PublicKey primary, Bytes primaryNonce) {
        if (primaryNonce.size() < CODE_BYTES) {
            throw new PairingFailed(Reason.MALFORMED, "nonce of the phone: too short");
        }
        byte[] mask = Sha.sha256(companionNonce.toByteArray(), primary.toByteArray());
        byte[] code = new byte[CODE_BYTES];
        for (int i = 0; i < CODE_BYTES; i++) {
            code[i] = (byte) (primaryNonce.at(i) ^ mask[i]);
        }
        return PairingCode.ofBytes(Bytes.copyOf(code));
    }

    /// The key of the pairing request, the same on both sides.
    ///
    /// @param own our ephemeral private key
    /// @param other the other's ephemeral public key
    /// @throws PairingFailed if the other's key is unusable
    public static Bytes requestKey(PrivateKey own, PublicKey other, Companion companion) {
        String salt = "Companion Pairing " + companion.platform().getNumber() + " with ref " + companion.ref();
        try {
            byte[] shared = Curve.agree(own, other);
            return Bytes.copyOf(Hkdf.derive(shared, salt.getBytes(StandardCharsets.UTF_8), REQUEST_INFO, KEY_SIZE));
        } catch (InvalidKey e) {
            throw new PairingFailed(Reason.MALFORMED, "key exchange: unusable key", e);
        }
    }

    /// The `encrypted_pairing_request` of a companion.
    public static Bytes sealRequest(Bytes key, PublicKey noise, CompanionKeys companion, RandomGenerator random) {
        byte[] iv = new byte[IV_SIZE];
        random.nextBytes(iv);
        byte[] plain = PairingRequest.newBuilder()
                .setCompanionPublicKey(proto(noise.raw()))
                .setCompanionIdentityKey(proto(companion.identity().raw()))
                .setAdvSecret(proto(companion.advSecret()))
                .build()
                .toByteArray();
        return Bytes.copyOf(EncryptedPairingRequest.newBuilder()
                .setEncryptedPayload(ByteString.copyFrom(AesGcm.seal(key.toByteArray(), iv, NOTHING, plain)))
                .setIv(ByteString.copyFrom(iv))
                .build()
                .toByteArray());
    }

    /// Opens an `encrypted_pairing_request`, for the phone.
    ///
    /// @return the companion's Noise key, identity key and secret
    /// @throws PairingFailed if it does not open
    public static OpenedRequest openRequest(Bytes key, Bytes request) {
        try {
            EncryptedPairingRequest sealed = EncryptedPairingRequest.parseFrom(request.toByteArray());
            if (sealed.getIv().size() != IV_SIZE) {
                throw new PairingFailed(Reason.MALFORMED, "pairing request: initialisation vector");
            }
            byte[] plain = AesGcm.open(
                            key.toByteArray(),
                            sealed.getIv().toByteArray(),
                            NOTHING,
                            sealed.getEncryptedPayload().toByteArray())
                    .orElseThrow(() -> new PairingFailed(Reason.BAD_MAC, "pairing request does not open"));
            PairingRequest opened = PairingRequest.parseFrom(plain);
            return new OpenedRequest(
                    key(opened.getCompanionPublicKey()),
                    new CompanionKeys(
                            key(opened.getCompanionIdentityKey()),
                            Bytes.copyOf(opened.getAdvSecret().toByteArray())));
        } catch (InvalidProtocolBufferException | InvalidKey e) {
            throw new PairingFailed(Reason.MALFORMED, "pairing request: content", e);
        }
    }

    /// A companion's request.
    ///
    /// @param noise its Noise key
    /// @param companion its identity key and secret
    public record OpenedRequest(PublicKey noise, CompanionKeys companion) {}

    private static PublicKey key(ByteString bytes) {
        return new PublicKey(Bytes.copyOf(bytes.toByteArray()));
    }

    private static ByteString proto(Bytes bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
