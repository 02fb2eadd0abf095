// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Caller;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/// How many streams of events, sockets among them, each credential has open. Safe for many threads.
public final class OpenStreams {
    private static final CloseStatus REFUSED =
            new CloseStatus(4429, "too_many_streams: the credential has as many open as it may");
    private static final String PLACE = OpenStreams.class.getName();

    private final int most;
    private final Map<String, Integer> open = new HashMap<>();

    /// @param most of a credential; 0 = no limit
    public OpenStreams(int most) {
        this.most = most;
    }

    /// A stream's place among its credential's.
    final class Place implements AutoCloseable {
        private final String credential;
        private boolean free;

        private Place(String credential) {
            this.credential = credential;
        }

        /// Frees it, once.
        @Override
        public void close() {
            synchronized (OpenStreams.this) {
                if (!free) {
                    free = true;
                    int others = open.getOrDefault(credential, 1) - 1;
                    if (others == 0) {
                        open.remove(credential);
                    } else {
                        open.put(credential, others);
                    }
                }
            }
        }
    }

    /// Takes a place; empty if the credential has none left.
    synchronized Optional<Place> enter(Caller caller) {
        String credential = caller.tenant() + "/" + caller.actor();
        int now = open.getOrDefault(credential, 0);
        if (most != 0 && now >= most) {
            return Optional.empty();
        }
        open.put(credential, now + 1);
        return Optional.of(new Place(credential));
    }

    /// Takes a place for a socket until [#left]. If the credential has none left the socket is closed, and told why.
    public boolean admit(WebSocketSession socket, Caller caller) throws IOException {
        Optional<Place> place = enter(caller);
        if (place.isEmpty()) {
            socket.close(REFUSED);
            return false;
        }
        socket.getAttributes().put(PLACE, place.get());
        if (!socket.isOpen()) {
            left(socket);
        }
        return true;
    }

    /// Frees the place of a socket that is closed.
    public static void left(WebSocketSession socket) {
        if (socket.getAttributes().remove(PLACE) instanceof Place place) {
            place.close();
        }
    }
}
