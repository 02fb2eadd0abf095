// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import dev.switchboard.wire.media.MediaReference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/// Fetches files from the media store, decrypts them and checks what is known of them. Blocks: not for a worker.
@FunctionalInterface
public interface FileFetcher {

    /// Writes the plain file. What was written before a fault must be thrown away.
    ///
    /// @param progress hears how many bytes there are so far
    /// @throws IOException if the store cannot be reached or has no such file
    /// @throws dev.switchboard.wire.WireException if the file is not what it should be
    void fetch(MediaReference file, OutputStream into, LongConsumer progress) throws IOException;
}
