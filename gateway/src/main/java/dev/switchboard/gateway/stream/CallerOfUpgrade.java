// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Origins;
import dev.switchboard.gateway.event.EventLog;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.server.HandshakeInterceptor;

/// Takes along who made the upgrade to a WebSocket.
public final class CallerOfUpgrade implements HandshakeInterceptor {
    private static final String CALLER = "caller";
    private static final String NEWEST = "newest";

    private final Origins origins;
    private final EventLog log;

    public CallerOfUpgrade(Origins origins, EventLog log) {
        this.origins = origins;
        this.log = log;
    }

    /// The newest event when the upgrade was asked for: whoever has the answer to it misses nothing that follows.
    static long newest(WebSocketSession socket) {
        return (Long) Objects.requireNonNull(socket.getAttributes().get(NEWEST));
    }

    /// Who made the upgrade, if they had a credential.
    public static Optional<Caller> of(WebSocketSession socket) {
        return socket.getAttributes().get(CALLER) instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes) {
        if (origins.foreign(
                request.getHeaders().getFirst("Origin"), request.getHeaders().getFirst("Host"))) {
            response.setStatusCode(HttpStatus.FORBIDDEN);
            return false;
        }
        attributes.put(NEWEST, log.newest());
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known != null && known.getPrincipal() instanceof Caller caller) {
            attributes.put(CALLER, caller);
        }
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        // nothing to do
    }
}
