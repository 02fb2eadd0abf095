// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The log of everything that happened, in one order. Entries are written in the transaction of what they tell and
/// become
/// visible when that is durable. Readers keep a cursor of their own.
public final class EventLog implements AutoCloseable {
    private static final String COLUMNS = "seq, tenant_id, session_id, at, event, data, sealed";

    private final Database database;
    private final Vault vault;
    private final InstantSource time;
    private final JsonMapper json;
    private final EventTail tail;
    private final List<Consumer<Event>> watchers = new CopyOnWriteArrayList<>();

    public EventLog(Database database, Vault vault, InstantSource time, JsonMapper json) {
        this.database = database;
        this.vault = vault;
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
        long seq = tx.number(
                "INSERT INTO event_log (tenant_id, session_id, at, event, data, sealed) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq",
                tenant.value(),
                session,
                now,
                name.text(),
                name.secret() ? new byte[0] : text.getBytes(StandardCharsets.UTF_8),
                name.secret());
        if (name.secret()) {
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

    /// Wakes all readers and tells them that there will be no more.
    @Override
    public void close() {
        tail.close();
    }
}
