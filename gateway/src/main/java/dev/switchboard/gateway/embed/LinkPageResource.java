// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventCursor;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// `/link/{secret}`: the linking page itself, for whoever has its address. Looking at it uses nothing up, as programs
/// look at addresses too; what does something is a POST of the page.
@RestController
@RequestMapping(LinkPageResource.PATH + "{secret}")
@Hidden
public final class LinkPageResource {
    /// What addresses of linking pages begin with.
    static final String PATH = "/link/";

    private static final String COOKIE = "switchboard_link";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Set<EventName> TOLD = Set.of(
            EventName.SESSION_STATE,
            EventName.SESSION_QR,
            EventName.SESSION_PAIRING_CODE,
            EventName.SESSION_LINKED,
            EventName.SESSION_DELETED);

    private final LinkingPages pages;
    private final Parts parts;
    private final JsonMapper json;

    /// What the page shows and uses.
    record Parts(
            Sessions sessions,
            SessionHost host,
            Pairing pairing,
            EventLog events,
            Themes themes,
            Tenants tenants,
            InstantSource time) {}

    LinkPageResource(LinkingPages pages, Parts parts, JsonMapper json) {
        this.pages = pages;
        this.parts = parts;
        this.json = json;
    }

    /// The body that asks for a pairing code.
    record CodeWish(@Nullable String phone) {
        @Override
        public String toString() {
            return "CodeWish[]";
        }
    }

    @GetMapping
    ResponseEntity<String> page(
            @PathVariable String secret,
            @RequestParam(required = false) @Nullable String lang,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted,
            HttpServletRequest request) {
        Optional<LinkingPage> page = pages.of(secret);
        boolean good = page.filter(one -> one.good(parts.time().instant()))
                .filter(one -> one.opener().isEmpty() || pages.admits(one, cookie(request)))
                .isPresent();
        Theme theme = page.map(one -> parts.themes().of(one.tenant())).orElse(Theme.NONE);
        PageWords words = PageWords.best(
                Optional.ofNullable(lang).or(() -> page.flatMap(LinkingPage::language)), accepted, theme.language());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("base", PATH + secret);
        values.put("lang", words.code());
        values.put("brand", page.map(one -> brand(one, theme)).orElse("Switchboard"));
        values.put("state", !good ? "ended" : page.get().opener().isPresent() ? "working" : "start");
        values.put(
                "html.logo",
                theme.logo() == null
                        ? ""
                        : "<img class=\"logo\" alt=\"\" src=\"" + PageWords.escaped(theme.logo()) + "\">");
        return ResponseEntity.status(good ? 200 : page.isPresent() ? 410 : 404)
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("X-Robots-Tag", "noindex")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .body(words.page(values));
    }

    private String brand(LinkingPage page, Theme theme) {
        return theme.name() != null
                ? theme.name()
                : parts.tenants()
                        .find(page.tenant())
                        .map(tenant -> tenant.name())
                        .orElse("Switchboard");
    }

