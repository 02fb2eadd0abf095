// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.SendLimits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A session's send queue, and how it is paced.
@RestController
@RequestMapping("/api/v1/sessions/{id}")
@Tag(name = "Queue", description = "What waits to be sent, and how sending is paced")
public final class QueueResource {
    private static final int MOST = 1_000_000;
    private static final long LONGEST_GAP = Duration.ofDays(1).toMillis();

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

            @Schema(description = "when the next message may go, if that is known") @Nullable
            Instant nextSendAt,

            @Schema(description = "messages sent in the last minute")
            long usedThisMinute,

            long usedThisHour,
            long usedThisDay,

            @Schema(description = "of those that wait: such as begin new chats, while the network forbids that")
            long heldBack,

            PolicyView policy) {}

    /// How a session sends.
    @Schema(name = "SendPolicy")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyView(
            @Schema(description = "whether the limits are the session's own")
            boolean own,

            boolean limited,
            int perMinute,
            int perHour,
            int perDay,

            @Schema(description = "shortest pause between two messages")
            long gapMinMillis,

            @Schema(description = "longest pause, chosen at random")
            long gapMaxMillis,

            @Nullable QuietView quietHours) {
        static PolicyView of(SendPolicy policy) {
            SendLimits limits = policy.limits();
            return new PolicyView(
                    policy.own(),
                    limits.enabled(),
                    limits.perMinute(),
                    limits.perHour(),
                    limits.perDay(),
                    limits.gapMin().toMillis(),
                    limits.gapMax().toMillis(),
                    policy.quiet()
                            .map(hours -> new QuietView(
                                    hours.from().toString(),
                                    hours.to().toString(),
                                    hours.zone().getId()))
                            .orElse(null));
        }
    }

    /// Hours in which nothing is sent.
    @Schema(name = "QuietHours")
    record QuietView(
            @Schema(example = "22:00") @Nullable String from,
            @Schema(example = "08:00") @Nullable String to,
            @Schema(example = "Europe/Berlin") @Nullable String zone) {}

    /// How a session shall send; what is left out of the limits is the gateway's.
    @Schema(name = "NewSendPolicy")
    record PolicyWish(
            @Schema(description = "false: no limits at all", defaultValue = "true") @Nullable
            Boolean limited,

            @Nullable Integer perMinute,
            @Nullable Integer perHour,
            @Nullable Integer perDay,
            @Nullable Long gapMinMillis,
            @Nullable Long gapMaxMillis,

            @Schema(description = "none if left out") @Nullable
            QuietView quietHours) {}

    @GetMapping("/queue")
    @Operation(summary = "Look at the send queue", description = "How many wait, what for, and what was used up.")
    QueueView queue(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Outbox.Standing standing = outbox.standing(find(caller, id).key());
        Optional<Outbox.Hold> hold = standing.hold();
        return new QueueView(
                standing.length(),
                standing.policy().paused(),
                hold.map(Outbox.Hold::reason).orElse(null),
                hold.flatMap(Outbox.Hold::until).orElse(null),
                standing.used().get(0),
                standing.used().get(1),
                standing.used().get(2),
                standing.heldBack(),
                PolicyView.of(standing.policy()));
    }

    @PostMapping("/queue/pause")
    @Operation(summary = "Pause sending", description = "Messages are taken and wait, also over a restart.")
    QueueView pause(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return pause(caller, id, true);
    }

    @PostMapping("/queue/resume")
    @Operation(summary = "Resume sending")
    QueueView resume(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return pause(caller, id, false);
    }

    private QueueView pause(Caller caller, String id, boolean paused) {
        Session session = find(caller, id);
        outbox.change(session.key(), now -> new SendPolicy(now.limits(), now.own(), paused, now.quiet()));
        return queue(caller, id);
    }

    @DeleteMapping("/queue/{messageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a message back before it is sent", description = "It counts as failed, with cancelled.")
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

    @PutMapping("/send-policy")
    @Operation(
            summary = "Say how the session sends",
            description = "{} gives it the gateway's own limits and no quiet hours. Whether it is paused stays.")
    PolicyView policy(@AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody PolicyWish wish) {
        Session session = find(caller, id);
        boolean own = wish.limited() != null
                || wish.perMinute() != null
                || wish.perHour() != null
                || wish.perDay() != null
                || wish.gapMinMillis() != null
                || wish.gapMaxMillis() != null;
        SendLimits limits = own ? limits(wish) : outbox.standardLimits();
        Optional<QuietHours> quiet = Optional.ofNullable(wish.quietHours()).map(QueueResource::quiet);
        return PolicyView.of(outbox.change(session.key(), now -> new SendPolicy(limits, own, now.paused(), quiet)));
    }

    private SendLimits limits(PolicyWish wish) {
        SendLimits standard = outbox.standardLimits().enabled() ? outbox.standardLimits() : SendLimits.STANDARD;
        long gapMin = Objects.requireNonNullElse(
                wish.gapMinMillis(), standard.gapMin().toMillis());
        long gapMax = Objects.requireNonNullElse(
                wish.gapMaxMillis(), Math.max(gapMin, standard.gapMax().toMillis()));
        if (gapMin < 0 || gapMax < gapMin || gapMax > LONGEST_GAP) {
            throw refused("The gaps do not fit.", "0 <= gapMinMillis <= gapMaxMillis <= " + LONGEST_GAP);
        }
        return new SendLimits(
                Objects.requireNonNullElse(wish.limited(), true),
                count("perMinute", wish.perMinute(), standard.perMinute()),
                count("perHour", wish.perHour(), standard.perHour()),
                count("perDay", wish.perDay(), standard.perDay()),
                Duration.ofMillis(gapMin),
                Duration.ofMillis(gapMax));
    }

    private static int count(String field, @Nullable Integer wish, int standard) {
        int count = Objects.requireNonNullElse(wish, standard);
        if (count < 1 || count > MOST) {
            throw refused("The field " + field + " is out of bounds.", field + " from 1 to " + MOST);
        }
        return count;
    }

    private static QuietHours quiet(QuietView wish) {
        try {
            if (wish.from() != null && wish.to() != null && wish.zone() != null) {
                return new QuietHours(LocalTime.parse(wish.from()), LocalTime.parse(wish.to()), ZoneId.of(wish.zone()));
            }
        } catch (DateTimeException | IllegalArgumentException _) {
            // told below
        }
        throw refused(
                "The quiet hours are not ones.",
                "from and to as two different times such as 22:00, zone such as Europe/Berlin");
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    private Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }
}
