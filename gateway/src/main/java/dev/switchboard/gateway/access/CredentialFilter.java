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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/// Recognises the credential of a request: `X-Api-Key`, `Authorization: Bearer`, or the session cookie of a page of our
/// own. Counts requests against the limit of their credential.
final class CredentialFilter extends OncePerRequestFilter {
    static final String COOKIE = "switchboard_session";
    static final String CSRF = "X-CSRF-Token";
    private static final String BEARER = "Bearer ";
    private static final Set<String> STREAMS = Set.of("/api/v1/events", "/api/v1/events/ws");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticator authenticator;
    private final RequestLimits limits;
    private final WrongTries wrong = new WrongTries(System::nanoTime);
    private final ProblemWriter problems;
    private final Tickets tickets;
    private final Origins origins;

    /// How streams are opened without a header.
    record Streams(Tickets tickets, Origins origins) {}

    CredentialFilter(Authenticator authenticator, RequestLimits limits, ProblemWriter problems, Streams streams) {
        this.authenticator = authenticator;
        this.limits = limits;
        this.problems = problems;
        this.tickets = streams.tickets();
        this.origins = streams.origins();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> credential = credential(request);
        Optional<Duration> banned = wrong.waits(request.getRemoteAddr());
        if (banned.isPresent() && credential.isPresent() && !authenticator.remembers(credential.get())) {
            problems.write(request, response, tooManyWrong(banned.get()));
            return;
        }
        Optional<String> ticket = credential.isPresent() ? Optional.empty() : ticket(request);
        if (ticket.isPresent() && origins.foreign(request.getHeader("Origin"), request.getHeader("Host"))) {
            problems.write(request, response, foreign());
            return;
        }
        Authenticator.Identity identity = ticket.map(this::ofTicket)
                .orElseGet(() -> (credential.isPresent() ? Optional.<Caller>empty() : ofPage(request))
                        .<Authenticator.Identity>map(Authenticator.Identity.Known::new)
                        .orElseGet(() -> authenticator.identify(credential)));
        switch (identity) {
            case Authenticator.Identity.Known(Caller caller) -> {
                Optional<Duration> wait =
                        request.getRequestURI().startsWith("/health") ? Optional.empty() : limits.take(caller);
                if (wait.isPresent()) {
                    problems.write(request, response, tooMany(wait.get()));
                    return;
                }
                enter(caller);
                chain.doFilter(request, response);
            }
            case Authenticator.Identity.Nobody _ -> chain.doFilter(request, response);
            case Authenticator.Identity.Wrong _ -> {
                wrong.wrong(request.getRemoteAddr());
                problems.write(request, response, wrong());
            }
        }
    }

    private Authenticator.Identity ofTicket(String ticket) {
        return tickets.redeem(ticket)
                .<Authenticator.Identity>map(Authenticator.Identity.Known::new)
                .orElseGet(Authenticator.Identity.Wrong::new);
    }

    /// The ticket in the address, where a stream is asked for.
    private static Optional<String> ticket(HttpServletRequest request) {
        boolean stream =
                STREAMS.contains(request.getRequestURI()) || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        return stream && request.getMethod().equals("GET")
                ? Optional.ofNullable(request.getParameter("ticket"))
                : Optional.empty();
    }

    private static Problem foreign() {
        return Problem.of(ProblemKind.FOREIGN_ORIGIN, "A page of another site sent the request.")
                .withAdvice("Set CORS_ORIGIN to the origin of a page that may.");
    }

    private static void enter(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                caller,
                "",
                List.of(new SimpleGrantedAuthority("ROLE_" + caller.role().name()))));
        SecurityContextHolder.setContext(context);
    }

    static Problem wrong() {
        return Problem.of(ProblemKind.UNAUTHENTICATED, "The credential is not valid.")
                .withAdvice("Check the key; it may have expired or been revoked.");
    }

    static Problem missing() {
        return Problem.of(ProblemKind.UNAUTHENTICATED, "No credential was sent.")
                .withAccepted("X-Api-Key: <key>, or Authorization: Bearer <key>");
    }

    private static Problem tooManyWrong(Duration wait) {
        return Problem.of(ProblemKind.RATE_LIMITED, "Too many wrong credentials came from this address.")
                .withAdvice("Wait as long as retryAfter says, in seconds.")
                .withRetryAfter(wait);
    }

    private static Problem tooMany(Duration wait) {
        return Problem.of(ProblemKind.RATE_LIMITED, "The credential has made too many requests.")
                .withAdvice("Wait as long as retryAfter says, in seconds.")
                .withRetryAfter(wait);
    }

    /// Whose session cookie came along, if a page of our own sent it: a change needs the token that only such a page
    /// knows.
    private Optional<Caller> ofPage(HttpServletRequest request) {
        if (request.getCookies() == null) {
            return Optional.empty();
        }
        String origin = request.getHeader("Origin");
        boolean own = origin == null || origin.endsWith("://" + request.getHeader("Host"));
        return Arrays.stream(request.getCookies())
                .filter(cookie -> own && cookie.getName().equals(COOKIE))
                .findFirst()
                .flatMap(cookie -> authenticator.cookie(cookie.getValue()))
                .filter(bearer -> READING.contains(request.getMethod())
                        || (!bearer.csrf().isEmpty() && bearer.csrf().equals(request.getHeader(CSRF))))
                .map(Tokens.Bearer::caller);
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
