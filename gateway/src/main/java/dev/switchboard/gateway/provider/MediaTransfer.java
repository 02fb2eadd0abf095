// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Files of messages that came in.
public interface MediaTransfer {
    /// Fetches a file, checked and in the clear, a piece at a time; the answer is its size.
    ///
    /// @param remote as the message's event named it
    /// @throws IOException if it cannot be written
    Answer<Long> download(Bytes remote, OutputStream into, Duration limit) throws IOException;
}
