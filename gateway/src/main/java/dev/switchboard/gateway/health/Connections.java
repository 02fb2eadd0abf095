// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Row;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/// Tells how links stood, from the spans that are kept of them.
public final class Connections {
    private final Database database;
    private final Tenants tenants;
    private final InstantSource time;

    public Connections(Database database, Tenants tenants, InstantSource time) {
        this.database = database;
        this.tenants = tenants;
        this.time = time;
    }

    /// A session's link over some time; what lies ahead is left out.
    public ConnectionReport report(Session session, Instant from, Instant to, ConnectionReport.Division division) {
        Instant now = time.instant();
        Instant end = to.isAfter(now) ? now : to;
        return ConnectionReport.of(
                session.key().id(),
                spans(session, from, end),
                from,
                end,
                tenants.zone(session.key().tenant()),
                division);
    }

    /// The same, in one figure.
    public ConnectionReport.Period since(Session session, Instant from) {
        Instant now = time.instant();
        return ConnectionReport.period(null, spans(session, from, now), from, now);
    }

    private List<ConnectionReport.Span> spans(Session session, Instant from, Instant to) {
        Instant now = time.instant();
        return database.read(tx -> tx.list(
                "SELECT kind, cause, dropped, began, ended FROM connection_span WHERE session_ref = ? AND began < ?"
                        + " AND (ended IS NULL OR ended > ?) ORDER BY began, ref",
                row -> span(row, now),
                session.key().ref(),
                to,
                from));
    }

    private static ConnectionReport.Span span(Row row, Instant now) {
        return new ConnectionReport.Span(
                row.text(1), row.text(2), row.flag(3), row.time(4), Objects.requireNonNullElse(row.timeOrNull(5), now));
    }
}
