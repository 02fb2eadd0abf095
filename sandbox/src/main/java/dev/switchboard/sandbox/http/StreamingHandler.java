// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

import java.io.IOException;

/// Answers the requests whose bodies, or answers, are too large to be held in memory.
public interface StreamingHandler {

    /// Whether a request is for this handler.
    ///
    /// @param target the path with its query, as the client wrote it
    boolean takes(String method, String target);

    /// Answers one request. Called on a virtual thread of its own and may block. What it leaves of the body is skipped.
    ///
    /// @throws IOException if the body ends before it should, or the connection does
    StreamedResponse handle(StreamedRequest request) throws IOException;
}
