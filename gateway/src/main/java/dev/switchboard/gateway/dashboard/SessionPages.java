// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.setup.SandboxPhone;
import dev.switchboard.gateway.setup.SandboxPhone.Scan;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Sessions: the cards, and one session with its link, its governor and its limits.
@Hidden
@RestController
@RequestMapping("/dashboard/sessions")
final class SessionPages {
    private static final Set<String> DEEDS = Set.of("connect", "disconnect", "logout");
    private static final int CARDS = 24;

    private final Pages pages;
    private final Optional<SandboxPhone> phone;

    SessionPages(Pages pages, Optional<SandboxPhone> phone) {
        this.pages = pages;
        this.phone = phone;
    }

    static String api(String id) {
        return "/api/v1/sessions/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        return cards(pages.turn(request, response), "sessions/list");
    }

    @GetMapping("/cards")
    ResponseEntity<byte[]> cards(HttpServletRequest request, HttpServletResponse response) {
        return cards(pages.turn(request, response), "sessions/cards");
    }

    private ResponseEntity<byte[]> cards(Pages.Turn turn, String template) {
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get("/api/v1/sessions?limit=" + CARDS + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        List<SessionCard> cards = list.items("items").stream()
                .map(session -> new SessionCard(session, queue(turn, session.text("id"))))
                .toList();
        return turn.show(template, "list", list, "cards", cards, "cursor", cursor);
    }

    private static Json queue(Pages.Turn turn, String id) {
        return turn.api().get(api(id) + "/queue").orNothing();
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : List.of("id", "name")) {
            if (!turn.field(name).isEmpty()) {
                body.put(name, turn.field(name));
            }
        }
        Json made = turn.api().post("/api/v1/sessions", body).orRefuse();
        return turn.go("/dashboard/sessions/" + NativeApi.part(made.text("id")));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "sessions/one");
    }

    /// What of a session's page changes by itself.
    @GetMapping("/{id}/now")
    ResponseEntity<byte[]> now(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "sessions/now");
    }

    private ResponseEntity<byte[]> one(Pages.Turn turn, String id, String template) {
        Json session = turn.api().get(api(id)).orRefuse();
        SessionCard card = new SessionCard(session, queue(turn, id));
        return template.equals("sessions/now")
                ? turn.show(template, "card", card, "phone", phone.isPresent())
                : turn.show(
                        template,
                        "card",
                        card,
                        "phone",
                        phone.isPresent(),
                        "links",
                        turn.page().may("whatsapp:connect") ? CustomerLinkPages.of(turn, id) : Json.NOTHING,
                        "cursor",
                        turn.field("cursor"));
    }

    @PostMapping("/{id}/{deed}")
    ResponseEntity<byte[]> act(
            @PathVariable String id,
            @PathVariable String deed,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        if (deed.equals("delete")) {
            turn.api().call("DELETE", api(id), null).orRefuse();
            return turn.go("/dashboard/sessions");
        }
        if (!DEEDS.contains(deed)) {
            throw EntryPages.notFound();
        }
        turn.api().post(api(id) + "/" + deed, null).orRefuse();
        return turn.done("sessions.done." + deed);
    }

    @PostMapping("/{id}/code")
    ResponseEntity<byte[]> code(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json code = turn.api()
                .post(api(id) + "/pairing-code", Map.of("phone", turn.field("phone")))
                .orRefuse();
        return turn.show("sessions/code", "code", code);
    }

    /// A phone of the sandbox scans what the session shows.
    @PostMapping("/{id}/scan")
    ResponseEntity<byte[]> scan(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String qr = turn.api().get(api(id) + "/qr").orRefuse().text("qr");
        Scan scan = phone.filter(_ -> turn.page().may("whatsapp:connect"))
                .map(one -> one.scan(qr))
                .orElseGet(() -> new Scan.Refused("There is no simulated phone here."));
        if (scan instanceof Scan.Refused(String reason)) {
            throw Problem.of(ProblemKind.QR_NOT_AVAILABLE, reason)
                    .withAdvice("Try again with the next code.")
                    .refusal();
        }
        return turn.done("sessions.done.scanned");
    }

    @PostMapping("/{id}/policy")
    ResponseEntity<byte[]> policy(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        for (String name : List.of("perMinute", "perHour", "perDay", "gapMinMillis", "gapMaxMillis")) {
            if (!turn.field(name).isEmpty()) {
                wish.put(name, Forms.number(turn.field(name), name));
            }
        }
        if (!turn.field("from").isEmpty() || !turn.field("to").isEmpty()) {
            wish.put(
                    "quietHours",
                    Map.of("from", turn.field("from"), "to", turn.field("to"), "zone", turn.field("zone")));
        }
        turn.api().call("PUT", api(id) + "/send-policy", wish).orRefuse();
        return turn.done("done.saved");
    }
}
