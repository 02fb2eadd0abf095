// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.audience.AudienceOfPeople;
import dev.switchboard.gateway.audience.AudienceResource;
import dev.switchboard.gateway.audience.CardResource;
import dev.switchboard.gateway.audience.ContactLists;
import dev.switchboard.gateway.audience.ListResource;
import dev.switchboard.gateway.audience.OptOuts;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.messaging.MessageRecorder;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts together whom tenants write to.
@Configuration(proxyBeanMethods = false)
@Import({AudienceResource.class, ListResource.class, CardResource.class})
class AudienceWiring {
    @Bean
    People people(Database database, AuditLog audit, Collaborators outside, JsonMapper json) {
        return new People(database, audit, outside.time(), outside.random(), json);
    }

    @Bean
    ContactLists contactLists(
            Database database, People people, AuditLog audit, Collaborators outside, JsonMapper json) {
        return new ContactLists(database, people, audit, outside.time(), json);
    }

    @Bean
    Suppression suppression(Database database, EventLog events, AuditLog audit, Collaborators outside) {
        return new Suppression(database, events, audit, outside.time());
    }

    @Bean
    OptOuts optOuts(
            Database database,
            Suppression suppression,
            Sessions sessions,
            Messages messages,
            MessageRecorder recorder,
            OptOuts.Tools tools) {
        OptOuts optOuts = new OptOuts(database, suppression, sessions, messages, tools);
        recorder.listen(optOuts);
        return optOuts;
    }

    @Bean
    OptOuts.Tools optOutTools(Provider provider, AuditLog audit, Collaborators outside, JsonMapper json) {
        return new OptOuts.Tools(provider, audit, outside.time(), json);
    }

    @Bean
    AudienceOfPeople audienceOfPeople(Database database, People people) {
        return new AudienceOfPeople(database, people);
    }
}
