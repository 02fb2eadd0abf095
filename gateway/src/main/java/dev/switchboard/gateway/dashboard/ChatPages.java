// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The inbox: chats of a session, one conversation, and the person it is with.
@Hidden
@RestController
@RequestMapping("/dashboard/chats")
final class ChatPages {
    private static final int CHATS = 30;
    private static final int MESSAGES = 40;

    private final Pages pages;

    ChatPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String session) {
        return SessionPages.api(session);
    }

    private static String api(String session, String chat) {
        return SessionPages.api(session) + "/chats/" + NativeApi.part(chat);
    }

    /// The inbox of the session that was asked for, or of the first that is linked.
    @GetMapping
    ResponseEntity<byte[]> first(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        List<Json> sessions = sessions(turn);
        String wanted = turn.field("session");
        return sessions.stream()
                .map(session -> session.text("id"))
                .filter(id -> wanted.isEmpty() || wanted.equals(id))
                .findFirst()
                .map(id -> turn.go("/dashboard/chats/" + NativeApi.part(id)))
                .orElseGet(() -> turn.show("chats/none"));
    }

    private static List<Json> sessions(Pages.Turn turn) {
        return turn.api().get("/api/v1/sessions?limit=100").orRefuse().items("items").stream()
                .filter(session -> session.flag("linked"))
                .toList();
    }

    @GetMapping("/{session}")
    ResponseEntity<byte[]> inbox(
            @PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "chats/inbox",
                "sessions",
                sessions(turn),
                "session",
                session,
                "chats",
                chats(turn, session),
                "talk",
                Talk.NONE);
    }

    private static Json chats(Pages.Turn turn, String session) {
        String words = turn.field("q");
        if (!words.isEmpty()) {
            return turn.api()
                    .get(api(session) + "/search?limit=" + CHATS + "&q=" + NativeApi.part(words))
                    .orNothing();
        }
        String cursor = turn.field("cursor");
        return turn.api()
                .get(api(session) + "/chats?limit=" + CHATS
                        + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
    }

    /// The list alone: as it is now, further down, or what a search finds.
    @GetMapping("/{session}/list")
    ResponseEntity<byte[]> list(
            @PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                turn.field("q").isEmpty() ? "chats/list" : "chats/found",
                "session",
                session,
                "chats",
                chats(turn, session),
                "open",
                turn.field("open"));
    }

    /// Templates to put into the text that is being written.
    @GetMapping("/{session}/quick")
    ResponseEntity<byte[]> quick(
            @PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json list = turn.api().get("/api/v1/templates?limit=30").orNothing();
        return turn.show("chats/quick", "templates", list.items("items"));
    }

    @GetMapping("/{session}/{chat}")
    ResponseEntity<byte[]> conversation(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "chats/inbox",
                "sessions",
                sessions(turn),
                "session",
                session,
                "chats",
                chats(turn, session),
                "talk",
                talk(turn, session, chat));
    }

    private static Talk talk(Pages.Turn turn, String session, String chat) {
        Json found = turn.api().get(api(session, chat)).orNothing();
        String jid = found.at("chat").textOr("jid", chat);
        Json person = jid.endsWith("@g.us")
                ? turn.api()
                        .get(api(session) + "/groups/" + NativeApi.part(jid))
                        .orNothing()
                : turn.api()
                        .get(api(session) + "/contacts/" + NativeApi.part(jid))
                        .orNothing();
        return new Talk(jid, found, messages(turn, session, chat, ""), person);
    }

    private static Json messages(Pages.Turn turn, String session, String chat, String cursor) {
        return turn.api()
                .get(api(session, chat) + "/messages?limit=" + MESSAGES
                        + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orNothing();
    }

    /// The messages alone: the newest, or older ones.
    @GetMapping("/{session}/{chat}/messages")
    ResponseEntity<byte[]> messages(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json messages = messages(turn, session, chat, turn.field("cursor"));
        return turn.show(
                "chats/messages", "session", session, "talk", new Talk(chat, Json.NOTHING, messages, Json.NOTHING));
    }

    /// Sends a text or a file that was uploaded.
    @PostMapping("/{session}/{chat}/send")
    ResponseEntity<byte[]> send(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("to", chat);
        String media = turn.field("media");
        if (media.isEmpty()) {
            body.put("text", turn.field("text"));
        } else {
            String type = turn.field("mediaType");
            String kind = type.startsWith("image/")
                    ? "image"
                    : type.startsWith("video/") ? "video" : type.startsWith("audio/") ? "audio" : "document";
            Map<String, Object> file = new LinkedHashMap<>(Map.of("mediaId", media));
            if (!turn.field("text").isEmpty() && !kind.equals("audio")) {
                file.put("caption", turn.field("text"));
            }
            if (kind.equals("document")) {
                file.put("fileName", turn.fieldOr("mediaName", "file"));
            }
            body.put(kind, file);
        }
        if (!turn.field("replyTo").isEmpty()) {
            body.put("replyTo", turn.field("replyTo"));
        }
        turn.api().post(api(session) + "/messages", body).orRefuse();
        return turn.show(
                "chats/messages",
                "session",
                session,
                "talk",
                new Talk(chat, Json.NOTHING, messages(turn, session, chat, ""), Json.NOTHING));
    }

    @PostMapping("/{session}/{chat}/react/{message}")
    ResponseEntity<byte[]> react(
            @PathVariable String session,
            @PathVariable String chat,
            @PathVariable String message,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .call(
                        "PUT",
                        api(session) + "/messages/" + NativeApi.part(message) + "/reaction",
                        Map.of("emoji", turn.field("emoji")))
                .orRefuse();
        return turn.show(
                "chats/messages",
                "session",
                session,
                "talk",
                new Talk(chat, Json.NOTHING, messages(turn, session, chat, ""), Json.NOTHING));
    }

    /// Whoever opened the conversation has read it.
    @PostMapping("/{session}/{chat}/read")
    ResponseEntity<byte[]> read(
            @PathVariable String session,
            @PathVariable String chat,
            HttpServletRequest request,
            HttpServletResponse response) {
        pages.turn(request, response).api().post(api(session, chat) + "/read", null);
        return ResponseEntity.noContent().build();
    }

    /// A conversation with a number that was typed in.
    @PostMapping("/{session}/new")
    ResponseEntity<byte[]> begin(
            @PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String digits = turn.field("phone").replaceAll("[^0-9]", "");
        return turn.go(
                "/dashboard/chats/" + NativeApi.part(session) + "/" + NativeApi.part(digits + "@s.whatsapp.net"));
    }
}
