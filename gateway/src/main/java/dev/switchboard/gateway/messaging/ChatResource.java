// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/chats`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/chats")
@Tag(name = "Chats", description = "Chats and what is in them")
public final class ChatResource {
    private final Sessions sessions;
    private final Messages messages;

    public ChatResource(Sessions sessions, Messages messages) {
        this.sessions = sessions;
        this.messages = messages;
    }

    @GetMapping
    @Operation(summary = "List chats", description = "The one with the newest message first.")
    Page<ChatView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.chats(session, cursor, Cursor.limit(limit));
    }

    @GetMapping("/{chat}")
    @Operation(summary = "Look at a chat", description = "By any form of its address.")
    ChatView get(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.chat(session, MessageResource.chat(chat)).orElseThrow(ChatResource::unknown);
    }

    @GetMapping("/{chat}/messages")
    @Operation(summary = "List a chat's messages", description = "Newest first.")
    Page<MessageView> messages(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.history(session, MessageResource.chat(chat), cursor, Cursor.limit(limit));
    }

    @PostMapping("/{chat}/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Mark a chat as read", description = "Its authors get read receipts.")
    void read(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (!messages.markRead(session, MessageResource.chat(chat))) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return Problem.of(ProblemKind.CHAT_NOT_FOUND, "The session has no chat with this address.")
                .refusal();
    }
}
