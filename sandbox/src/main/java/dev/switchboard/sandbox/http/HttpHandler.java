// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.http;

/// Answers the HTTP requests of the port that are not the chat socket.
@FunctionalInterface
public interface HttpHandler {

    /// Answers one request. Called on a virtual thread of its own and may block; a fault becomes a 500.
    HttpResponse handle(HttpRequest request);
}
