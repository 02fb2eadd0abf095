// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.outbox.Priority;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads when a message is to be sent.
final class PlanReader {
    private static final long LONGEST_LIFE = Duration.ofDays(366).toSeconds();

    private PlanReader() {}

    /// @param blocked what the request says about limits that are reached
    /// @param otherwise what holds if it says nothing
    static SendPlan read(NewMessage body, @Nullable String blocked, WhenBlocked otherwise) {
        Long life = body.ttl();
        if (life != null && (life < 1 || life > LONGEST_LIFE)) {
            throw refused("The field ttl is out of bounds.", "ttl in seconds, from 1 to " + LONGEST_LIFE);
        }
        if (life != null && body.expiresAt() != null) {
            throw refused("The body has both ttl and expiresAt.", "one of them");
        }
        Priority priority = Optional.ofNullable(body.priority())
                .map(text -> Priority.of(text)
                        .orElseThrow(() -> refused("The field priority has another form.", "low, normal or high")))
                .orElse(Priority.NORMAL);
        return new SendPlan(
                priority,
                Optional.ofNullable(body.sendAt()),
                Optional.ofNullable(body.expiresAt()),
                Optional.ofNullable(life).map(Duration::ofSeconds),
                blocked(blocked, otherwise) == WhenBlocked.REFUSE);
    }

    /// Refuses what only messages can have.
    static void none(NewMessage body) {
        if (body.sendAt() != null || body.expiresAt() != null || body.ttl() != null || body.priority() != null) {
            throw refused(
                    "What acts on a message goes at once.", "sendAt, expiresAt, ttl and priority with messages only");
        }
    }

    static WhenBlocked blocked(@Nullable String wish, WhenBlocked otherwise) {
        try {
            return wish == null || wish.isEmpty() ? otherwise : WhenBlocked.of(wish);
        } catch (IllegalArgumentException _) {
            throw refused("The parameter blocked has another form.", "blocked=refuse or blocked=queue");
        }
    }

    /// What is told when a limit is reached.
    static Refusal limited(Acceptance.Blocked blocked) {
        return Problem.of(
                        ProblemKind.SEND_LIMITED,
                        "The session has sent " + blocked.words() + ", and may send again at " + blocked.until() + ".")
                .withReason(blocked.code())
                .withRetryAfter(blocked.retryAfter())
                .withAdvice("Come back then, or let it wait in the queue: blocked=queue.")
                .refusal();
    }

    static Refusal over(String field, Instant now) {
        return refused("The time " + field + " is over.", "a time after " + now + ", and expiresAt after sendAt");
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
