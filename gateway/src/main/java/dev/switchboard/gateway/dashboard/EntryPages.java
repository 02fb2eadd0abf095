// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Coming in and going out: logging in, the first account, language and theme.
@Hidden
@RestController
final class EntryPages {
    private static final String ENTRY = "switchboard_entry";
    private static final Duration YEAR = Duration.ofDays(365);

    private final Pages pages;
    private final HomePage home;
    private final RandomGenerator random;

    EntryPages(Pages pages, HomePage home, RandomGenerator random) {
        this.pages = pages;
        this.home = home;
        this.random = random;
    }

    /// The overview; for whoever has not logged in the way to it.
    @GetMapping({"/", "/dashboard.html"})
    ResponseEntity<byte[]> entrance(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        if (turn.page().loggedIn()) {
            return home.show(turn);
        }
        String entry = token();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(ENTRY, entry, Duration.ofHours(1), true));
        return turn.show(
                pages.access().nobodyYet() ? "entry/first" : "entry/login",
                "entry",
                entry,
                "next",
                local(turn.field("next")),
                "demo",
                pages.demo());
    }

    private String token() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String cookie(String name, String value, Duration life, boolean hidden) {
        return ResponseCookie.from(name, value)
                .httpOnly(hidden)
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    /// An address on this site, or the front page.
    private static String local(String address) {
        return address.matches("/[A-Za-z0-9._~%@-][A-Za-z0-9._~%@/-]*") ? address : "/";
    }

    @PostMapping("/dashboard/enter")
    ResponseEntity<byte[]> login(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = fromOwnPage(request, response);
        return enter(turn, local(turn.field("next")));
    }

    private static Map<String, String> credentials(Pages.Turn turn) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("login", turn.field("login"));
        body.put("password", turn.field("password"));
        for (String name : new String[] {"code", "tenant"}) {
            if (!turn.field(name).isEmpty()) {
                body.put(name, turn.field(name));
            }
        }
        return body;
    }

    private ResponseEntity<byte[]> enter(Pages.Turn turn, String next) {
        NativeApi.Answer answer = turn.api().post("/api/v1/auth/login", credentials(turn));
        answer.orRefuse();
        ResponseEntity<byte[]> going = turn.go(next);
        return ResponseEntity.status(going.getStatusCode())
                .headers(going.getHeaders())
                .header(HttpHeaders.SET_COOKIE, answer.cookie().orElse(""))
                .build();
    }

    /// The form must carry what the page's own cookie says, which no page of another site can know.
    private Pages.Turn fromOwnPage(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        boolean own = Look.cookie(request, ENTRY)
                .filter(value -> !value.isEmpty() && value.equals(turn.field("entry")))
                .isPresent();
        if (!own) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The form is too old or not from here.")
                    .withAdvice("Load the page again.")
                    .refusal();
        }
        return turn;
    }

    @PostMapping("/dashboard/enter/first")
    ResponseEntity<byte[]> first(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = fromOwnPage(request, response);
        if (!pages.demo() && !pages.access().ownersKey(turn.field("key"))) {
            throw Problem.of(ProblemKind.FORBIDDEN, "The admin key is not the right one.")
                    .withAdvice("It is in the file admin-key of the data folder.")
                    .refusal();
        }
        pages.access().first(turn.field("login"), turn.field("name"), turn.field("password"));
        return enter(turn, "/dashboard/setup");
    }

    /// In the demo everybody on this machine is its owner.
    @PostMapping("/dashboard/enter/demo")
    ResponseEntity<byte[]> demo(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = fromOwnPage(request, response);
        if (!pages.demo()) {
            throw Problem.of(ProblemKind.FORBIDDEN, "This is not the demo.").refusal();
        }
        ResponseEntity<byte[]> going = turn.go(local(turn.field("next")));
        return ResponseEntity.status(going.getStatusCode())
                .headers(going.getHeaders())
                .header(HttpHeaders.SET_COOKIE, pages.access().demoCookie())
                .build();
    }

    @PostMapping("/dashboard/leave")
    ResponseEntity<byte[]> leave(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        NativeApi.Answer answer = turn.api().post("/api/v1/auth/logout", null);
        return ResponseEntity.status(HttpStatus.NO_CONTENT)
                .header(HttpHeaders.SET_COOKIE, answer.cookie().orElse(""))
                .header("HX-Redirect", "/")
                .build();
    }

    @GetMapping("/dashboard/look")
    ResponseEntity<byte[]> look(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Look.language(turn.field("language"))
                .ifPresent(language ->
                        response.addHeader(HttpHeaders.SET_COOKIE, cookie(Look.LANGUAGE, language.tag(), YEAR, false)));
        if (Look.THEMES.contains(turn.field("theme"))) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookie(Look.THEME, turn.field("theme"), YEAR, false));
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header("Location", local(turn.field("back")))
                .build();
    }

    /// What went wrong where somebody waits for a page.
    static Refusal notFound() {
        return Problem.of(ProblemKind.NOT_FOUND, "There is no such page.").refusal();
    }
}
