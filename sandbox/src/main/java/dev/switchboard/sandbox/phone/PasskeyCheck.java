// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.sandbox.primary.PasskeyPrologue;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PasskeyExchange;
import dev.switchboard.wire.pairing.PasskeyExchange.OpenedRequest;
import dev.switchboard.wire.proto.CompanionEphemeralIdentity;
import dev.switchboard.wire.proto.PrimaryEphemeralIdentity;
import dev.switchboard.wire.proto.ProloguePayload;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A phone's side of linking a client by its passkey, from the client's beginning to its request.
final class PasskeyCheck {

    private static final int NONCE_SIZE = 32;

    private final PasskeyPrologue prologue;
    private final PasskeyExchange.Companion companion;
    private final KeyPair ephemeral;
    private final Bytes nonce;

    PasskeyCheck(PasskeyPrologue prologue, RandomGenerator random) {
        this.prologue = prologue;
        this.companion = companion(prologue.payload());
        this.ephemeral = KeyPair.generate(random);
        byte[] bytes = new byte[NONCE_SIZE];
        random.nextBytes(bytes);
        this.nonce = Bytes.copyOf(bytes);
    }

    private static PasskeyExchange.Companion companion(Bytes payload) {
        try {
            CompanionEphemeralIdentity identity = CompanionEphemeralIdentity.parseFrom(
                    ProloguePayload.parseFrom(payload.toByteArray()).getCompanionEphemeralIdentity());
            return new PasskeyExchange.Companion(
                    PublicKey.of(identity.getPublicKey().toByteArray()), identity.getDeviceType(), identity.getRef());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("prologue: not readable (expected: a ProloguePayload)", e);
        }
    }

    String ref() {
        return prologue.ref();
    }

    /// What the phone is for the length of this linking, serialised.
    Bytes identity() {
        return Bytes.copyOf(PrimaryEphemeralIdentity.newBuilder()
                .setPublicKey(ByteString.copyFrom(ephemeral.publicKey().raw().toByteArray()))
                .setNonce(ByteString.copyFrom(nonce.toByteArray()))
                .build()
                .toByteArray());
    }

    /// Whether the client proved that it showed the code with this secret.
    boolean isHandedOff(Optional<Bytes> secret) {
        return secret.isPresent()
                && prologue.handoffProof()
                        .filter(proof -> PasskeyExchange.handoffProof(
                                        PasskeyExchange.handoffKey(secret.get()), prologue.payload())
                                .constantTimeEquals(proof))
                        .isPresent();
    }

    /// The code to compare with the one the client shows.
    PairingCode code(Bytes companionNonce) {
        return PasskeyExchange.verificationCode(companionNonce, ephemeral.publicKey(), nonce);
    }

    /// What the client asks for in the end.
    OpenedRequest open(Bytes request) {
        Bytes key = PasskeyExchange.requestKey(ephemeral.privateKey(), companion.ephemeral(), companion);
        return PasskeyExchange.openRequest(key, request);
    }
}
