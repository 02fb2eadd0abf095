// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.messaging.Acceptance;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.template.TemplateResource;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts together what is built on sessions and messages: templates, campaigns.
@Configuration(proxyBeanMethods = false)
@Import(TemplateResource.class)
class FeatureWiring {
    @Bean
    SessionProfiles sessionProfiles(Database database) {
        return new SessionProfiles(database);
    }

    @Bean
    SessionWatch sessionWatch(EventLog events, JsonMapper json, Collaborators outside) {
        SessionWatch watch = new SessionWatch(json, outside.time());
        events.watch(watch::logged);
        return watch;
    }

    /// How many messages each tenant may send in a day, which begins at its midnight.
    @Bean
    ApplicationRunner messageQuota(Messages messages, Tenants tenants, Database database) {
        MessageFigures figures = new MessageFigures(database);
        return _ -> messages.limit((session, now) -> {
            TenantId tenant = session.key().tenant();
            Long most = tenants.quotas(tenant).messagesADay();
            if (most == null) {
                return Optional.empty();
            }
            ZoneId zone = tenants.zone(tenant);
            LocalDate today = LocalDate.ofInstant(now, zone);
            Instant midnight = today.atStartOfDay(zone).toInstant();
            return figures.acceptedSince(tenant, midnight) < most
                    ? Optional.empty()
                    : Optional.of(new Acceptance.OverQuota(
                            most, today.plusDays(1).atStartOfDay(zone).toInstant()));
        });
    }

    @Bean
    Templates templates(Database database, AuditLog audit, Collaborators outside, JsonMapper json) {
        return new Templates(database, audit, outside.time(), json);
    }

    @Bean
    SessionCleanup sessionCleanup(Sessions sessions, Tenants tenants, Collaborators outside, GatewayConfig config) {
        return new SessionCleanup(sessions, tenants, outside.time(), config.defaultSession());
    }

    @Bean
    ApplicationRunner cleanupAtStart(SessionCleanup cleanup) {
        return _ -> Thread.ofVirtual().name("session-cleanup").start(cleanup::everywhere);
    }
}
