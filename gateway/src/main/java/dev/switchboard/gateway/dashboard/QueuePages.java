// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What waits to be sent, session by session.
@Hidden
@RestController
@RequestMapping("/dashboard/queue")
final class QueuePages {
    private static final Set<String> DEEDS = Set.of("pause", "resume");

    private final Pages pages;

    QueuePages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        return list(pages.turn(request, response), "queue/list");
    }

    @GetMapping("/rows")
    ResponseEntity<byte[]> rows(HttpServletRequest request, HttpServletResponse response) {
        return list(pages.turn(request, response), "queue/rows");
    }

    private static ResponseEntity<byte[]> list(Pages.Turn turn, String template) {
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get("/api/v1/sessions?limit=25" + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        List<SessionCard> cards = list.items("items").stream()
                .map(session -> new SessionCard(
                        session,
                        turn.api()
                                .get(SessionPages.api(session.text("id")) + "/queue")
                                .orNothing()))
                .toList();
        return turn.show(template, "list", list, "cards", cards, "cursor", cursor);
    }

    @GetMapping("/{session}")
    ResponseEntity<byte[]> one(@PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), session, "queue/one");
    }

    @GetMapping("/{session}/rows")
    ResponseEntity<byte[]> waiting(
            @PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), session, "queue/waiting");
    }

    private static ResponseEntity<byte[]> one(Pages.Turn turn, String session, String template) {
        boolean scheduled = turn.field("scheduled").equals("true");
        String cursor = turn.field("cursor");
        String api = SessionPages.api(session);
        Json queue = turn.api().get(api + "/queue").orRefuse();
        Json messages = turn.api()
                .get(api + "/queue/messages?limit=25&scheduled=" + scheduled
                        + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        return turn.show(
                template,
                "session",
                session,
                "name",
                turn.api().get(api).orNothing().textOr("name", session),
                "queue",
                queue,
                "messages",
                messages,
                "scheduled",
                scheduled,
                "cursor",
                cursor);
    }

    @PostMapping("/{session}/{deed}")
    ResponseEntity<byte[]> act(
            @PathVariable String session,
            @PathVariable String deed,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!DEEDS.contains(deed)) {
            throw EntryPages.notFound();
        }
        Pages.Turn turn = pages.turn(request, response);
        turn.api().post(SessionPages.api(session) + "/queue/" + deed, null).orRefuse();
        return turn.done("queue.done." + deed);
    }

    @PostMapping("/{session}/cancel/{message}")
    ResponseEntity<byte[]> cancel(
            @PathVariable String session,
            @PathVariable String message,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call("DELETE", SessionPages.api(session) + "/queue/" + NativeApi.part(message), null)
                .orRefuse();
        return turn.done("queue.done.cancel");
    }
}
