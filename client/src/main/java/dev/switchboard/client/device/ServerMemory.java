// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/// What a device remembers of the server between connections.
///
/// @param routingInfo what to send ahead of the next handshake; may be empty
/// @param staticKey the server's Noise key, for a handshake that resumes
public record ServerMemory(Bytes routingInfo, Optional<StaticKey> staticKey) {

    static final ServerMemory NOTHING = new ServerMemory(Bytes.EMPTY, Optional.empty());

    /// The server's Noise key out of a certificate chain that was verified.
    ///
    /// @param key 32 bytes
    /// @param notAfter when its certificates end
    public record StaticKey(Bytes key, Instant notAfter) {}

    public ServerMemory withRoutingInfo(Bytes info) {
        return new ServerMemory(info, staticKey);
    }

    public ServerMemory withStaticKey(Optional<StaticKey> key) {
        return new ServerMemory(routingInfo, key);
    }

    void pack(Packer packer) {
        packer.bytes(routingInfo)
                .optional(staticKey, (p, key) -> p.bytes(key.key()).instant(key.notAfter()));
    }

    static ServerMemory unpack(Unpacker in) {
        return new ServerMemory(in.bytes(), in.optional(key -> new StaticKey(key.bytes(), key.instant())));
    }
}
