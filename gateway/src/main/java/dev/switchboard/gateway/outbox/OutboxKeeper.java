// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.session.AfterSessions;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to messages that are to be sent later, or not at all after some time.
public final class OutboxKeeper extends AfterSessions {
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    /// Between two looks at what is over but still in somebody's hands.
    private static final Duration STEP = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(OutboxKeeper.class);

    private final Outbox outbox;
    private final InstantSource time;

    public OutboxKeeper(Outbox outbox, InstantSource time) {
        super("outbox-keeper", Duration.ZERO);
        this.outbox = outbox;
        this.time = time;
        outbox.tellOfLater(this::look);
    }

    /// Looks as soon as it can whether something is due.
    public void look() {
        wakeAfter(Duration.ZERO);
    }

    @Override
    protected void work() {
        if (!isRunning()) {
            return;
        }
        forgetTurns();
        Duration wait = LONGEST_SLEEP;
        try {
            wait = outbox.look()
                    .map(next -> Duration.between(time.instant(), next).plusMillis(1))
                    .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                    .map(until -> until.isNegative() ? STEP : until)
                    .orElse(LONGEST_SLEEP);
        } catch (RuntimeException e) {
            LOG.error("messages for later could not be looked at; they will be again", e);
        }
        wakeAfter(wait);
    }
}
