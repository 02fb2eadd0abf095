// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.monitoring.Levels;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.session.LiveSession;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.tenant.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says how well a session is, and by which figures.
public final class SessionHealth {
    private static final Duration DAY = Duration.ofDays(1);

    private final Sessions sessions;
    private final SessionHost host;
    private final Connections connections;
    private final Figures figures;
    private final InstantSource time;

    /// What is counted elsewhere.
    ///
    /// @param maxTries after how many tries a link is in trouble
    public record Figures(MessageFigures messages, SessionWatch watch, Outbox outbox, Tenants tenants, int maxTries) {}

    public SessionHealth(
            Sessions sessions, SessionHost host, Connections connections, Figures figures, InstantSource time) {
        this.sessions = sessions;
        this.host = host;
        this.connections = connections;
        this.figures = figures;
        this.time = time;
    }

    /// How a session is.
    ///
    /// @param uptimePercent of the last 24 hours; null if it was not meant to be connected
    /// @param drops lost connections of the last 24 hours
    /// @param usagePercent how much of the day's messages is used
    /// @param levels each figure's level: Good, Warning or Critical
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SessionHealth")
    public record View(
            String session,

            @Schema(
                    example = "Healthy",
                    allowableValues = {"Healthy", "Warning", "Critical"})
            HealthLevel level,

            List<HealthLevel.Reason> reasons,
            String state,
            @Nullable Instant connectedSince,
            @Nullable Instant lastDeliveryAt,
            @Nullable Double uptimePercent,
            int drops,
            int reconnectAttempts,
            int qrAttempts,
            double messageSuccessRate,
            double averageResponseTimeMs,
            long sentToday,
            int dailyLimit,
            double usagePercent,
            Map<String, String> levels) {}

    public View of(Session session) {
        Instant now = time.instant();
        SessionWatch.Reading reading = figures.watch().of(session.key());
        ConnectionReport.Period day = connections.since(session, now.minus(DAY));
        MessageFigures.Traffic traffic = figures.messages().since(session, now.minus(DAY));
        long sent = figures.messages().since(session, midnight(session, now)).sent();
        int limit = dailyLimit(session);
        double usage = rounded(100.0 * sent / limit);
        List<HealthLevel.Reason> reasons = new ArrayList<>(ofLink(session));
        reasons.addAll(HealthLevel.ofUsage(usage));
        reasons.addAll(HealthLevel.ofUptime(day));
        Double uptime = day.uptimePercent();
        Levels levels = new Levels(
                uptime == null ? 100 : uptime,
                rounded(traffic.successPercent()),
                rounded(reading.responseMillis()),
                memoryPerSession(),
                reading.qrAttempts(),
                reading.reconnectAttempts());
        return new View(
                session.key().id(),
                HealthLevel.of(reasons),
                reasons,
                session.status().state().text(),
                reading.connectedSince().orElse(null),
                host.live(session.key())
                        .map(LiveSession::link)
                        .flatMap(ProviderLink::lastDelivery)
                        .orElse(null),
                uptime,
                day.drops(),
                reading.reconnectAttempts(),
                reading.qrAttempts(),
                levels.messageSuccessRate(),
                levels.averageResponseTimeMs(),
                sent,
                limit,
                usage,
                levels.byMetric());
    }

    /// What is wrong with a session's link.
    List<HealthLevel.Reason> ofLink(Session session) {
        boolean tooMany = figures.watch().of(session.key()).reconnectAttempts() > figures.maxTries();
        return HealthLevel.ofLink(
                session, tooMany, sessions.restriction(session).isPresent());
    }

    /// How many messages the session may send in a day.
    int dailyLimit(Session session) {
        SendLimits limits = figures.outbox().limits(session.key());
        return limits.enabled() ? limits.perDay() : SendLimits.STANDARD.perDay();
    }

    private Instant midnight(Session session, Instant now) {
        ZoneId zone = figures.tenants().zone(session.key().tenant());
        return LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
    }

    private double memoryPerSession() {
        Runtime runtime = Runtime.getRuntime();
        double megabytes = (runtime.totalMemory() - runtime.freeMemory()) / (double) (1L << 20);
        return rounded(megabytes / Math.max(1, host.count()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
