// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

import dev.switchboard.wire.Bytes;
import java.nio.file.Path;

/// A file that can be fetched.
///
/// @param id its name in paths
/// @param sha256 the hash of its bytes
/// @param size how many they are
/// @param contentType what it is said to be
/// @param directPath its path on any media host, with a query
/// @param file where the bytes lie
public record StoredMedia(String id, Bytes sha256, long size, String contentType, String directPath, Path file) {

    /// What clients pass on as the file's handle.
    public String handle() {
        return id;
    }
}
