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
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
    private final ChatControl control;

    public ChatResource(Sessions sessions, Messages messages, ChatControl control) {
        this.sessions = sessions;
        this.messages = messages;
        this.control = control;
    }

    @GetMapping
    @Operation(summary = "List chats", description = "The one with the newest message first.")
    Page<ChatView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable Boolean archived,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.chats(session, archived, cursor, Cursor.limit(limit));
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

    /// The body that changes a chat: what is left out stays.
    @Schema(name = "ChatChange")
    public record ChatChange(
            @Nullable Boolean archived,
            @Nullable Boolean pinned,

            @Schema(description = "silent until this time; the beginning of 1970 unmutes it") @Nullable
            Instant mutedUntil,

            @Nullable Boolean muted,
            @Nullable Boolean markedUnread,

            @Schema(description = "new messages disappear so long after reading; 0 = never") @Nullable
            Long lifetimeSeconds) {}

    @PatchMapping("/{chat}")
    @Operation(
            summary = "Change a chat",
            description =
                    "Archives, pins, mutes it, marks it as unread, or makes its messages disappear; the account's other"
                            + " devices see it too.")
    ChatView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestBody ChatChange body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Jid jid = MessageResource.chat(chat);
        control.change(session, jid, body);
        return messages.chat(session, jid).orElseThrow(ChatResource::unknown);
    }

    @DeleteMapping("/{chat}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a chat", description = "With its messages, on all devices of the account.")
    void delete(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        control.empty(SessionLookup.find(sessions, caller, sessionId), MessageResource.chat(chat), true);
    }

    @DeleteMapping("/{chat}/messages")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a chat's messages", description = "On all devices of the account.")
    void clear(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        control.empty(SessionLookup.find(sessions, caller, sessionId), MessageResource.chat(chat), false);
    }

    @DeleteMapping("/{chat}/messages/{messageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a message for oneself", description = "On all devices of the account; others keep it.")
    void hide(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @PathVariable String messageId) {
        control.hide(SessionLookup.find(sessions, caller, sessionId), messageId);
    }

    @PostMapping("/{chat}/older")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ask the phone for older messages",
            description = "They come as history.received events, if the phone is online.")
    void older(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestParam(defaultValue = "50") int count) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (!control.older(session, MessageResource.chat(chat), Math.clamp(count, 1, 50))) {
            throw unknown();
        }
    }

    /// What the account shows in a chat.
    @Schema(name = "ChatActivity")
    public record ActivityBody(
            @Schema(allowableValues = {"typing", "recording", "paused"}) @Nullable
            String activity) {}

    @PostMapping("/{chat}/activity")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Show that the account is typing or recording", description = "Or that it stopped: paused.")
    void activity(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestBody ActivityBody body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        control.show(session, MessageResource.chat(chat), body.activity());
    }

    static Refusal unknown() {
        return Problem.of(ProblemKind.CHAT_NOT_FOUND, "The session has no chat with this address.")
                .refusal();
    }
}
