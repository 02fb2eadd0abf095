// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps pages of other sites out of the demo, where no credential is needed: a request must name this machine as its
/// host (a name of somebody's own that leads here does not do), and if a page sent it, the page must be one of ours.
final class OriginGuard extends OncePerRequestFilter {
    private static final Pattern HOST =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final Optional<String> allowedOrigin;
    private final ProblemWriter problems;

    OriginGuard(Optional<String> allowedOrigin, ProblemWriter problems) {
        this.allowedOrigin = allowedOrigin;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader("Host");
        Matcher known = HOST.matcher(host == null ? "" : host);
        if (!known.matches()) {
            problems.write(
                    request,
                    response,
                    Problem.of(ProblemKind.FOREIGN_ORIGIN, "The demo answers to this machine's own names only.")
                            .withAccepted("Host: localhost, 127.0.0.1 or [::1]"));
            return;
        }
        String origin = request.getHeader("Origin");
        boolean allowed = origin != null && allowedOrigin.filter(origin::equals).isPresent();
        if (!allowed && (foreign(origin, known.group()) || crossSite(request))) {
            problems.write(
                    request,
                    response,
                    Problem.of(ProblemKind.FOREIGN_ORIGIN, "A page of another site sent the request.")
                            .withAdvice("Set CORS_ORIGIN to the origin of a page that may."));
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean foreign(@Nullable String origin, String host) {
        return origin != null && !origin.toLowerCase(Locale.ROOT).equals("http://" + host.toLowerCase(Locale.ROOT));
    }

    private static boolean crossSite(HttpServletRequest request) {
        return "cross-site".equalsIgnoreCase(request.getHeader("Sec-Fetch-Site"));
    }
}
