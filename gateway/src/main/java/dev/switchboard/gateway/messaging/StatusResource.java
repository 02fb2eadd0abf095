// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.contact.Contacts;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/status-posts`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/status-posts")
@Tag(name = "Status posts", description = "Posts that contacts see for a day")
public final class StatusResource {
    private static final int AUDIENCE = 5_000;

    private final Sessions sessions;
    private final Messages messages;
    private final Senders senders;
    private final Contacts contacts;

    public StatusResource(Sessions sessions, Messages messages, Senders senders, Contacts contacts) {
        this.sessions = sessions;
        this.messages = messages;
        this.senders = senders;
        this.contacts = contacts;
    }

    /// The body that posts a status: a text, an image, a video or a voice note.
    @Schema(name = "NewStatusPost")
    public record NewStatusPost(
            @Schema(example = "Open again!") @Nullable String text,
            NewMessage.@Nullable FilePart image,
            NewMessage.@Nullable FilePart video,
            NewMessage.@Nullable FilePart voice,

            @Schema(description = "who is to see it; left out = everybody in the account's contacts") @Nullable
            List<String> audience) {
        @Override
        public String toString() {
            return "NewStatusPost[]";
        }
    }

    @PostMapping
    @ApiResponse(responseCode = "202", description = "Durable, and on its way")
    @Operation(summary = "Post a status")
    ResponseEntity<MessageResource.AcceptedView> post(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestBody NewStatusPost body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestParam(required = false) @Nullable String blocked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key)
            throws IOException, InterruptedException {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        boolean waits = MessageResource.waits(wait);
        List<Jid> audience = body.audience() == null
                ? contacts.saved(session, AUDIENCE)
                : DraftReader.people(body.audience(), "audience", AUDIENCE);
        SendCommand command = senders.complete(
                        session,
                        Jid.STATUS,
                        new DraftReader(NewMessage.status(body.text(), body.image(), body.video(), body.voice()))
                                .read(),
                        SendCommand.Options.toAudience(audience))
                .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "There is nothing to post.")
                        .refusal())
                .planned(PlanReader.read(
                        NewMessage.status(null, null, null, null), blocked, messages.whenBlocked(session)))
                .named(Optional.empty(), Optional.ofNullable(key).map(MessageResource::idempotencyKey));
        Acceptance acceptance = waits
                ? messages.sendAndWait(caller, session, command, MessageResource.WAIT_LIMIT)
                : messages.send(caller, session, command);
        return MessageResource.answer(acceptance, waits);
    }

    @GetMapping
    @Operation(summary = "List status posts", description = "Own ones and those of contacts, newest first.")
    Page<MessageView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return messages.history(session, Jid.STATUS, cursor, Cursor.limit(limit));
    }
}
