// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the linking pages together.
@Configuration(proxyBeanMethods = false)
@Import({LinkingPageResource.class, ThemeResource.class})
public class EmbedWiring {
    @Bean
    LinkingPages linkingPages(Database database, AuditLog audit, InstantSource time, RandomGenerator random) {
        return new LinkingPages(database, audit, time, random);
    }

    @Bean
    Themes themes(Database database, AuditLog audit, InstantSource time) {
        return new Themes(database, audit, time);
    }

    @Bean
    LinkPageResource.Parts linkPageParts(
            Sessions sessions,
            SessionHost host,
            Pairing pairing,
            EventLog events,
            Themes themes,
            Tenants tenants,
            InstantSource time) {
        return new LinkPageResource.Parts(sessions, host, pairing, events, themes, tenants, time);
    }

    @Bean
    LinkPageResource linkPageResource(LinkingPages pages, LinkPageResource.Parts parts, JsonMapper json) {
        return new LinkPageResource(pages, parts, json);
    }
}
