// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.MalformedNode;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.Optional;

/// What a client wants at the end of the handshake, read from its payload.
public sealed interface ClientIntent {

    /// The claimed version, if it says one.
    Optional<ClientVersion> version();

    /// The name it gives itself.
    Optional<String> pushName();

    /// To be linked.
    ///
    /// @param keys its keys, the signature unchecked
    /// @param props its properties
    record Registration(
            ClientPayloads.RegistrationKeys keys,
            DeviceProps props,
            Optional<ClientVersion> version,
            Optional<String> pushName)
            implements ClientIntent {}

    /// To log in as a linked device.
    ///
    /// @param user the digits of the phone number
    /// @param device the device number
    /// @param passive whether stored stanzas shall wait for the client's word
    record Login(String user, int device, boolean passive, Optional<ClientVersion> version, Optional<String> pushName)
            implements ClientIntent {}

    /// Reads a payload.
    ///
    /// @throws MalformedMessage if it is none, or lacks what its kind needs
    static ClientIntent parse(byte[] payload) {
        try {
            return of(ClientPayload.parseFrom(payload));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("client payload: no protobuf (expected: ClientPayload)", e);
        }
    }

    /// Reads a payload.
    ///
    /// @throws MalformedMessage if it lacks what its kind needs
    static ClientIntent of(ClientPayload payload) {
        Optional<ClientVersion> version = payload.getUserAgent().hasAppVersion()
                ? Optional.of(version(payload.getUserAgent().getAppVersion()))
                : Optional.empty();
        Optional<String> pushName = payload.hasPushName() ? Optional.of(payload.getPushName()) : Optional.empty();
        if (payload.hasDevicePairingData()) {
            return registration(payload.getDevicePairingData(), version, pushName);
        }
        if (!payload.hasUsername()) {
            throw new MalformedMessage("client payload: neither keys nor a user (expected: one of them)");
        }
        return new Login(
                Long.toUnsignedString(payload.getUsername()),
                payload.getDevice(),
                payload.getPassive(),
                version,
                pushName);
    }

    private static Registration registration(
            ClientPayload.DevicePairingRegistrationData data,
            Optional<ClientVersion> version,
            Optional<String> pushName) {
        try {
            PublicSignedPreKey signedPreKey = new PublicSignedPreKey(
                    (int) number(data.getESkeyId(), KeyNodes.PRE_KEY_ID_BYTES),
                    PublicKey.of(data.getESkeyVal().toByteArray()),
                    Bytes.copyOf(data.getESkeySig().toByteArray()));
            return new Registration(
                    new ClientPayloads.RegistrationKeys(
                            (int) number(data.getERegid(), 4),
                            PublicKey.of(data.getEIdent().toByteArray()),
                            signedPreKey),
                    DeviceProps.parseFrom(data.getDeviceProps()),
                    version,
                    pushName);
        } catch (InvalidKey | MalformedNode | InvalidProtocolBufferException e) {
            throw new MalformedMessage("device pairing data: unsound (expected: keys and properties)", e);
        }
    }

    private static long number(com.google.protobuf.ByteString bytes, int size) {
        if (bytes.isEmpty() || bytes.size() > size) {
            throw new MalformedMessage("number of " + bytes.size() + " bytes (expected: " + size + " bytes)");
        }
        return Fields.bigEndian(Bytes.copyOf(bytes.toByteArray()));
    }

    private static ClientVersion version(ClientPayload.UserAgent.AppVersion version) {
        return new ClientVersion(version.getPrimary(), version.getSecondary(), version.getTertiary());
    }
}
