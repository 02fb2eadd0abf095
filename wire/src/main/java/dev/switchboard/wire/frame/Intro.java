// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What a client sends once, in front of its first frame: optionally a hint where to route the
/// connection, then the protocol header. A server sends none.
///
/// @param routingInfo the blob the server gave out on an earlier connection, opaque to clients
public record Intro(Optional<Bytes> routingInfo) {

    /// "WA", protocol 6, dictionary 3: the header, and by itself the prologue of the Noise handshake.
    public static final Bytes HEADER = Bytes.of((byte) 'W', (byte) 'A', (byte) 6, (byte) 3);

    /// The intro of a client that knows no routing.
    public static final Intro PLAIN = new Intro(Optional.empty());

    /// In front of the routing info: "ED", 0, 1.
    static final Bytes ROUTING_HEADER = Bytes.of((byte) 'E', (byte) 'D', (byte) 0, (byte) 1);

    /// Refuses a routing info that the length field cannot express.
    public Intro {
        int size = routingInfo.map(Bytes::size).orElse(0);
        if (size > Frames.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "routing info: " + size + " bytes (expected: at most " + Frames.MAX_LENGTH + ")");
        }
    }

    /// An intro with a routing info.
    public static Intro routed(Bytes routingInfo) {
        return new Intro(Optional.of(routingInfo));
    }

    /// The bytes to send, without any frame.
    public byte[] encode() {
        return routingInfo
                .map(info -> {
                    byte[] length = new byte[Frames.HEADER_SIZE];
                    Frames.writeHeader(length, 0, info.size());
                    return Bytes.concat(ROUTING_HEADER, Bytes.of(length), info, HEADER);
                })
                .orElse(HEADER)
                .toByteArray();
    }
}
