// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.monitoring.Meters;
import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.Resolver;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// Puts the sinks together.
@Configuration(proxyBeanMethods = false)
public class SinkWiring {
    @Bean
    SinkPump.Tools sinkTools(EventLog events, InstantSource time, RandomGenerator random, JsonMapper json) {
        return new SinkPump.Tools(events, time, random, json);
    }

    @Bean(initMethod = "start")
    Sinks sinks(Database database, Tenants tenants, AuditLog audit, SinkPump.Tools tools, GatewayConfig config) {
        return new Sinks(
                new SinkStore(database, tenants.vault(), tools.json()),
                audit,
                tools,
                new SinkAddresses(AddressRules.allowing(config.outbound().allowed()), Resolver.system()),
                config.outbound()
                        .sinks()
                        .map(file -> ConfiguredSink.read(file, tools.json()))
                        .orElse(List.of()));
    }

    @Bean
    ApplicationRunner sinkFigures(Sinks sinks, Meters meters) {
        return _ -> meters.gauge(
                "switchboard.sinks.behind", "Events of the log that sinks have yet to look at", sinks, Sinks::behind);
    }

    @Bean
    SinkResource sinkResource(Sinks sinks) {
        return new SinkResource(sinks);
    }
}
