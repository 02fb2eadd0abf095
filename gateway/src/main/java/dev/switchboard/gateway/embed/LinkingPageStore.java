// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of linking pages.
final class LinkingPageStore {
    private static final String COLUMNS =
            "ref, tenant_id, id, session_id, language, return_url, opener, created_at, expires_at, opened_at, linked_at, revoked_at";

    private LinkingPageStore() {}

    static void insert(WriteTx tx, LinkingPage page, byte[] digest, String by) {
        tx.update(
                "INSERT INTO linking_page (tenant_id, id, session_id, digest, language, return_url, created_by, created_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                page.tenant().value(),
                page.id(),
                page.session(),
                digest,
                page.language().orElse(null),
                page.returnUrl().orElse(null),
                by,
                page.moments().createdAt(),
                page.moments().expiresAt());
    }

    static Optional<LinkingPage> find(ReadTx tx, byte[] digest) {
        return tx.one("SELECT " + COLUMNS + " FROM linking_page WHERE digest = ?", LinkingPageStore::page, digest);
    }

    static Optional<LinkingPage> find(ReadTx tx, TenantId tenant, String session, String id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM linking_page WHERE tenant_id = ? AND id = ? AND session_id = ?",
                LinkingPageStore::page,
                tenant.value(),
                id,
                session);
    }

    static List<LinkingPage> page(ReadTx tx, TenantId tenant, String session, long before, int limit) {
        return tx.list(
                "SELECT " + COLUMNS
                        + " FROM linking_page WHERE tenant_id = ? AND session_id = ? AND ref < ? ORDER BY ref DESC LIMIT ?",
                LinkingPageStore::page,
                tenant.value(),
                session,
                before,
                limit);
    }

    /// The answer is whether this browser is now the page's own.
    static boolean open(WriteTx tx, LinkingPage page, byte[] opener, Instant now) {
        return tx.update(
                        "UPDATE linking_page SET opener = ?, opened_at = ? WHERE ref = ? AND opener IS NULL",
                        opener,
                        now,
                        page.ref())
                == 1;
    }

    static boolean linked(WriteTx tx, LinkingPage page, Instant now) {
        return tx.update("UPDATE linking_page SET linked_at = ? WHERE ref = ? AND linked_at IS NULL", now, page.ref())
                == 1;
    }

    static void revoke(WriteTx tx, LinkingPage page, Instant now) {
        tx.update("UPDATE linking_page SET revoked_at = ? WHERE ref = ? AND revoked_at IS NULL", now, page.ref());
    }

    static void forget(WriteTx tx, Instant before) {
        tx.update("DELETE FROM linking_page WHERE expires_at < ?", before);
    }

    private static LinkingPage page(Row row) {
        return new LinkingPage(
                row.number(1),
                new TenantId(row.text(2)),
                row.text(3),
                row.text(4),
                Optional.ofNullable(row.textOrNull(5)),
                Optional.ofNullable(row.textOrNull(6)),
                row.timeOrNull(10) == null ? Optional.empty() : Optional.of(Bytes.of(row.bytes(7))),
                new LinkingPage.Moments(
                        row.time(8),
                        row.time(9),
                        Optional.ofNullable(row.timeOrNull(10)),
                        Optional.ofNullable(row.timeOrNull(11)),
                        Optional.ofNullable(row.timeOrNull(12))));
    }
}
