// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps the course of each link, as spans in which it was up, down, or at rest. A span begins in the transaction that
/// enters the state, so that no drop is missed.
public final class ConnectionSpans {
    /// Causes of ends that somebody asked for.
    private static final Set<String> ASKED_FOR = Set.of("stopped", "logged-out-here", "session-deleted");

    /// Between the two, the gateway was not running.
    static final String GATEWAY_DOWN = "gateway-down";

    private ConnectionSpans() {}

    enum Kind {
        UP,
        DOWN,
        REST;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What a state counts as.
        ///
        /// @param linked whether the session is linked: what happens before that is no outage
        static Kind of(LinkState state, boolean linked) {
            return switch (state) {
                case CONNECTED -> UP;
                case CONNECTING, PAIRING, RECONNECTING, RESTRICTED, FAILED -> linked ? DOWN : REST;
                case CREATED, AWAITING_SCAN, AWAITING_CODE, AWAITING_PASSKEY, DISCONNECTED, LOGGED_OUT -> REST;
            };
        }
    }

    private record Open(long ref, String kind) {}

    /// Takes note of a new state.
    static void note(WriteTx tx, SessionLease lease, LinkStatus status, boolean linked, Instant now) {
        Kind kind = Kind.of(status.state(), linked);
        Optional<Open> open = tx.one(
                "SELECT ref, kind FROM connection_span WHERE session_ref = ? AND ended IS NULL ORDER BY ref DESC LIMIT 1",
                row -> new Open(row.number(1), row.text(2)),
                lease.key().ref());
        if ((open.isEmpty() && kind != Kind.UP)
                || open.filter(span -> span.kind().equals(kind.text())).isPresent()) {
            return;
        }
        open.ifPresent(span -> tx.update("UPDATE connection_span SET ended = ? WHERE ref = ?", now, span.ref()));
        boolean wasUp = open.filter(span -> span.kind().equals(Kind.UP.text())).isPresent();
        tx.update(
                "INSERT INTO connection_span (session_ref, tenant_id, fence, kind, cause, dropped, began)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                lease.key().ref(),
                lease.key().tenant().value(),
                lease.fence(),
                kind.text(),
                status.state() == LinkState.CONNECTING ? "restart-required" : status.cause(),
                wasUp && !ASKED_FOR.contains(status.cause()) ? 1 : 0,
                now);
    }

    /// Says of the links that were up when the gateway ended that they have been down since then.
    static void resume(Database database, Instant now) {
        database.write(tx -> {
            Instant end = tx.one("SELECT alive_at FROM gateway_life WHERE id = 1", row -> row.time(1))
                    .filter(alive -> alive.isBefore(now))
                    .orElse(now);
            tx.update(
                    "INSERT INTO connection_span (session_ref, tenant_id, fence, kind, cause, dropped, began)"
                            + " SELECT session_ref, tenant_id, fence, 'down', '" + GATEWAY_DOWN + "', 1,"
                            + " CASE WHEN began > ? THEN began ELSE ? END"
                            + " FROM connection_span WHERE ended IS NULL AND kind = 'up'",
                    end,
                    end);
            tx.update(
                    "UPDATE connection_span SET ended = CASE WHEN began > ? THEN began ELSE ? END"
                            + " WHERE ended IS NULL AND kind = 'up'",
                    end,
                    end);
            return true;
        });
        alive(database, now);
    }

    /// Notes that the gateway lives.
    public static void alive(Database database, Instant now) {
        database.write(tx -> tx.update(
                "INSERT INTO gateway_life (id, alive_at) VALUES (1, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at",
                now));
    }

    /// Forgets what is older.
    public static void forget(Database database, Instant before) {
        database.write(tx -> tx.update("DELETE FROM connection_span WHERE ended IS NOT NULL AND ended < ?", before));
    }
}
