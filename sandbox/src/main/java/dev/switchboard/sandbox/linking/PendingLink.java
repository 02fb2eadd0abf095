// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.connection.Connection;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.primary.PendingCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.proto.ClientPayload.DevicePairingRegistrationData;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client that waits to be linked.
final class PendingLink {

    private final Connection connection;
    private final PendingCompanion companion;
    private final int registrationId;
    private Timers.Timer deadline = Timers.Timer.NONE;
    private @Nullable LinkCodeOffer code;
    private @Nullable Pairing pairing;
    private @Nullable PasskeyOffer passkey;

    private PendingLink(Connection connection, PendingCompanion companion, int registrationId) {
        this.connection = connection;
        this.companion = companion;
        this.registrationId = registrationId;
    }

    /// Reads a registration.
    ///
    /// @throws InvalidKey if a key is malformed or the signed pre-key's signature is wrong
    static PendingLink of(Connection connection, PublicKey clientKey, ClientPayload payload) {
        DevicePairingRegistrationData data = payload.getDevicePairingData();
        PublicKey identity = PublicKey.of(data.getEIdent().toByteArray());
        PublicSignedPreKey signed = new PublicSignedPreKey(
                bigEndian(data.getESkeyId().toByteArray()),
                PublicKey.of(data.getESkeyVal().toByteArray()),
                Bytes.copyOf(data.getESkeySig().toByteArray()));
        if (!signed.isSignedBy(identity)) {
            throw new InvalidKey("signed pre-key: wrong signature (expected: one by the identity key)");
        }
        Optional<String> pushName =
                payload.getPushName().isEmpty() ? Optional.empty() : Optional.of(payload.getPushName());
        PendingCompanion companion = new PendingCompanion(
                clientKey.raw(),
                identity.raw(),
                pushName,
                Bytes.copyOf(data.getDeviceProps().toByteArray()));
        return new PendingLink(connection, companion, bigEndian(data.getERegid().toByteArray()));
    }

    private static int bigEndian(byte[] bytes) {
        int value = 0;
        for (byte next : bytes) {
            value = (value << 8) | (next & 0xFF);
        }
        return value;
    }

    Connection connection() {
        return connection;
    }

    PendingCompanion companion() {
        return companion;
    }

    int registrationId() {
        return registrationId;
    }

    void deadline(Timers.Timer timer) {
        deadline.cancel();
        deadline = timer;
    }

    Optional<LinkCodeOffer> code() {
        return Optional.ofNullable(code);
    }

    void code(LinkCodeOffer offer) {
        code = offer;
    }

    Optional<PasskeyOffer> passkey() {
        return Optional.ofNullable(passkey);
    }

    void passkey(PasskeyOffer offer) {
        passkey = offer;
    }

    Optional<Pairing> pairing() {
        return Optional.ofNullable(pairing);
    }

    void pairing(@Nullable Pairing newPairing) {
        pairing = newPairing;
    }
}
