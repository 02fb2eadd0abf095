// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.vault.Cell;
import dev.switchboard.gateway.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of webhooks. Secrets and headers are sealed.
final class WebhookStore {
    private static final TypeReference<LinkedHashMap<String, String>> HEADERS = new TypeReference<>() {};
    private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

    private static final String COLUMNS = "ref, tenant_id, id, url, form, events, sessions, chats, direction,"
            + " headers_sealed, secret_sealed, former_sealed, former_until, enabled, cause, position, failures, paused_until,"
            + " created_at, updated_at";

    private final Database database;
    private final Vault vault;
    private final JsonMapper json;

    WebhookStore(Database database, Vault vault, JsonMapper json) {
        this.database = database;
        this.vault = vault;
        this.json = json;
    }

    Database database() {
        return database;
    }

    void insert(WriteTx tx, Webhook webhook) {
        tx.update(
                "INSERT INTO webhook (tenant_id, id, url, form, events, sessions, chats, direction, headers_sealed,"
                        + " secret_sealed, enabled, position, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                webhook.tenant().value(),
                webhook.id(),
                webhook.url(),
                webhook.form().text(),
                json.writeValueAsString(webhook.selection().events()),
                json.writeValueAsString(webhook.selection().sessions()),
                json.writeValueAsString(webhook.selection().chats()),
                webhook.selection().direction().text(),
                seal(webhook, "headers_sealed", json.writeValueAsString(webhook.headers())),
                seal(webhook, "secret_sealed", webhook.secrets().current()),
                webhook.enabled(),
                webhook.position(),
                webhook.createdAt(),
                webhook.updatedAt());
    }

    /// Replaces what callers may change; the secrets as well.
    void update(WriteTx tx, Webhook webhook) {
        Optional<Secrets.Former> former = webhook.secrets().former();
        tx.update(
                "UPDATE webhook SET url = ?, form = ?, events = ?, sessions = ?, chats = ?, direction = ?, headers_sealed = ?,"
                        + " secret_sealed = ?, former_sealed = ?, former_until = ?, enabled = ?, cause = ?, position = ?,"
                        + " failures = ?, paused_until = ?, updated_at = ? WHERE ref = ?",
                webhook.url(),
                webhook.form().text(),
                json.writeValueAsString(webhook.selection().events()),
                json.writeValueAsString(webhook.selection().sessions()),
                json.writeValueAsString(webhook.selection().chats()),
                webhook.selection().direction().text(),
                seal(webhook, "headers_sealed", json.writeValueAsString(webhook.headers())),
                seal(webhook, "secret_sealed", webhook.secrets().current()),
                former.map(old -> seal(webhook, "former_sealed", old.secret())).orElse(null),
                former.map(Secrets.Former::until).orElse(null),
                webhook.enabled(),
                webhook.cause().orElse(null),
                webhook.position(),
                webhook.failures(),
                webhook.pausedUntil().orElse(null),
                webhook.updatedAt(),
                webhook.ref());
    }

    Optional<Webhook> find(TenantId tenant, String id) {
        return database.read(tx -> find(tx, tenant, id));
    }

    Optional<Webhook> find(ReadTx tx, TenantId tenant, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM webhook WHERE tenant_id = ? AND id = ?", this::read, tenant.value(), id);
    }

    Optional<Webhook> find(ReadTx tx, long ref) {
        return tx.one("SELECT " + COLUMNS + " FROM webhook WHERE ref = ?", this::read, ref);
    }

    List<Webhook> page(TenantId tenant, String after, int limit) {
        return database.read(tx -> tx.list(
                "SELECT " + COLUMNS + " FROM webhook WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?",
                this::read,
                tenant.value(),
                after,
                limit));
    }

    static long count(ReadTx tx, TenantId tenant) {
        return tx.number("SELECT count(*) FROM webhook WHERE tenant_id = ?", tenant.value());
    }

    /// All that are switched on.
    List<Webhook> enabled() {
        return database.read(
                tx -> tx.list("SELECT " + COLUMNS + " FROM webhook WHERE enabled = 1 ORDER BY ref", this::read));
    }

    static void delete(WriteTx tx, Webhook webhook) {
        tx.update("DELETE FROM webhook WHERE ref = ?", webhook.ref());
    }

    static void looked(WriteTx tx, long ref, long position) {
        tx.update("UPDATE webhook SET position = ? WHERE ref = ? AND position < ?", position, ref, position);
    }

    /// Notes how an attempt went for the webhook as a whole.
    static void health(WriteTx tx, long ref, int failures, Optional<Instant> pausedUntil) {
        tx.update(
                "UPDATE webhook SET failures = ?, paused_until = ? WHERE ref = ?",
                failures,
                pausedUntil.orElse(null),
                ref);
    }

    static void switchOff(WriteTx tx, long ref, String cause, Instant now) {
        tx.update("UPDATE webhook SET enabled = 0, cause = ?, updated_at = ? WHERE ref = ?", cause, now, ref);
    }

    private Webhook read(Row row) {
        TenantId tenant = new TenantId(row.text(2));
        String id = row.text(3);
        Instant until = row.timeOrNull(13);
        return new Webhook(
                row.number(1),
                tenant,
                id,
                row.text(4),
                Form.of(row.text(5)),
                new EventSelection(
                        json.readValue(row.text(6), WORDS),
                        json.readValue(row.text(7), WORDS),
                        json.readValue(row.text(8), WORDS),
                        EventSelection.Direction.of(row.text(9)).orElseThrow()),
                json.readValue(open(tenant, id, "headers_sealed", row.bytes(10)), HEADERS),
                new Secrets(
                        open(tenant, id, "secret_sealed", row.bytes(11)),
                        until == null
                                ? Optional.empty()
                                : Optional.of(
                                        new Secrets.Former(open(tenant, id, "former_sealed", row.bytes(12)), until))),
                row.flag(14),
                Optional.ofNullable(row.textOrNull(15)),
                row.number(16),
                (int) row.number(17),
                optional(row.timeOrNull(18)),
                row.time(19),
                row.time(20));
    }

    private static Optional<Instant> optional(@Nullable Instant time) {
        return Optional.ofNullable(time);
    }

    private byte[] seal(Webhook webhook, String column, String text) {
        return vault.seal(cell(webhook.tenant(), webhook.id(), column), text.getBytes(StandardCharsets.UTF_8));
    }

    private String open(TenantId tenant, String id, String column, byte[] sealed) {
        return new String(vault.open(cell(tenant, id, column), sealed), StandardCharsets.UTF_8);
    }

    private static Cell cell(TenantId tenant, String id, String column) {
        return new Cell(tenant.value(), 0, "webhooks", "webhook", id, column);
    }
}
