// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.audit.AuditTrail;
import dev.switchboard.gateway.dialect.clients.AutomationsResource;
import dev.switchboard.gateway.dialect.clients.CampaignsResource;
import dev.switchboard.gateway.dialect.clients.ClientsForm;
import dev.switchboard.gateway.dialect.clients.ClientsResource;
import dev.switchboard.gateway.dialect.clients.HistoryResource;
import dev.switchboard.gateway.dialect.clients.TemplatesResource;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the dialects together.
@Configuration(proxyBeanMethods = false)
@Import({
    DialectRefusals.class,
    ClientsResource.class,
    HistoryResource.class,
    TemplatesResource.class,
    CampaignsResource.class,
    AutomationsResource.class
})
public class DialectWiring {
    @Bean
    ClientsForm clientsForm() {
        return new ClientsForm();
    }

    @Bean
    Bodies bodies(JsonMapper json) {
        return new Bodies(json);
    }

    @Bean
    Links links(Sessions sessions, Pairing pairing) {
        return new Links(sessions, pairing);
    }

    @Bean
    MessageFigures messageFigures(Database database) {
        return new MessageFigures(database);
    }

    @Bean
    AuditTrail auditTrail(Database database) {
        return new AuditTrail(database);
    }

    @Bean
    Sending sending(
            Messages messages,
            MessageFigures figures,
            Outbox outbox,
            SessionWatch watch,
            GatewayConfig config,
            InstantSource time) {
        return new Sending(messages, new Sending.Tools(figures, outbox, watch), config.limits(), time);
    }
}
