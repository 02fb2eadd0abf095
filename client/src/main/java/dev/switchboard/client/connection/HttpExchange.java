// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// One request and its answer.
public interface HttpExchange extends AutoCloseable {

    /// The head of an answer.
    ///
    /// @param headers by names in lower case
    record Answer(int status, Map<String, String> headers) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// Sends a part of the body; returns when it has left for the socket.
    ///
    /// @throws IOException if the connection is gone; the answer may be there all the same
    void write(byte[] bytes, int offset, int count) throws IOException, InterruptedException;

    /// Waits for the answer.
    Answer answer() throws IOException, InterruptedException;

    /// Whether the answer is there.
    boolean answered();

    /// The answer's body; ends with a fault if it breaks off.
    InputStream body();

    @Override
    void close();
}
