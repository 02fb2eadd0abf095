// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.privacy;

import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.Audits;
import dev.switchboard.gateway.companion.RetriesOfPeople;
import dev.switchboard.gateway.contact.ContactsOfPeople;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventsOfPeople;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.media.MediaOfPeople;
import dev.switchboard.gateway.messaging.MessagesOfPeople;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.personal.PersonalData;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.webhook.DeliveriesOfPeople;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

/// Puts together what keeps, exports and erases people's data.
@Configuration(proxyBeanMethods = false)
@Import(PrivacyResource.class)
public class PrivacyWiring {
    @Bean
    DataPolicies dataPolicies(Database database) {
        return new DataPolicies(database);
    }

    @Bean
    ContentGuard contentGuard(DataPolicies policies, Tenants tenants) {
        return new ContentGuard(policies, tenants.vault());
    }

    /// Files are found through messages, so they go first.
    @Bean
    @Order(1)
    MediaOfPeople mediaOfPeople(Database database, MediaLibrary library) {
        return new MediaOfPeople(database, library);
    }

    @Bean
    @Order(2)
    MessagesOfPeople messagesOfPeople(Database database) {
        return new MessagesOfPeople(database);
    }

    @Bean
    ContactsOfPeople contactsOfPeople(Database database) {
        return new ContactsOfPeople(database);
    }

    @Bean
    RetriesOfPeople retriesOfPeople() {
        return new RetriesOfPeople();
    }

    @Bean
    DeliveriesOfPeople deliveriesOfPeople(Database database) {
        return new DeliveriesOfPeople(database);
    }

    @Bean
    EventsOfPeople eventsOfPeople(Database database, EventLog events) {
        return new EventsOfPeople(database, events);
    }

    @Bean
    Privacy privacy(
            Database database,
            Sessions sessions,
            List<PersonalData> features,
            Audits audits,
            AuditLog audit,
            InstantSource time,
            JsonMapper json) {
        return new Privacy(database, sessions, features, new Privacy.Tools(audits, audit, time, json));
    }

    @Bean
    Keeper keeper(
            Database database,
            DataPolicies policies,
            Sessions sessions,
            Keeper.Stores stores,
            Audits audits,
            AuditLog audit,
            InstantSource time) {
        return new Keeper(database, policies, sessions, stores, new Keeper.Tools(audits, audit, time));
    }

    @Bean
    Keeper.Stores keptThings(
            MessagesOfPeople messages,
            MediaOfPeople media,
            EventLog events,
            DeliveriesOfPeople deliveries,
            List<PersonalData> features) {
        return new Keeper.Stores(messages, media, events, deliveries, features);
    }
}
