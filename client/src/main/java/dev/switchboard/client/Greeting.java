// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.device.Credentials;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.stanza.ClientPayloads;
import dev.switchboard.wire.stanza.ClientVersion;

/// What a device says of itself at the end of the handshake.
final class Greeting {

    private Greeting() {}

    /// A login if the device is linked, else a registration.
    static Bytes payload(CompanionConfig config, ClientVersion version, Credentials credentials) {
        ClientPayload payload = credentials
                .account()
                .map(account -> ClientPayloads.login(ClientPayloads.Profile.of(version), account.pn()))
                .orElseGet(() -> registration(config, version, credentials));
        return Bytes.copyOf(payload.toByteArray());
    }

    private static ClientPayload registration(CompanionConfig config, ClientVersion version, Credentials credentials) {
        DeviceDescription device = config.device();
        return ClientPayloads.registration(
                new ClientPayloads.Profile(version, "en", "US", config.registrationPushName()),
                new ClientPayloads.RegistrationKeys(
                        credentials.keys().registrationId(),
                        credentials.keys().identity().publicKey(),
                        credentials.keys().signedPreKey().publicPreKey()),
                ClientPayloads.deviceProps(device.name(), device.platform(), device.fullHistory()));
    }
}
