// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import jakarta.websocket.Session;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/// An address to which WebSockets connect.
public interface Sockets {
    /// How many are connected.
    int count();

    /// Ends a connection whose other side takes nothing for so long.
    static void limitSending(WebSocketSession socket, long millis) {
        if (socket instanceof NativeWebSocketSession outer && outer.getNativeSession() instanceof Session session) {
            session.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", millis);
        }
    }
}
