// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Carries one sink's events to its broker, a page at a time, on a thread of its own. The place in the log moves only
/// when the broker has the page, so that a crash repeats and never loses.
final class SinkPump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkPump.class);
    private static final int PAGE = 500;
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);

    /// A place that only unwanted events have moved is kept once it is so far from the one that was kept.
    private static final long UNKEPT = 1_000;

    private final long ref;
    private final SinkStore store;
    private final Tools tools;
    private final Supplier<SinkLink> links;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean nudged;
    private volatile boolean closed;
    private @Nullable SinkLink link;
    private long looked = -1;
    private volatile @Nullable Thread thread;

    /// What it works with.
    record Tools(EventLog events, InstantSource time, RandomGenerator random, JsonMapper json) {}

    SinkPump(long ref, SinkStore store, Tools tools, Supplier<SinkLink> links) {
        this.ref = ref;
        this.store = store;
        this.tools = tools;
        this.links = links;
    }

    void start() {
        thread = Thread.ofVirtual().name("sink-" + ref).start(this::run);
    }

    /// Something was logged, or the sink was changed.
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    sleep(turn());
                } catch (InterruptedException _) {
                    return;
                } catch (RuntimeException e) {
                    if (!closed) {
                        LOG.error("sink {} stumbled and will go on", ref, e);
                        pause();
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    /// Hands over one page; the answer is how long there is nothing to do, unless something happens.
    private Duration turn() throws InterruptedException {
        Optional<Sink> found = store.database().read(tx -> store.find(tx, ref));
        if (found.isEmpty() || !found.get().enabled()) {
            return LONGEST_SLEEP;
        }
        Sink sink = found.get();
        Instant now = tools.time().instant();
        Optional<Instant> rest = sink.progress().nextAt().filter(now::isBefore);
        if (rest.isPresent()) {
            return Duration.between(now, rest.get());
        }
        long newest = tools.events().newest();
        long from = Math.max(sink.progress().position(), looked);
        if (from >= newest) {
            return LONGEST_SLEEP;
        }
        List<Event> page = page(sink, from);
        long position = page.size() == PAGE ? page.getLast().seq() : newest;
        List<SinkMessage> wanted = wanted(sink, page);
        if (wanted.isEmpty()) {
            skip(sink, position);
        } else {
            handOver(wanted, position);
        }
        return Duration.ZERO;
    }

    private List<Event> page(Sink sink, long from) {
        return sink.everybodys()
                ? tools.events().ofAllTenants(from, PAGE)
                : tools.events().page(EventFilter.all(new TenantId(sink.tenant())), from, PAGE);
    }

    private List<SinkMessage> wanted(Sink sink, List<Event> page) {
        List<SinkMessage> wanted = new ArrayList<>();
        for (Event event : page) {
            sink.selection()
                    .lane(event, tools.json())
                    .ifPresent(lane -> wanted.add(new SinkMessage(event, lane.lane())));
        }
        return wanted;
    }

    private void skip(Sink sink, long position) {
        looked = position;
        if (position - sink.progress().position() >= UNKEPT) {
            store.database().write(tx -> {
                SinkStore.moved(tx, ref, position);
                return true;
            });
        }
    }

    private void handOver(List<SinkMessage> wanted, long position) throws InterruptedException {
        SinkLink open = link;
        if (open == null) {
            open = links.get();
            link = open;
        }
        switch (open.publish(wanted)) {
            case SinkOutcome.Taken _ -> {
                looked = position;
                store.database().write(tx -> {
                    SinkStore.taken(
                            tx, ref, position, wanted.size(), tools.time().instant());
                    return true;
                });
            }
            case SinkOutcome.Failed(SinkOutcome.Reason reason, String detail) -> {
                disconnect();
                if (!closed) {
                    failed(reason, detail);
                }
            }
        }
    }

    private void failed(SinkOutcome.Reason reason, String detail) {
        int failures = store.database().write(tx -> {
            int before =
                    store.find(tx, ref).map(sink -> sink.progress().failures()).orElse(0);
            Duration rest = Backoff.after(before + 1, tools.random());
            SinkStore.failed(tx, ref, reason.code(), tools.time().instant().plus(rest));
            return before + 1;
        });
        if (failures == 1 || failures == Backoff.OPEN) {
            LOG.warn("sink {} cannot hand over ({}, failure {}): {}", ref, reason.code(), failures, detail);
        }
    }

    private void disconnect() {
        SinkLink open = link;
        link = null;
        if (open != null) {
            boolean interrupted = Thread.interrupted(); // it was for the work, not for letting go of the broker
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("sink {} could not end its connection in order", ref, e);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sleep(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP.toNanos() : limit.toNanos();
            while (!nudged && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long nanos = PAUSE_AFTER_FAULT.toNanos();
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the place it has looked to, and connects anew: the sink was changed.
    @Override
    public void close() {
        closed = true;
        nudge();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Waits for its end, so that another can take its place.
    void join(Duration limit) throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.join(limit);
        }
    }
}
