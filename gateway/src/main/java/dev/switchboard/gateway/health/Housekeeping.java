// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.ConnectionSpans;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the days that are over, forgets how links stood more than a year ago, and removes sessions that are dead.
public final class Housekeeping extends AfterSessions {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(400);

    private final DailyCounts counts;
    private final SessionCleanup cleanup;
    private final Database database;
    private final InstantSource time;

    public Housekeeping(DailyCounts counts, SessionCleanup cleanup, Database database, InstantSource time) {
        super("housekeeping", SOON);
        this.counts = counts;
        this.cleanup = cleanup;
        this.database = database;
        this.time = time;
    }

    @Override
    protected void work() {
        try {
            counts.closeDays();
            ConnectionSpans.forget(database, time.instant().minus(KEPT));
            cleanup.everywhere();
        } catch (RuntimeException e) {
            LOG.error("what is over could not be put away", e);
        }
        wakeAfter(EVERY);
    }
}
