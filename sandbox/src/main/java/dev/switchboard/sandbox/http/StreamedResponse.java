// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

import dev.switchboard.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// An HTTP answer whose body comes as a stream.
///
/// @param status the status code
/// @param headers by name; the length is told by the body
/// @param length what is said of the body's length, also when there is none because only the head was asked for
/// @param body what is written, empty if only the head is
public record StreamedResponse(int status, Map<String, String> headers, long length, Optional<Body> body) {

    /// Where the bytes come from.
    @FunctionalInterface
    public interface Body {
        /// Opens them.
        InputStream open() throws IOException;
    }

    /// Keeps its own copy of the headers.
    public StreamedResponse {
        headers = Map.copyOf(headers);
    }

    /// A short answer.
    public static StreamedResponse of(int status, String contentType, Bytes body) {
        return new StreamedResponse(
                status,
                Map.of("Content-Type", contentType),
                body.size(),
                Optional.of(() -> new ByteArrayInputStream(body.toByteArray())));
    }

    /// An answer without a body.
    public static StreamedResponse empty(int status) {
        return new StreamedResponse(status, Map.of(), 0, Optional.empty());
    }
}
