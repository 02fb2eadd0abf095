// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.outbox.Priority;
import dev.switchboard.gateway.outbox.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a message is to be sent, as the request has it.
///
/// @param sendAt not before; empty = as soon as it may
/// @param expiresAt not after
/// @param life the same as a time after which it is not to be sent, counted from when it might have been
/// @param refused whether it is refused while the session has reached a limit, and does not wait
public record SendPlan(
        Priority priority,
        Optional<Instant> sendAt,
        Optional<Instant> expiresAt,
        Optional<Duration> life,
        boolean refused) {
    /// As soon as it may, however long that takes.
    public static final SendPlan WAITING =
            new SendPlan(Priority.NORMAL, Optional.empty(), Optional.empty(), Optional.empty(), false);

    /// A time that is over by no more than this is now.
    private static final Duration LATE = Duration.ofMinutes(1);

    /// The field whose time is over; empty if none is.
    Optional<String> over(Instant now) {
        if (sendAt.filter(time -> time.isBefore(now.minus(LATE))).isPresent()) {
            return Optional.of("sendAt");
        }
        Instant begin = sendAt.orElse(now);
        return expiresAt.filter(end -> !end.isAfter(begin) || !end.isAfter(now)).map(_ -> "expiresAt");
    }

    /// The place in the queue that this asks for.
    Slot slot(Instant now) {
        Optional<Instant> later = sendAt.filter(time -> time.isAfter(now));
        return new Slot(
                priority,
                later,
                expiresAt.or(() -> life.map(span -> later.orElse(now).plus(span))));
    }

    /// All of it that makes two requests different ones; empty if nothing was asked for.
    String digested() {
        return equals(WAITING)
                        || (sendAt.isEmpty() && expiresAt.isEmpty() && life.isEmpty() && priority == Priority.NORMAL)
                ? ""
                : String.join(" ", priority.text(), sendAt.toString(), expiresAt.toString(), life.toString());
    }
}
