// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.bridge;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.conversation.Assignments;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.media.MediaFetcher;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the bridges together.
@Configuration(proxyBeanMethods = false)
@Import(BridgeResource.class)
public class BridgeWiring {
    @Bean
    Bridges.Around bridgesAround(
            Database database,
            EventLog events,
            Sessions sessions,
            Messages messages,
            Senders senders,
            MediaLibrary library,
            MediaFetcher fetcher,
            Assignments assignments,
            GuardedHttp http,
            Tenants tenants,
            AuditLog audit,
            InstantSource time,
            RandomGenerator random,
            JsonMapper json) {
        return new Bridges.Around(
                database,
                events,
                sessions,
                messages,
                senders,
                library,
                fetcher,
                assignments,
                http,
                tenants.vault(),
                audit,
                time,
                random,
                json);
    }

    @Bean
    Bridges bridges(Bridges.Around around) {
        return new Bridges(around);
    }

    @Bean
    BridgesOfPeople bridgesOfPeople(Database database) {
        return new BridgesOfPeople(database);
    }

    @Bean
    Ferry ferry(Bridges bridges, Bridges.Around around) {
        Ferry ferry = new Ferry(bridges, around);
        bridges.tell(ferry::nudge);
        return ferry;
    }
}
