// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.time.Instant;
import java.util.Optional;

/// A file of a session.
///
/// @param id its name
/// @param session the session's number
/// @param tenant whose it is
/// @param origin where it came from
/// @param mimeType what it is
/// @param fileName what its sender calls it
/// @param size in bytes, if known
/// @param sha256 of its bytes in hex; empty while they are still at the network
/// @param look what it looks or sounds like
/// @param createdAt when it was added
/// @param expiresAt when it is deleted
public record Media(
        String id,
        long session,
        String tenant,
        Origin origin,
        String mimeType,
        Optional<String> fileName,
        Optional<Long> size,
        Optional<String> sha256,
        Look look,
        Instant createdAt,
        Instant expiresAt) {

    /// Where a file came from.
    public enum Origin {
        UPLOAD,
        ADDRESS,
        MESSAGE
    }

    /// Whether its bytes are here.
    public boolean here() {
        return sha256.isPresent();
    }

    @Override
    public String toString() {
        return "Media[" + id + "]";
    }
}
