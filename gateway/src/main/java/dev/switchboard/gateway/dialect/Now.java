// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// What has happened today, where the day begins at the tenant's midnight.
public final class Now {
    private final Tenants tenants;
    private final MessageFigures figures;
    private final InstantSource time;

    public Now(Tenants tenants, MessageFigures figures, InstantSource time) {
        this.tenants = tenants;
        this.figures = figures;
        this.time = time;
    }

    /// The time.
    public Instant time() {
        return time.instant();
    }

    public MessageFigures.Traffic today(Session session) {
        ZoneId zone = tenants.zone(session.key().tenant());
        Instant midnight = ZonedDateTime.ofInstant(time.instant(), zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant();
        return figures.since(session, midnight);
    }
}
