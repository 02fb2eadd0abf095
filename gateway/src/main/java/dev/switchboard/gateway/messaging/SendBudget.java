// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.outbox.Governor;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether a session has been given all the messages that its limits let it send, counting what was accepted, sent or
/// not. The gap between messages is no limit in this sense.
public final class SendBudget {
    private final MessageFigures figures;
    private final Outbox outbox;

    public SendBudget(MessageFigures figures, Outbox outbox) {
        this.figures = figures;
        this.outbox = outbox;
    }

    /// The limit that is reached, and until when.
    public Optional<Governor.Decision.Wait> reached(Session session, Instant now) {
        SendLimits limits = outbox.limits(session.key());
        if (!limits.enabled()) {
            return Optional.empty();
        }
        SendLimits without = new SendLimits(
                true, limits.perMinute(), limits.perHour(), limits.perDay(), Duration.ZERO, Duration.ZERO);
        List<Instant> accepted = figures.accepted(session, now.minus(Duration.ofDays(1)), now, limits.perDay());
        return Governor.decide(without, accepted, now, 0) instanceof Governor.Decision.Wait wait
                ? Optional.of(wait)
                : Optional.empty();
    }
}
