// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.account.AccountResource;
import dev.switchboard.gateway.account.PasskeyOffers;
import dev.switchboard.gateway.account.PasskeyResource;
import dev.switchboard.gateway.call.CallResource;
import dev.switchboard.gateway.call.Calls;
import dev.switchboard.gateway.catalogue.AsyncApiResource;
import dev.switchboard.gateway.channel.ChannelResource;
import dev.switchboard.gateway.contact.ContactRecorder;
import dev.switchboard.gateway.contact.ContactResource;
import dev.switchboard.gateway.contact.Contacts;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.group.GroupResource;
import dev.switchboard.gateway.group.Groups;
import dev.switchboard.gateway.inbox.Inbox;
import dev.switchboard.gateway.label.LabelResource;
import dev.switchboard.gateway.label.Labels;
import dev.switchboard.gateway.media.MediaDrafts;
import dev.switchboard.gateway.messaging.ChatControl;
import dev.switchboard.gateway.messaging.ChatRecorder;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.SearchResource;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.messaging.StatusResource;
import dev.switchboard.gateway.monitoring.Meters;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.Patience;
import dev.switchboard.gateway.outbox.QueryGovernor;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// How the features around messages are put together.
@Configuration(proxyBeanMethods = false)
@Import({
    SearchResource.class,
    StatusResource.class,
    ContactResource.class,
    GroupResource.class,
    ChannelResource.class,
    AccountResource.class,
    PasskeyResource.class,
    CallResource.class,
    LabelResource.class,
    AsyncApiResource.class
})
class ConversationWiring {
    @Bean
    QueryGovernor queryGovernor(Outbox outbox, InstantSource time, Meters meters) {
        QueryGovernor governor = new QueryGovernor(outbox, time, Patience::ofRequest);
        meters.count("switchboard.queries", "Questions to the network", governor, QueryGovernor::passed);
        meters.count("switchboard.queries.refused", "Questions over a limit", governor, QueryGovernor::refused);
        return governor;
    }

    @Bean
    LiveLinks liveLinks(SessionHost host, QueryGovernor gate) {
        return new LiveLinks(host, gate);
    }

    @Bean
    Senders senders(Messages messages, MediaDrafts media, GuardedHttp http) {
        return new Senders(messages, media, http);
    }

    @Bean
    ChatRecorder chatRecorder(EventLog events) {
        return new ChatRecorder(events);
    }

    @Bean
    ChatControl chatControl(
            Database database, LiveLinks links, Messages messages, ChatRecorder recorder, InstantSource time) {
        return new ChatControl(database, links, messages, recorder, time);
    }

    @Bean
    ContactRecorder contactRecorder(EventLog events, InstantSource time) {
        return new ContactRecorder(events, time);
    }

    @Bean
    Contacts contacts(Database database, LiveLinks links, ContactRecorder recorder, InstantSource time) {
        return new Contacts(database, links, recorder, time);
    }

    @Bean
    Groups groups(Database database, LiveLinks links) {
        return new Groups(database, links);
    }

    @Bean
    Labels labels(EventLog events) {
        return new Labels(events);
    }

    @Bean
    Calls calls(EventLog events, SessionHost host, Sessions sessions, Messages messages) {
        return new Calls(events, host, sessions, messages);
    }

    @Bean
    PasskeyOffers passkeyOffers(EventLog events) {
        return new PasskeyOffers(events);
    }

    @Bean
    Inbox.Recorders recorders(
            ChatRecorder chats,
            ContactRecorder contacts,
            Labels labels,
            Calls calls,
            PasskeyOffers passkeys,
            InstantSource time) {
        return new Inbox.Recorders(chats, contacts, labels, calls, passkeys, time);
    }
}
