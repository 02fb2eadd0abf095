// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.MessageView;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SendBudget;
import dev.switchboard.gateway.messaging.SendCommand;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.outbox.Governor;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// Sends for all dialects. They answer when the message is accepted; where it can go at once, the network's word is
/// waited for a moment, so that a refusal is told to who asked.
public final class Sending {
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final Messages messages;
    private final SendBudget budget;
    private final Outbox outbox;
    private final SessionWatch watch;
    private final InstantSource time;

    /// What sending looks at.
    public record Tools(MessageFigures figures, Outbox outbox, SessionWatch watch) {}

    public Sending(Messages messages, Tools tools, InstantSource time) {
        this.messages = messages;
        this.outbox = tools.outbox();
        this.budget = new SendBudget(tools.figures(), tools.outbox());
        this.watch = tools.watch();
        this.time = time;
    }

    /// How a request to send ended.
    public sealed interface Outcome {
        /// It is durable, and sent or on its way.
        record Taken(String id, MessageView message) implements Outcome {}

        record NotConnected() implements Outcome {}

        /// A limit of the session is reached.
        record Blocked(Governor.Reason reason, Duration retryAfter) implements Outcome {
            /// The limit in words.
            public String words() {
                return switch (reason) {
                    case GAP -> "the gap between messages";
                    case MINUTE_LIMIT -> "the messages of a minute";
                    case HOUR_LIMIT -> "the messages of an hour";
                    case DAY_LIMIT -> "the messages of a day";
                };
            }
        }

        /// The network would not have it.
        record Refused(String id, String code) implements Outcome {}
    }

    public Outcome send(Caller caller, Session session, SendCommand command) {
        if (!session.takesMessages()) {
            return new Outcome.NotConnected();
        }
        Optional<Outcome.Blocked> blocked = blocked(session);
        if (blocked.isPresent()) {
            return blocked.get();
        }
        Instant began = time.instant();
        Outcome outcome = outcome(accepted(caller, session, command));
        watch.answered(session.key(), Duration.between(began, time.instant()));
        return outcome;
    }

    private Acceptance accepted(Caller caller, Session session, SendCommand command) {
        if (!outbox.free(session.key())) {
            return messages.send(caller, session, command);
        }
        try {
            return messages.sendAndWait(caller, session, command, MOMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Acceptance.NotConnected(session);
        }
    }

    private Outcome outcome(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted(String id, MessageView message, boolean _) ->
                "failed".equals(message.status())
                        ? new Outcome.Refused(id, Objects.requireNonNullElse(message.failure(), "unknown"))
                        : new Outcome.Taken(id, message);
            case Acceptance.NotConnected _ -> new Outcome.NotConnected();
            case Acceptance.OverQuota(long _, Instant until) ->
                new Outcome.Blocked(Governor.Reason.DAY_LIMIT, Duration.between(time.instant(), until));
            case Acceptance.Blocked limit -> new Outcome.Blocked(limit.reason(), limit.retryAfter());
            case Acceptance.TimeOver _,
                    Acceptance.IdTaken _,
                    Acceptance.KeyReused _,
                    Acceptance.UnknownTarget _,
                    Acceptance.WrongKind _,
                    Acceptance.NotYours _ ->
                throw new IllegalStateException(
                        "sending: " + acceptance.getClass().getSimpleName()
                                + " (expected: nothing of this kind for a message without id, key and target)");
        };
    }

    /// Which limit the session has reached, counting what was accepted, sent or not.
    public Optional<Outcome.Blocked> blocked(Session session) {
        Instant now = time.instant();
        return budget.reached(session, now)
                .map(wait -> new Outcome.Blocked(wait.reason(), Duration.between(now, wait.until())));
    }

    /// How many messages wait for their turn.
    public long waiting(Session session) {
        return outbox.waiting(session.key());
    }

    /// How many messages a session may send in a day.
    public int perDay(Session session) {
        SendLimits limits = outbox.limits(session.key());
        return limits.enabled() ? limits.perDay() : SendLimits.STANDARD.perDay();
    }
}
