// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the webhooks together.
@Configuration(proxyBeanMethods = false)
@Import(WebhookResource.class)
public class WebhookWiring {
    @Bean
    Webhooks.Tools webhookTools(
            EventLog events,
            AuditLog audit,
            InstantSource time,
            RandomGenerator random,
            JsonMapper json,
            GatewayConfig config) {
        return new Webhooks.Tools(
                events, audit, time, random, json, config.outbound().pauses());
    }

    @Bean(initMethod = "start")
    Webhooks webhooks(Database database, Tenants tenants, GuardedHttp http, Webhooks.Tools tools) {
        return new Webhooks(database, tenants.vault(), http, tools);
    }
}
