// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
/// The one port: TLS, HTTP/1.1, WebSocket, Noise.
///
/// [Listener][dev.switchboard.sandbox.listener.Listener] accepts connections; a chat socket becomes a
/// [ChatSocket][dev.switchboard.sandbox.listener.ChatSocket], which hands stanzas to the gate; every other request
/// goes to an [HttpHandler][dev.switchboard.sandbox.http.HttpHandler]. Nothing here knows what a stanza means.
@NullMarked
package dev.switchboard.sandbox.listener;

import org.jspecify.annotations.NullMarked;
