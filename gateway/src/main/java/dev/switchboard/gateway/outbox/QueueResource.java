// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.outbox.PolicyViews.PolicyView;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A session's send queue.
@RestController
@RequestMapping("/api/v1/sessions/{id}/queue")
@Tag(name = "Queue", description = "What waits to be sent, and how sending is paced")
public final class QueueResource {
    private final Sessions sessions;
    private final Outbox outbox;

    public QueueResource(Sessions sessions, Outbox outbox) {
        this.sessions = sessions;
        this.outbox = outbox;
    }

    /// The queue as it stands.
    @Schema(name = "Queue")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QueueView(
            @Schema(description = "messages that wait") long length,
            boolean paused,

            @Schema(
                    description = "what the next message waits for",
                    allowableValues = {"paused", "quiet_hours", "gap", "minute_limit", "hour_limit", "day_limit"})
            @Nullable
            String blockedBy,

            @Schema(description = "when the next message may go, where that is known") @Nullable
            Instant nextSendAt,

            @Schema(description = "messages sent in the last minute")
            long usedThisMinute,

            long usedThisHour,
            long usedThisDay,

            @Schema(description = "of those that wait: such as begin new chats, while that is not allowed")
            long heldBack,

            @Schema(description = "messages whose time has not come")
            long scheduled,

            @Schema(description = "the time of the first of them") @Nullable
            Instant nextScheduledAt,

            ColdView newChats,
            PolicyView policy) {}

    /// Messages that begin chats.
    @Schema(name = "ColdLane", description = "Messages to people with whom nothing was ever exchanged")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ColdView(
            @Schema(description = "such messages that wait") long length,

            @Schema(
                    description = "what keeps them besides",
                    allowableValues = {"restricted", "warm_up", "cold_limit"})
            @Nullable
            String blockedBy,

            @Nullable Instant nextSendAt,
            @Schema(description = "sent in the last day") long usedThisDay,

            @Schema(description = "how many may be sent in a day, where that is limited") @Nullable
            Integer perDay) {}

    /// A message in the queue.
    @Schema(name = "QueuedMessage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QueuedView(
            String id,
            String chat,
            String type,

            @Schema(allowableValues = {"low", "normal", "high"})
            String priority,

            @Schema(allowableValues = {"reply", "cold"}) @Nullable
            String lane,

            Instant acceptedAt,
            @Nullable Instant sendAt,
            @Nullable Instant expiresAt) {
        static QueuedView of(OutboxStore.Shown message) {
            boolean later = message.sendAt().isPresent();
            return new QueuedView(
                    message.id(),
                    message.chat(),
                    message.type(),
                    message.priority().text(),
                    later ? null : message.cold() ? "cold" : "reply",
                    message.acceptedAt(),
                    message.sendAt().orElse(null),
                    message.expiresAt().orElse(null));
        }
    }

    @GetMapping
    @Operation(summary = "Look at the send queue", description = "How many wait, what for, and what was used up.")
    QueueView queue(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Outbox.Standing standing = outbox.standing(find(caller, id).key());
        Optional<Outbox.Hold> hold = standing.hold();
        Outbox.ColdStanding cold = standing.cold();
        return new QueueView(
                standing.length(),
                standing.policy().paused(),
                hold.map(Outbox.Hold::reason).orElse(null),
                hold.flatMap(Outbox.Hold::until).orElse(null),
                standing.used().get(0),
                standing.used().get(1),
                standing.used().get(2),
                cold.hold().isPresent() ? cold.length() : 0,
                standing.later().count(),
                standing.later().first().orElse(null),
                new ColdView(
                        cold.length(),
                        cold.hold().map(Outbox.Hold::reason).orElse(null),
                        cold.hold().flatMap(Outbox.Hold::until).orElse(null),
                        cold.used(),
                        cold.allowance().orElse(null)),
                PolicyView.of(standing.policy()));
    }

    @GetMapping("/messages")
    @Operation(
            summary = "List the messages that wait",
            description = "In the order in which they came; with scheduled=true those whose time has not come.")
    Page<QueuedView> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean scheduled,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        int most = Cursor.limit(limit);
        long after = cursor == null ? 0 : Cursor.numbers(cursor)[0];
        return Page.of(
                        outbox.shown(find(caller, id).key(), after, most + 1, scheduled),
                        most,
                        message -> Cursor.of(message.place(), 0))
                .map(QueuedView::of);
    }

    @PostMapping("/pause")
    @Operation(summary = "Pause sending", description = "Messages are taken and wait, also over a restart.")
    QueueView pause(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return pause(caller, id, true);
    }

    @PostMapping("/resume")
    @Operation(summary = "Resume sending")
    QueueView resume(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return pause(caller, id, false);
    }

    private QueueView pause(Caller caller, String id, boolean paused) {
        outbox.pause(Sessions.lease(find(caller, id)), paused);
        return queue(caller, id);
    }

    @DeleteMapping("/{messageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Take a message back before it is sent",
            description = "One that waits, or whose time has not come. It counts as failed, with cancelled.")
    void cancel(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String messageId) {
        Session session = find(caller, id);
        switch (outbox.cancel(Sessions.lease(session), messageId)) {
            case DONE -> {
                // told by the status
            }
            case NOT_QUEUED ->
                throw Problem.of(ProblemKind.MESSAGE_NOT_FOUND, "No message with this id waits in the queue.")
                        .withAdvice("A message that was sent is taken back for everyone by revoke.")
                        .refusal();
            case TOO_LATE ->
                throw Problem.of(ProblemKind.MESSAGE_UNDER_WAY, "It is too late to take the message back.")
                        .withAdvice("Take it back for everyone by revoke.")
                        .refusal();
        }
    }

    private Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }
}
