// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.audience.ContactLists;
import dev.switchboard.gateway.audience.OptOuts;
import dev.switchboard.gateway.audience.People;
import dev.switchboard.gateway.audience.Suppression;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.campaign.CampaignOrders;
import dev.switchboard.gateway.campaign.CampaignParts;
import dev.switchboard.gateway.campaign.CampaignRecorder;
import dev.switchboard.gateway.campaign.CampaignReportResource;
import dev.switchboard.gateway.campaign.CampaignResource;
import dev.switchboard.gateway.campaign.CampaignRunner;
import dev.switchboard.gateway.campaign.Campaigns;
import dev.switchboard.gateway.campaign.CampaignsOfPeople;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.messaging.MessageListener;
import dev.switchboard.gateway.messaging.MessageRecorder;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.messaging.StatusListener;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.template.Templates;
import dev.switchboard.gateway.tenant.Tenants;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts campaigns together.
@Configuration(proxyBeanMethods = false)
@Import({CampaignResource.class, CampaignReportResource.class})
class CampaignWiring {
    @Bean
    CampaignParts.Tools campaignPartTools(
            Provider provider,
            EventLog events,
            AuditLog audit,
            People people,
            ContentGuard guard,
            Collaborators outside,
            JsonMapper json) {
        return new CampaignParts.Tools(provider, events, audit, people, guard, outside.time(), outside.random(), json);
    }

    @Bean
    CampaignParts campaignParts(Database database, CampaignParts.Tools tools) {
        return new CampaignParts(database, tools);
    }

    @Bean
    CampaignRunner campaignRunner(
            Database database, Sessions sessions, Messages messages, Outbox outbox, CampaignParts parts) {
        return new CampaignRunner(database, sessions, messages, outbox, parts);
    }

    @Bean
    CampaignRecorder campaignRecorder(
            CampaignParts parts,
            CampaignRunner runner,
            MessageRecorder messages,
            Suppression suppression,
            People people,
            OptOuts optOuts) {
        CampaignRecorder recorder = new CampaignRecorder(parts, runner);
        messages.listen((StatusListener) recorder);
        messages.listen((MessageListener) recorder);
        suppression.watch(recorder);
        people.watch(recorder);
        optOuts.ask(recorder);
        return recorder;
    }

    @Bean
    Campaigns.Tools campaignTools(CampaignRecorder recorder, Outbox outbox, Sessions sessions, People people) {
        return new Campaigns.Tools(recorder, outbox, sessions, people);
    }

    @Bean
    Campaigns campaigns(Database database, CampaignParts parts, Campaigns.Tools tools) {
        return new Campaigns(database, parts, tools);
    }

    @Bean
    CampaignOrders campaignOrders(Templates templates, ContactLists lists, Tenants tenants, Senders senders) {
        return new CampaignOrders(templates, lists, tenants, senders);
    }

    @Bean
    CampaignsOfPeople campaignsOfPeople(Database database, CampaignParts parts) {
        return new CampaignsOfPeople(database, parts);
    }
}
