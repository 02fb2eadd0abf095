// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/// Changes how much is logged while the gateway runs. Only the gateway's own loggers: what libraries would log at their
/// lower levels may hold texts of messages and secrets.
public final class LogLevels implements AutoCloseable {
    /// The gateway as a whole.
    public static final String ROOT = "dev.switchboard";

    private final LoggingSystem system;
    private final InstantSource time;
    private final LogLevel standard;
    private final Map<String, Change> changes = new ConcurrentSkipListMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("log-levels").daemon(true).factory());

    /// @param standard the level that was set at the start
    public LogLevels(LoggingSystem system, LogLevel standard, InstantSource time) {
        this.system = system;
        this.standard = standard;
        this.time = time;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// A level that was changed.
    ///
    /// @param until when it ends by itself
    public record Change(String logger, LogLevel level, Optional<Instant> until) {}

    /// Whether a name is one of the gateway's own loggers.
    public static boolean known(String logger) {
        return logger.equals(ROOT) || logger.matches("dev\\.switchboard(\\.[A-Za-z][A-Za-z0-9_]*){1,8}");
    }

    /// The levels that hold, that of the gateway as a whole first.
    public List<Change> all() {
        List<Change> all = new ArrayList<>();
        if (!changes.containsKey(ROOT)) {
            all.add(new Change(ROOT, standard, Optional.empty()));
        }
        all.addAll(changes.values());
        return all;
    }

    /// Changes a level; with a time, until that is over.
    public Change set(String logger, LogLevel level, Optional<Duration> duration) {
        Change change = new Change(logger, level, duration.map(time.instant()::plus));
        changes.put(logger, change);
        system.setLogLevel(logger, level);
        duration.ifPresent(wait -> timer.schedule(() -> end(change), wait.toMillis(), TimeUnit.MILLISECONDS));
        return change;
    }

    private void end(Change change) {
        if (changes.remove(change.logger(), change)) {
            restore(change.logger());
        }
    }

    /// Takes a change back; whether there was one.
    public boolean reset(String logger) {
        boolean changed = changes.remove(logger) != null;
        if (changed) {
            restore(logger);
        }
        return changed;
    }

    private void restore(String logger) {
        system.setLogLevel(logger, logger.equals(ROOT) ? standard : null);
    }

    /// Ends, and leaves the levels as they were at the start: another gateway of this process has the same loggers.
    @Override
    public void close() {
        timer.shutdownNow();
        List.copyOf(changes.keySet()).forEach(this::reset);
    }
}
