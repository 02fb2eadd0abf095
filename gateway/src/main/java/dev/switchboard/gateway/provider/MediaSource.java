// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/// Where a provider gets the files of outgoing messages.
public interface MediaSource {
    /// A file of a session, if it is here.
    Optional<Item> find(SessionKey session, String mediaId);

    /// A file.
    ///
    /// @param sha256 of its bytes
    /// @param thumbnail a small JPEG of it
    /// @param waveform how loud a voice message is, in 64 steps from 0 to 100
    record Item(
            String mimeType,
            long size,
            Bytes sha256,
            Optional<String> fileName,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Duration> length,
            Optional<Bytes> waveform,
            Optional<Bytes> thumbnail,
            Content content) {
        @Override
        public String toString() {
            return "Item[" + mimeType + " " + size + "]";
        }
    }

    /// Opens a file's bytes, each time from the start.
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }
}
