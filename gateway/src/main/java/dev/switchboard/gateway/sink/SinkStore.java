// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of sinks; passwords are sealed under the tenant's key.
final class SinkStore {
    private static final String COLUMNS =
            "ref, tenant_id, id, name, target, secret_sealed, events, sessions, chats, direction, enabled, position, failures,"
                    + " reason, next_at, delivered, delivered_at, created_at, updated_at";
    private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

    private final Database database;
    private final Vault vault;
    private final JsonMapper json;

    SinkStore(Database database, Vault vault, JsonMapper json) {
        this.database = database;
        this.vault = vault;
        this.json = json;
    }

    Database database() {
        return database;
    }

    void insert(WriteTx tx, Sink sink) {
        EventSelection selection = sink.selection();
        tx.update(
                "INSERT INTO sink (tenant_id, id, name, target, secret_sealed, events, sessions, chats, direction, enabled,"
                        + " position, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                sink.tenant(),
                sink.id(),
                sink.name(),
                json.writeValueAsString(sink.target()),
                sealed(sink),
                json.writeValueAsString(selection.events()),
                json.writeValueAsString(selection.sessions()),
                json.writeValueAsString(selection.chats()),
                selection.direction().text(),
                sink.enabled(),
                sink.progress().position(),
                sink.createdAt(),
                sink.updatedAt());
    }

    /// Replaces what a caller may change; a try is made at once.
    void update(WriteTx tx, Sink sink) {
        EventSelection selection = sink.selection();
        tx.update(
                "UPDATE sink SET name = ?, target = ?, secret_sealed = ?, events = ?, sessions = ?, chats = ?, direction = ?,"
                        + " enabled = ?, position = ?, failures = 0, reason = NULL, next_at = NULL, updated_at = ? WHERE ref = ?",
                sink.name(),
                json.writeValueAsString(sink.target()),
                sealed(sink),
                json.writeValueAsString(selection.events()),
                json.writeValueAsString(selection.sessions()),
                json.writeValueAsString(selection.chats()),
                selection.direction().text(),
                sink.enabled(),
                sink.progress().position(),
                sink.updatedAt(),
                sink.ref());
    }

    Optional<Sink> find(String tenant, String id) {
        return database.read(tx ->
                tx.one("SELECT " + COLUMNS + " FROM sink WHERE tenant_id = ? AND id = ?", this::read, tenant, id));
    }

    Optional<Sink> find(ReadTx tx, long ref) {
        return tx.one("SELECT " + COLUMNS + " FROM sink WHERE ref = ?", this::read, ref);
    }

    List<Sink> page(String tenant, String after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM sink WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                this::read,
                tenant,
                after,
                limit));
    }

    List<Sink> all() {
        return database.read(tx -> tx.list("SELECT " + COLUMNS + " FROM sink ORDER BY ref", this::read));
    }

    static long count(ReadTx tx, String tenant) {
        return tx.number("SELECT count(*) FROM sink WHERE tenant_id = ?", tenant);
    }

    static void delete(WriteTx tx, Sink sink) {
        tx.update("DELETE FROM sink WHERE ref = ?", sink.ref());
    }

    static void taken(WriteTx tx, long ref, long position, int count, Instant now) {
        tx.update(
                "UPDATE sink SET position = ?, delivered = delivered + ?, delivered_at = ?, failures = 0, reason = NULL,"
                        + " next_at = NULL WHERE ref = ?",
                position,
                count,
                now,
                ref);
    }

    static void failed(WriteTx tx, long ref, String reason, Instant next) {
        tx.update("UPDATE sink SET failures = failures + 1, reason = ?, next_at = ? WHERE ref = ?", reason, next, ref);
    }

    static void moved(WriteTx tx, long ref, long position) {
        tx.update("UPDATE sink SET position = ? WHERE ref = ?", position, ref);
    }

    static void hurry(WriteTx tx, long ref) {
        tx.update("UPDATE sink SET failures = 0, next_at = NULL WHERE ref = ?", ref);
    }

    /// How many events of the tenant come after a number, and when the first of them was logged.
    record Behind(long count, Optional<Instant> since) {}

    Behind behind(String tenant, long position, int most) {
        String whose = tenant.isEmpty() ? "" : " AND tenant_id = ?";
        @Nullable
        Object[] bounds = tenant.isEmpty() ? new Object[] {position, most} : new Object[] {position, tenant, most};
        return database.read(tx -> {
            long count = tx.number(
                    "SELECT count(*) FROM (SELECT 1 FROM event_log WHERE seq > ?" + whose + " LIMIT ?) AS later",
                    bounds);
            @Nullable Object[] first = bounds.clone();
            first[first.length - 1] = 1;
            return new Behind(
                    count,
                    count == 0
                            ? Optional.empty()
                            : tx.one(
                                    "SELECT at FROM event_log WHERE seq > ?" + whose + " ORDER BY seq LIMIT ?",
                                    row -> row.time(1),
                                    first));
        });
    }

    private Sink read(Row row) {
        String tenant = row.text(2);
        String id = row.text(3);
        byte[] sealed = row.bytesOrNull(6);
        return new Sink(
                row.number(1),
                tenant,
                id,
                row.text(4),
                json.readValue(row.text(5), SinkTarget.class),
                sealed == null ? SinkSecret.NONE : opened(tenant, id, sealed),
                new EventSelection(
                        json.readValue(row.text(7), WORDS),
                        json.readValue(row.text(8), WORDS),
                        json.readValue(row.text(9), WORDS),
                        EventSelection.Direction.of(row.text(10)).orElseThrow()),
                row.flag(11),
                new Sink.Progress(
                        row.number(12),
                        (int) row.number(13),
                        Optional.ofNullable(row.textOrNull(14)),
                        Optional.ofNullable(row.timeOrNull(15)),
                        row.number(16),
                        Optional.ofNullable(row.timeOrNull(17))),
                row.time(18),
                row.time(19));
    }

    private byte @Nullable [] sealed(Sink sink) {
        if (sink.everybodys() || sink.secret().password() == null) {
            return null;
        }
        return vault.seal(
                cell(sink.tenant(), sink.id()),
                json.writeValueAsString(sink.secret()).getBytes(StandardCharsets.UTF_8));
    }

    private SinkSecret opened(String tenant, String id, byte[] sealed) {
        return json.readValue(
                new String(vault.open(cell(tenant, id), sealed), StandardCharsets.UTF_8), SinkSecret.class);
    }

    private static Cell cell(String tenant, String id) {
        return new Cell(tenant, 0, "sinks", "sink", id, "secret_sealed");
    }
}
