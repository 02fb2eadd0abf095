// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Measures each request by the pattern of its route.
public final class RequestTimer implements HandlerInterceptor {
    private static final String BEGAN = RequestTimer.class.getName();

    private final Meters meters;

    public RequestTimer(Meters meters) {
        this.meters = meters;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(BEGAN) == null) {
            request.setAttribute(BEGAN, System.nanoTime());
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (!(request.getAttribute(BEGAN) instanceof Long began) || route == null) {
            return;
        }
        meters.requestEnded(
                request.getMethod(),
                route.toString(),
                response.getStatus(),
                Duration.ofNanos(System.nanoTime() - began));
        if (response.getStatus() >= 500
                && request.getUserPrincipal() instanceof Authentication known
                && known.getPrincipal() instanceof Caller caller) {
            meters.requestFailed(caller.tenant());
        }
    }
}
