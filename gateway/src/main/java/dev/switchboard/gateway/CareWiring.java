// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.health.CareResource;
import dev.switchboard.gateway.health.Connections;
import dev.switchboard.gateway.health.DailyCounts;
import dev.switchboard.gateway.health.Housekeeping;
import dev.switchboard.gateway.health.RecipientDiagnosis;
import dev.switchboard.gateway.health.SessionDiagnosis;
import dev.switchboard.gateway.health.SessionHealth;
import dev.switchboard.gateway.health.WatchTally;
import dev.switchboard.gateway.health.Watchdog;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.monitoring.LogLevelResource;
import dev.switchboard.gateway.monitoring.LogLevels;
import dev.switchboard.gateway.monitoring.Meters;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.ReconnectionResource;
import dev.switchboard.gateway.session.Reconnections;
import dev.switchboard.gateway.session.RestoreProgress;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The parts that look after the sessions.
@Configuration(proxyBeanMethods = false)
@Import({CareResource.class, ReconnectionResource.class, LogLevelResource.class})
class CareWiring {
    @Bean
    Reconnections reconnections(Database database, GatewayConfig config) {
        return new Reconnections(database, config.care());
    }

    @Bean
    RestoreProgress restoreProgress() {
        return new RestoreProgress();
    }

    @Bean
    Connections connections(Database database, Tenants tenants, InstantSource time) {
        return new Connections(database, tenants, time);
    }

    @Bean
    DailyCounts dailyCounts(Database database, Tenants tenants, InstantSource time) {
        return new DailyCounts(database, tenants, time);
    }

    @Bean
    SessionHealth sessionHealth(
            Sessions sessions,
            SessionHost host,
            Connections connections,
            SessionHealth.Figures figures,
            InstantSource time) {
        return new SessionHealth(sessions, host, connections, figures, time);
    }

    @Bean
    SessionHealth.Figures healthFigures(
            Database database, SessionWatch watch, Outbox outbox, Tenants tenants, GatewayConfig config) {
        return new SessionHealth.Figures(
                new MessageFigures(database),
                watch,
                outbox,
                tenants,
                config.linking().maxReconnects());
    }

    @Bean
    SessionDiagnosis sessionDiagnosis(
            Sessions sessions, SessionHost host, SessionHealth health, RecipientDiagnosis recipients, Outbox outbox) {
        return new SessionDiagnosis(sessions, host, health, recipients, outbox);
    }

    @Bean
    RecipientDiagnosis recipientDiagnosis(Database database, LiveLinks links, Sessions sessions, InstantSource time) {
        return new RecipientDiagnosis(database, links, sessions, new MessageFigures(database), time);
    }

    @Bean
    CareResource.Parts careParts(
            SessionHealth health, Connections connections, DailyCounts counts, SessionDiagnosis diagnosis) {
        return new CareResource.Parts(health, connections, counts, diagnosis);
    }

    @Bean
    Watchdog watchdog(
            Sessions sessions,
            SessionHost host,
            SessionHealth health,
            Watchdog.Tools tools,
            GatewayConfig config,
            InstantSource time) {
        return new Watchdog(sessions, host, health, tools, config.care(), time);
    }

    @Bean
    Watchdog.Tools watchdogTools(Database database, EventLog events, Meters meters, RestoreProgress progress) {
        return new Watchdog.Tools(database, events, new MessageFigures(database), new WatchTally(meters), progress);
    }

    @Bean
    LogLevels logLevels(GatewayConfig config, InstantSource time) {
        return new LogLevels(
                LoggingSystem.get(CareWiring.class.getClassLoader()),
                LogLevel.valueOf(config.logLevel().toUpperCase(Locale.ROOT)),
                time);
    }

    @Bean
    Housekeeping housekeeping(DailyCounts counts, SessionCleanup cleanup, Database database, InstantSource time) {
        return new Housekeeping(counts, cleanup, database, time);
    }
}
