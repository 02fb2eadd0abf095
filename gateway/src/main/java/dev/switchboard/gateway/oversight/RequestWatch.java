// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.oversight;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.storage.Origin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Binds each request's origin to the thread that serves it, and tells the audit how the request ended.
final class RequestWatch extends OncePerRequestFilter implements HandlerInterceptor {
    private static final String ORIGIN = RequestWatch.class.getName() + ".origin";
    private static final int UNAUTHENTICATED = 401;

    private final RequestAudit audit;

    RequestWatch(RequestAudit audit) {
        this.audit = audit;
    }

    /// Runs what the request asks for with its origin.
    private record Served(FilterChain chain, HttpServletRequest request, HttpServletResponse response)
            implements ScopedValue.CallableOp<Boolean, Exception> {
        @Override
        public Boolean call() throws Exception {
            chain.doFilter(request, response);
            return true;
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Origin origin = new Origin(request.getRemoteAddr(), request.getMethod());
        request.setAttribute(ORIGIN, origin);
        try {
            ScopedValue.where(Origin.CURRENT, origin).call(new Served(chain, request, response));
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
        if (response.getStatus() == UNAUTHENTICATED && !origin.noted()) {
            audit.refused(origin);
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(ORIGIN) instanceof Origin origin) {
            origin.routed(request.getMethod() + " " + route(request));
        }
        return true;
    }

    private static String route(HttpServletRequest request) {
        return Objects.toString(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), "");
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known == null
                || !(known.getPrincipal() instanceof Caller caller)
                || !(request.getAttribute(ORIGIN) instanceof Origin origin)
                || route(request).startsWith("/health")) {
            return;
        }
        audit.answered(
                caller, origin, request.getMethod(), session(request).filter(caller::sees), response.getStatus());
    }

    /// The session that the address names.
    private static Optional<String> session(HttpServletRequest request) {
        if (!(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> places)) {
            return Optional.empty();
        }
        Stream<String> names = route(request).startsWith("/api/v1/sessions/")
                ? Stream.of("id")
                : Stream.of("clientId", "sessionId", "companyId", "accountId");
        return names.map(places::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }
}
