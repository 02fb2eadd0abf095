// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.PageAccess;
import dev.switchboard.gateway.access.PageAccess.Visit;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;

/// Stands before every page: whoever has not logged in is led to do so, and a change needs the token that only our own
/// pages know. What pages may load is said to the browser here, too: nothing from elsewhere, and no script or style in
/// the page itself.
final class VisitorGate implements HandlerInterceptor {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Set<String> ENTRANCE = Set.of("/", "/dashboard.html", "/dashboard/look");
    private static final String ENTERING = "/dashboard/enter";
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final PageAccess access;

    VisitorGate(PageAccess access) {
        this.access = access;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cache-Control", "no-store");
        String path = request.getServletPath();
        boolean reading = READING.contains(request.getMethod());
        if (path.startsWith(ENTERING) || (reading && ENTRANCE.contains(path))) {
            return true;
        }
        Optional<Visit> visit = access.visit(request);
        if (visit.isEmpty()) {
            return toEntrance(request, response, reading ? path : "/");
        }
        if (!reading && !PageAccess.confirmed(visit.get(), request)) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The request does not come from a page of this dashboard.")
                    .withAdvice("Load the page again.")
                    .refusal();
        }
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (known == null
                || !(known.getPrincipal() instanceof Caller caller)
                || !caller.equals(visit.get().caller())) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The request carries another credential than the page's.")
                    .refusal();
        }
        return true;
    }

    private static boolean toEntrance(HttpServletRequest request, HttpServletResponse response, String next) {
        String address = "/?next=" + NativeApi.part(next);
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("HX-Redirect", address);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", address);
        }
        return false;
    }
}
