// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The log of everything that happened, in one order. Entries are written in the transaction of what they tell and
/// become visible when that is durable. Readers keep a cursor of their own.
public final class EventLog implements AutoCloseable {
    private static final int PAGE = 500;

    /// What stays of what somebody said.
    private static final Set<String> BARE =
            Set.of("id", "chat", "sender", "by", "fromMe", "at", "type", "status", "failure");

    private static final String COLUMNS = "seq, tenant_id, session_id, at, event, data, sealed";

    private final Database database;
    private final Vault vault;
    private final InstantSource time;
    private final DataPolicies policies;
    private final JsonMapper json;
    private final EventTail tail;
    private final List<Consumer<Event>> watchers = new CopyOnWriteArrayList<>();

    public EventLog(Database database, Vault vault, DataPolicies policies, InstantSource time, JsonMapper json) {
        this.database = database;
        this.vault = vault;
        this.policies = policies;
        this.time = time;
        this.json = json;
        this.tail = new EventTail(database.read(tx -> tx.number("SELECT max(seq) FROM event_log")));
    }

    /// Logs an event within a transaction.
    ///
    /// @param session the session it is about, or null
    /// @param data the particulars, written as JSON
    public void append(WriteTx tx, TenantId tenant, @Nullable String session, EventName name, Object data) {
        String text = json.writeValueAsString(data);
        Instant now = time.instant();
        boolean sealed = name.secret() || (name.says() && session != null && !policies.contents(tx, tenant, session));
        long seq = tx.number(
                "INSERT INTO event_log (tenant_id, session_id, at, event, data, sealed) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
                tenant.value(),
                session,
                now,
                name.text(),
                sealed ? new byte[0] : text.getBytes(StandardCharsets.UTF_8),
                sealed);
        if (sealed) {
            tx.update(
                    "UPDATE event_log SET data = ? WHERE seq = ?",
                    vault.seal(cell(tenant.value(), seq), text.getBytes(StandardCharsets.UTF_8)),
                    seq);
        }
        Event event = new Event(seq, tenant, session, Instant.ofEpochMilli(now.toEpochMilli()), name, text);
        tx.afterCommit(() -> {
            tail.publish(event);
            watchers.forEach(watcher -> watcher.accept(event));
        });
    }

    /// Names somebody who is told of each event once it is durable, on the writer's thread, so it must be quick.
    public void watch(Consumer<Event> watcher) {
        watchers.add(watcher);
    }

    /// The number of the newest event.
    public long newest() {
        return tail.newest();
    }

    /// A reader of the events after this number.
    public EventCursor cursor(EventFilter filter, long after) {
        return new EventCursor(this, tail, filter, after);
    }

    /// One page of the events after a number.
    public List<Event> page(EventFilter filter, long after, int limit) {
        return cursor(filter, after).available(limit);
    }

    /// Events of every tenant after a number, for readers of the operator's own.
    public List<Event> ofAllTenants(long after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM event_log WHERE seq > ? ORDER BY seq LIMIT ?", this::event, after, limit));
    }

    /// Events of a tenant after a number, from the database.
    List<Event> stored(TenantId tenant, long after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM event_log WHERE tenant_id = ? AND seq > ? ORDER BY seq LIMIT ?",
                this::event,
                tenant.value(),
                after,
                limit));
    }

    private Event event(Row row) {
        long seq = row.number(1);
        String tenant = row.text(2);
        byte[] bytes = row.flag(7) ? vault.open(cell(tenant, seq), row.bytes(6)) : row.bytes(6);
        String data = new String(bytes, StandardCharsets.UTF_8);
        EventName name = known(row.text(5));
        return new Event(seq, new TenantId(tenant), row.textOrNull(3), row.time(4), name, data);
    }

    private static EventName known(String text) {
        Optional<EventName> name = EventName.of(text);
        return name.orElseThrow(() -> new IllegalStateException("event name: " + text + " (expected: a known one)"));
    }

    private static Cell cell(String tenant, long seq) {
        return new Cell(tenant, 0, "events", "event_log", Long.toString(seq), "data");
    }

    /// Takes what somebody said out of sealed events that nobody waits for any more. The answer says whether there may
    /// be more to do.
    ///
    /// @param before only of events with lower numbers, and logged before the time
    public boolean wipe(TenantId tenant, long before, Instant until) {
        boolean more = database.write(tx -> {
            List<Event> said = tx.list(
                    "SELECT " + COLUMNS + " FROM event_log WHERE tenant_id = ? AND sealed = 1 AND seq < ? AND at < ?"
                            + " ORDER BY seq LIMIT " + PAGE,
                    this::event,
                    tenant.value(),
                    before,
                    until);
            for (Event event : said) {
                tx.update(
                        "UPDATE event_log SET data = ?, sealed = 0 WHERE seq = ?",
                        wiped(event.name().says() ? event.data() : "{}"),
                        event.seq());
            }
            return said.size() == PAGE;
        });
        tail.forget();
        return more;
    }

    /// Takes what somebody said out of all events of some sessions.
    ///
    /// @param before only of events with lower numbers
    /// @param sessions of which sessions
    public void wipeAll(TenantId tenant, long before, Predicate<String> sessions) {
        long after = 0;
        List<Event> page;
        do {
            page = stored(tenant, after, PAGE);
            List<Event> said = page.stream()
                    .filter(event -> event.seq() < before && event.name().says())
                    .filter(event -> event.session() != null && sessions.test(event.session()))
                    .toList();
            database.write(tx -> {
                said.forEach(event -> tx.update(
                        "UPDATE event_log SET data = ?, sealed = 0 WHERE seq = ?", wiped(event.data()), event.seq()));
                return true;
            });
            after = page.isEmpty() ? after : page.getLast().seq();
        } while (page.size() == PAGE && after < before);
        tail.forget();
    }

    private byte[] wiped(String data) {
        ObjectNode bare = json.createObjectNode();
        json.readTree(data).properties().stream()
                .filter(field -> BARE.contains(field.getKey()))
                .forEach(field -> bare.set(field.getKey(), field.getValue()));
        return json.writeValueAsBytes(bare);
    }

    /// Deletes a tenant's oldest events. The answer says whether there may be more to do.
    ///
    /// @param before only events with lower numbers, and logged before the time
    public boolean prune(TenantId tenant, long before, Instant until) {
        return database.write(tx -> {
            List<Place> oldest = tx.list(
                    "SELECT seq, at FROM event_log WHERE tenant_id = ? AND seq < ? ORDER BY seq LIMIT " + PAGE,
                    row -> new Place(row.number(1), row.time(2)),
                    tenant.value(),
                    before);
            long last = oldest.stream()
                    .takeWhile(row -> row.at().isBefore(until))
                    .mapToLong(Place::seq)
                    .max()
                    .orElse(0);
            tx.update("DELETE FROM event_log WHERE tenant_id = ? AND seq <= ?", tenant.value(), last);
            return oldest.size() == PAGE && last == oldest.getLast().seq();
        });
    }

    private record Place(long seq, Instant at) {}

    /// Forgets events that are kept in memory, so that readers see what the database has.
    public void forgetRecent() {
        tail.forget();
    }

    /// Wakes all readers and tells them that there will be no more.
    @Override
    public void close() {
        tail.close();
    }
}
