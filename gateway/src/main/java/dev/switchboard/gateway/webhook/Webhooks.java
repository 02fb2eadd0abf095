// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The webhooks of all tenants.
public final class Webhooks implements AutoCloseable {
    static final int MOST = 50;
    private static final int REPLAY_PAGE = 500;

    private final WebhookStore store;
    private final Feeder feeder;
    private final Attempt attempt;
    private final Courier courier;
    private final Tools tools;

    public Webhooks(Database database, Vault vault, GuardedHttp http, Tools tools) {
        this.tools = tools;
        this.store = new WebhookStore(database, vault, tools.json());
        this.feeder = new Feeder(store, tools.events(), tools.time(), tools.json());
        this.attempt = new Attempt(http, tools.time());
        this.courier = new Courier(store, feeder, attempt, tools);
        tools.events().watch(_ -> courier.nudge());
    }

    /// What it works with.
    public record Tools(
            EventLog events,
            AuditLog audit,
            InstantSource time,
            RandomGenerator random,
            JsonMapper json,
            List<Duration> pauses) {
        public Tools {
            pauses = List.copyOf(pauses);
        }
    }

    public void start() {
        courier.start();
    }

    /// Looks at once for what is due; for who has moved the clock.
    public void nudge() {
        courier.nudge();
    }

    /// What a caller may say of a webhook.
    record Wish(
            String url, Form form, EventSelection selection, java.util.Map<String, String> headers, boolean enabled) {
        Wish {
            headers = java.util.Map.copyOf(headers);
        }
    }

    /// Makes a webhook; events from now on are delivered.
    ///
    /// @return empty if the tenant has as many as it may
    Optional<Webhook> create(Caller caller, Wish wish, Optional<String> secret) {
        Instant now = tools.time().instant();
        byte[] id = new byte[8];
        tools.random().nextBytes(id);
        Webhook webhook = new Webhook(
                0,
                caller.tenant(),
                "wh_" + HexFormat.of().formatHex(id),
                wish.url(),
                wish.form(),
                wish.selection(),
                wish.headers(),
                new Secrets(secret.orElseGet(() -> Signatures.newSecret(tools.random())), Optional.empty()),
                wish.enabled(),
                Optional.empty(),
                tools.events().newest(),
                0,
                Optional.empty(),
                now,
                now);
        return store.database().write(tx -> {
            if (WebhookStore.count(tx, caller.tenant()) >= MOST) {
                return Optional.empty();
            }
            store.insert(tx, webhook);
            note(tx, caller, "webhook.created", webhook.id());
            return store.find(tx, caller.tenant(), webhook.id());
        });
    }

    Optional<Webhook> find(Caller caller, String id) {
        return store.find(caller.tenant(), id);
    }

    Page<Webhook> page(Caller caller, String after, int limit) {
        return Page.of(store.page(caller.tenant(), after, limit + 1), limit, webhook -> Cursor.of(webhook.id()));
    }

    /// Replaces what a caller may change. Switched on again, it goes on after the events of now and forgets its
    /// failures.
    Webhook replace(Caller caller, Webhook webhook, Wish wish) {
        return change(caller, webhook, "webhook.changed", now -> {
            boolean woken = wish.enabled() && !now.enabled();
            return new Webhook(
                    now.ref(),
                    now.tenant(),
                    now.id(),
                    wish.url(),
                    wish.form(),
                    wish.selection(),
                    wish.headers(),
                    now.secrets(),
                    wish.enabled(),
                    wish.enabled() ? Optional.empty() : now.cause(),
                    woken ? tools.events().newest() : now.position(),
                    woken ? 0 : now.failures(),
                    woken ? Optional.empty() : now.pausedUntil(),
                    now.createdAt(),
                    tools.time().instant());
        });
    }

    /// Gives it a new secret; the one before signs beside it for a while.
    Webhook rotate(Caller caller, Webhook webhook, Optional<String> secret, Duration overlap) {
        return change(caller, webhook, "webhook.secret_rotated", now -> {
            Instant time = tools.time().instant();
            Optional<Secrets.Former> former = overlap.isZero()
                    ? Optional.empty()
                    : Optional.of(new Secrets.Former(now.secrets().current(), time.plus(overlap)));
            return new Webhook(
                    now.ref(),
                    now.tenant(),
                    now.id(),
                    now.url(),
                    now.form(),
                    now.selection(),
                    now.headers(),
                    new Secrets(secret.orElseGet(() -> Signatures.newSecret(tools.random())), former),
                    now.enabled(),
                    now.cause(),
                    now.position(),
                    now.failures(),
                    now.pausedUntil(),
                    now.createdAt(),
                    time);
        });
    }

