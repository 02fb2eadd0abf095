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
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/// Recognises the credential of a request: `X-Api-Key`, or `Authorization: Bearer`.
final class CredentialFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;
    private final ProblemWriter problems;

    CredentialFilter(Authenticator authenticator, ProblemWriter problems) {
        this.authenticator = authenticator;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (authenticator.identify(credential(request))) {
            case Authenticator.Identity.Known(Caller caller) -> {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                        caller,
                        "",
                        List.of(new SimpleGrantedAuthority(
                                "ROLE_" + caller.role().name()))));
                SecurityContextHolder.setContext(context);
                chain.doFilter(request, response);
            }
            case Authenticator.Identity.Nobody _ -> chain.doFilter(request, response);
            case Authenticator.Identity.Wrong _ -> problems.write(request, response, wrong());
        }
    }

    static Problem wrong() {
        return Problem.of(ProblemKind.UNAUTHENTICATED, "The credential is not valid.")
                .withAdvice("Check the key; it may have expired or been revoked.");
    }

    static Problem missing() {
        return Problem.of(ProblemKind.UNAUTHENTICATED, "No credential was sent.")
                .withAccepted("X-Api-Key: <key>, or Authorization: Bearer <key>");
    }

    private static Optional<String> credential(HttpServletRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key != null && !key.isBlank()) {
            return Optional.of(key.strip());
        }
        String authorization = request.getHeader("Authorization");
        if (authorization == null || authorization.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                        ? authorization.substring(BEARER.length()).strip()
                        : authorization.strip());
    }
}
