// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A plain file to upload. It is read more than once: to learn its hash, to send it, and again after a fault; each time
/// it must hold the same bytes.
@FunctionalInterface
public interface MediaSource {

    /// The file from its beginning; closed by the reader.
    InputStream open() throws IOException;

    /// What is in it, where known.
    default Optional<String> mimetype() {
        return Optional.empty();
    }

    /// The same file with a word on what is in it.
    default MediaSource as(String mimetype) {
        MediaSource file = this;
        return new MediaSource() {
            @Override
            public InputStream open() throws IOException {
                return file.open();
            }

            @Override
            public Optional<String> mimetype() {
                return Optional.of(mimetype);
            }
        };
    }

    /// A file on disk.
    static MediaSource of(Path path) {
        return () -> Files.newInputStream(path);
    }

    /// A small file in memory.
    static MediaSource of(Bytes bytes) {
        return () -> new ByteArrayInputStream(bytes.toByteArray());
    }
}
