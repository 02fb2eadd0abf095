// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.fault.GatewayException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Carries deliveries out: one at a time for each lane, several lanes at once. Its one thread looks whenever something
/// was logged or is due; each lane under way has a virtual thread.
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONCE = 64;
    private static final int LANES_OF_ONE = 16;
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofDays(30);

    private record Lane(long webhook, String name) {}

    private final WebhookStore store;
    private final EventLog events;
    private final Feeder feeder;
    private final Attempt attempt;
    private final InstantSource time;
    private final RandomGenerator random;
    private final JsonMapper json;
    private final List<Duration> pauses;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Lane> underWay = new HashSet<>();
    private boolean nudged;
    private volatile boolean closed;

    Courier(WebhookStore store, Feeder feeder, Attempt attempt, Webhooks.Tools tools) {
        this.store = store;
        this.events = tools.events();
        this.feeder = feeder;
        this.attempt = attempt;
        this.time = tools.time();
        this.random = tools.random();
        this.json = tools.json();
        this.pauses = tools.pauses();
    }

    void start() {
        Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /// Something was logged, is due, or has changed.
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
        while (!closed) {
            try {
                boolean more = feeder.feed();
                launch();
                if (!more) {
                    sleep();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("webhooks stumbled and will look again", e);
                }
                pause();
            }
        }
    }

    private void launch() {
        List<DeliveryStore.Due> due = store.database().read(tx -> DeliveryStore.due(tx, time.instant(), AT_ONCE * 4));
        for (DeliveryStore.Due delivery : due) {
            Lane lane = new Lane(delivery.webhook(), delivery.lane());
            if (take(lane)) {
                Thread.ofVirtual().name("webhook-" + delivery.webhook()).start(() -> serve(lane, delivery));
            }
        }
    }

    private boolean take(Lane lane) {
        lock.lock();
        try {
            long ofOne = underWay.stream()
                    .filter(other -> other.webhook() == lane.webhook())
                    .count();
            return !closed && underWay.size() < AT_ONCE && ofOne < LANES_OF_ONE && underWay.add(lane);
        } finally {
            lock.unlock();
        }
    }

    /// Delivers what waits in a lane, one after the other, until one fails or none is left.
    private void serve(Lane lane, DeliveryStore.Due first) {
        try {
            // whoever served the lane before may have dealt with it since it was read
            Optional<DeliveryStore.Due> next = next(lane).filter(first::equals);
            while (next.isPresent() && !closed && deliver(next.get())) {
                next = next(lane);
            }
        } catch (GatewayException e) {
            if (!closed) {
                LOG.warn("a delivery stumbled and will be tried again: {}", e.code());
            }
        } finally {
            lock.lock();
            try {
                underWay.remove(lane);
                nudged = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<DeliveryStore.Due> next(Lane lane) {
        return store.database().read(tx -> DeliveryStore.nextOf(tx, lane.webhook(), lane.name()));
    }

    /// The answer says whether the lane may go on.
    private boolean deliver(DeliveryStore.Due delivery) {
        Optional<Webhook> found = store.database().read(tx -> store.find(tx, delivery.webhook()));
        if (found.isEmpty() || !found.get().enabled()) {
            return false;
        }
        Webhook webhook = found.get();
        Optional<Event> event = events.page(EventFilter.all(webhook.tenant()), delivery.seq() - 1, 1).stream()
                .filter(one -> one.seq() == delivery.seq())
                .findFirst();
        Optional<String> body = event.flatMap(one -> webhook.form().body(one, json));
        if (body.isEmpty()) {
            return store.database().write(tx -> {
                DeliveryStore.lost(tx, delivery.ref(), "event_gone", time.instant());
                return true;
            });
        }
        Outcome outcome = attempt.post(webhook, event.get().id(), body.get().getBytes(StandardCharsets.UTF_8));
        return note(webhook.ref(), delivery, outcome);
    }

    private boolean note(long webhook, DeliveryStore.Due delivery, Outcome outcome) {
        Instant now = time.instant();
        return store.database().write(tx -> {
            Optional<Webhook> current = store.find(tx, webhook);
            if (current.isEmpty()) {
                return false;
            }
            int failures = current.get().failures();
            if (outcome.good()) {
                DeliveryStore.delivered(tx, delivery.ref(), outcome, now);
                if (failures > 0) {
                    WebhookStore.health(tx, webhook, 0, Optional.empty());
                }
                return true;
            }
            int attempts = delivery.attempts() + 1;
            Optional<Instant> next = outcome.gone()
                    ? Optional.empty()
                    : RetrySchedule.next(pauses, delivery.createdAt(), attempts, now, outcome.retryAfter(), random);
            DeliveryStore.failed(tx, delivery.ref(), outcome, next, now);
            WebhookStore.health(tx, webhook, failures + 1, RetrySchedule.rest(failures + 1, now));
            if (outcome.gone()) {
                WebhookStore.switchOff(tx, webhook, "the receiver answered 410 Gone", now);
            }
            return false;
        });
    }

    private void sleep() throws InterruptedException {
        Instant now = time.instant();
        Duration wait = store.database()
                .read(DeliveryStore::soonest)
                .map(soonest -> Duration.between(now, soonest))
                .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        lock.lock();
        try {
            boolean busy =
                    !underWay.isEmpty() && !wait.isPositive(); // what is due is under way, or has to wait for room
            long nanos = busy ? LONGEST_SLEEP.toNanos() : wait.toNanos();
            while (!nudged && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long nanos = PAUSE_AFTER_FAULT.toNanos();
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            nudged = true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets deliveries that ended long ago.
    int prune() {
        return store.database()
                .write(tx -> DeliveryStore.prune(tx, time.instant().minus(KEPT)));
    }

    @Override
    public void close() {
        closed = true;
        nudge();
    }
}