    private Webhook change(Caller caller, Webhook webhook, String action, UnaryOperator<Webhook> change) {
        Webhook changed = store.database().write(tx -> {
            Webhook now = store.find(tx, webhook.ref()).orElse(webhook);
            Webhook next = change.apply(now);
            store.update(tx, next);
            note(tx, caller, action, webhook.id());
            return next;
        });
        courier.nudge();
        return changed;
    }

    void delete(Caller caller, Webhook webhook) {
        store.database().write(tx -> {
            WebhookStore.delete(tx, webhook);
            note(tx, caller, "webhook.deleted", webhook.id());
            return true;
        });
    }

    /// Sends one request that no event is behind, at once; nothing is kept of it.
    Outcome test(Webhook webhook) {
        Instant now = tools.time().instant();
        String id = "evt_test_" + now.toEpochMilli();
        String body = tools.json()
                .writeValueAsString(
                        new TestBody(id, now, "webhook.test", webhook.tenant().value(), new TestData(webhook.id())));
        return attempt.post(webhook, id, body.getBytes(StandardCharsets.UTF_8));
    }

    private record TestBody(String id, Instant time, String event, String tenant, TestData data) {}

    private record TestData(String webhook) {}

    Page<DeliveryStore.Delivery> deliveries(Webhook webhook, Optional<String> state, long before, int limit) {
        List<DeliveryStore.Delivery> read =
                store.database().read(tx -> DeliveryStore.page(tx, webhook.ref(), state, before, limit + 1));
        return Page.of(read, limit, delivery -> Cursor.of(Long.toString(delivery.id())));
    }

    /// Delivers an event again, behind what waits in its lane; the answer is whether there is such a delivery.
    boolean replay(Caller caller, Webhook webhook, long delivery) {
        Optional<DeliveryStore.Delivery> found =
                store.database().read(tx -> DeliveryStore.find(tx, webhook.ref(), delivery));
        return found.isPresent()
                && replay(caller, webhook, found.get().seq(), found.get().seq()) > 0;
    }

    /// Delivers the wanted events of a range again; the answer is how many.
    int replay(Caller caller, Webhook webhook, long from, long to) {
        int count = 0;
        long position = from - 1;
        List<Event> page = List.of();
        do {
            page = tools.events().page(EventFilter.all(webhook.tenant()), position, REPLAY_PAGE).stream()
                    .filter(event -> event.seq() <= to)
                    .toList();
            List<Event> events = page;
            count += store.database().write(tx -> enqueue(tx, webhook, events));
            position = page.isEmpty() ? to : page.getLast().seq();
        } while (page.size() == REPLAY_PAGE);
        store.database().write(tx -> {
            note(tx, caller, "webhook.replayed", webhook.id());
            return true;
        });
        courier.nudge();
        return count;
    }

    private int enqueue(WriteTx tx, Webhook webhook, List<Event> events) {
        int count = 0;
        for (Event event : events) {
            Optional<String> lane = feeder.lane(webhook, event);
            if (lane.isPresent()) {
                DeliveryStore.insert(
                        tx, webhook, event, lane.get(), tools.time().instant());
                count++;
            }
        }
        return count;
    }

    /// Ends the rest of a webhook, and lets what waits be tried at once.
    void resume(Caller caller, Webhook webhook) {
        store.database().write(tx -> {
            WebhookStore.health(tx, webhook.ref(), 0, Optional.empty());
            DeliveryStore.hurry(tx, webhook.ref(), tools.time().instant());
            note(tx, caller, "webhook.resumed", webhook.id());
            return true;
        });
        courier.nudge();
    }

    private void note(WriteTx tx, Caller caller, String action, String id) {
        tools.audit().note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, id));
    }

    @Override
    public void close() {
        courier.close();
    }
}
