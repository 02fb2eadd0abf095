// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The third column of the inbox: who has the chat, and what colleagues noted about the person.
@Hidden
@RestController
@RequestMapping("/dashboard/chats/{session}/{chat}")
final class PersonPages {
    private final Pages pages;

    PersonPages(Pages pages) {
        this.pages = pages;
    }

    private static String person(String session, String chat) {
        return SessionPages.api(session) + "/contacts/" + NativeApi.part(chat);
    }

    private static String assignment(String session, String chat) {
        return SessionPages.api(session) + "/chats/" + NativeApi.part(chat) + "/assignment";
    }

    @GetMapping("/card")
    ResponseEntity<byte[]> card(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        return card(pages.turn(request, response), session, chat);
    }

    private static ResponseEntity<byte[]> card(Pages.Turn turn, String session, String chat) {
        JsonNode tags =
                turn.api().get(person(session, chat) + "/tags").orNothing().node();
        List<Json> users = turn.page().may("access:manage")
                ? turn.api().get("/api/v1/users").orNothing().items("items")
                : List.of(turn.api().get("/api/v1/me").orNothing());
        return turn.show(
                "chats/card",
                "session",
                session,
                "chat",
                chat,
                "tags",
                new Json(tags).items().stream().map(Json::text).toList(),
                "notes",
                turn.api().get(person(session, chat) + "/notes?limit=20").orNothing(),
                "assignment",
                turn.api().get(assignment(session, chat)).orNothing(),
                "users",
                users.stream()
                        .map(user -> user.has("id")
                                ? user
                                : turn.json(Map.of(
                                        "id", user.text("actor"), "name", user.textOr("name", user.text("actor")))))
                        .toList());
    }

    @PostMapping("/tag")
    ResponseEntity<byte[]> tag(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        return tagging("PUT", session, chat, pages.turn(request, response));
    }

    @PostMapping("/untag")
    ResponseEntity<byte[]> untag(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        return tagging("DELETE", session, chat, pages.turn(request, response));
    }

    private static ResponseEntity<byte[]> tagging(String method, String session, String chat, Pages.Turn turn) {
        turn.api()
                .call(method, person(session, chat) + "/tags/" + NativeApi.part(turn.field("tag")), null)
                .orRefuse();
        return card(turn, session, chat);
    }

    @PostMapping("/note")
    ResponseEntity<byte[]> note(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .post(person(session, chat) + "/notes", Map.of("text", turn.field("text")))
                .orRefuse();
        return card(turn, session, chat);
    }

    @PostMapping("/assign")
    ResponseEntity<byte[]> assign(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String user = turn.field("user");
        if (user.isEmpty()) {
            turn.api().call("DELETE", assignment(session, chat), null).orRefuse();
        } else {
            turn.api()
                    .call("PUT", assignment(session, chat), Map.of("user", user))
                    .orRefuse();
        }
        return card(turn, session, chat);
    }
}