    @GetMapping(value = "/theme.css", produces = "text/css")
    ResponseEntity<byte[]> sheet(@PathVariable String secret) {
        Theme theme =
                pages.of(secret).map(page -> parts.themes().of(page.tenant())).orElse(Theme.NONE);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.valueOf("text/css"))
                .body(Paint.sheet(theme).getBytes(StandardCharsets.UTF_8));
    }

    /// Makes the page this browser's, and asks for a QR code.
    @PostMapping("/open")
    ResponseEntity<Sight> open(@PathVariable String secret, HttpServletRequest request) {
        LinkingPage page = pages.of(secret).orElseThrow(LinkPageResource::ended);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        ofOwnPage(request);
        if (!pages.admits(page, cookie(request))) {
            String cookie = pages.open(page).orElseThrow(LinkPageResource::ended);
            answer.header(HttpHeaders.SET_COOKIE, cookie(request, page, secret, cookie));
        }
        Session session = session(page);
        if (!session.linked() && (!session.wanted() || session.status().state().atRest())) {
            parts.sessions().connect(page.actor(), session);
        }
        return answer.body(sight(page));
    }

    /// Asks for a code to type on the phone.
    @PostMapping("/code")
    ResponseEntity<Sight> code(@PathVariable String secret, @RequestBody CodeWish body, HttpServletRequest request) {
        ofOwnPage(request);
        LinkingPage page = admitted(secret, request);
        String phone = body.phone() == null ? "" : body.phone().replaceAll("[\\s().+-]", "");
        if (!phone.matches("[1-9]\\d{6,14}")) {
            throw Problem.of(ProblemKind.INVALID_PHONE, "This is not a phone number.")
                    .withAccepted("a number with its country code")
                    .refusal();
        }
        Session session = session(page);
        if (!session.linked()
                && !(parts.pairing().code(page.actor(), session, phone) instanceof Pairing.CodeAnswer.Given)) {
            throw Problem.of(ProblemKind.PAIRING_CODE_REFUSED, "No code was given.")
                    .withAdvice("Check the number, or scan the QR code.")
                    .refusal();
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(sight(page));
    }

    /// What is on display, as it changes.
    @GetMapping(value = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(@PathVariable String secret, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        LinkingPage page = admitted(secret, request);
        EventCursor cursor = parts.events()
                .cursor(
                        new EventFilter(page.tenant(), Set.of(page.session()), TOLD),
                        parts.events().newest());
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        Optional<Sight> shown = Optional.empty();
        while (!cursor.ended()) {
            boolean good = pages.of(secret)
                    .filter(now -> pages.admits(now, cookie(request)))
                    .isPresent();
            Sight now = good ? sight(page) : Sight.ENDED;
            String text = shown.filter(now::equals).isPresent()
                    ? ": still here\n\n"
                    : "data: " + json.writeValueAsString(now) + "\n\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            shown = Optional.of(now);
            if (now.view().equals("linked") || now.view().equals("ended")) {
                return;
            }
            List<Event> _ = cursor.next(1, untilNext(page, now));
        }
    }

    private Duration untilNext(LinkingPage page, Sight now) {
        Duration left = Duration.between(parts.time().instant(), page.moments().expiresAt());
        Duration shown = now.expiresAt() == null
                ? HEARTBEAT
                : Duration.between(parts.time().instant(), now.expiresAt());
        Duration wait = HEARTBEAT;
        for (Duration one : List.of(left, shown)) {
            wait = one.isPositive() && one.compareTo(wait) < 0 ? one : wait;
        }
        return wait.plusMillis(1);
    }

    private Sight sight(LinkingPage page) {
        Optional<Session> session = parts.sessions().find(page.tenant(), page.session());
        if (session.isEmpty()) {
            return Sight.ENDED;
        }
        Sight now = Sight.of(
                page,
                session.get(),
                parts.host().live(session.get().key()),
                parts.time().instant());
        if (now.view().equals("linked") && page.moments().linkedAt().isEmpty()) {
            pages.linked(page);
        }
        return now;
    }

    private Session session(LinkingPage page) {
        return parts.sessions().find(page.tenant(), page.session()).orElseThrow(LinkPageResource::ended);
    }

    private LinkingPage admitted(String secret, HttpServletRequest request) {
        return pages.of(secret)
                .filter(page -> pages.admits(page, cookie(request)))
                .orElseThrow(LinkPageResource::ended);
    }

    private static Refusal ended() {
        return Problem.of(ProblemKind.NOT_FOUND, "This link can no longer be used.")
                .withAdvice("Ask for a new one.")
                .refusal();
    }

    /// Other sites' pages may not press the buttons of this one.
    private static void ofOwnPage(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = origin != null && !origin.endsWith("://" + request.getHeader("Host"));
        if (foreign || (site != null && !site.equals("same-origin"))) {
            throw Problem.of(ProblemKind.FOREIGN_ORIGIN, "A page of another site sent the request.")
                    .refusal();
        }
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    private String cookie(HttpServletRequest request, LinkingPage page, String secret, String value) {
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .path(PATH + secret)
                .maxAge(Duration.between(parts.time().instant(), page.moments().expiresAt()))
                .build()
                .toString();
    }
}
