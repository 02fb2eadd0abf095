// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.campaign.Campaigns;
import dev.switchboard.gateway.contact.Contacts;
import dev.switchboard.gateway.dialect.accounts.AccountsForm;
import dev.switchboard.gateway.dialect.accounts.AccountsResource;
import dev.switchboard.gateway.dialect.clients.AutomationsResource;
import dev.switchboard.gateway.dialect.clients.CampaignsResource;
import dev.switchboard.gateway.dialect.clients.ClientsForm;
import dev.switchboard.gateway.dialect.clients.ClientsResource;
import dev.switchboard.gateway.dialect.clients.HistoryResource;
import dev.switchboard.gateway.dialect.clients.TemplatesResource;
import dev.switchboard.gateway.dialect.company.Codes;
import dev.switchboard.gateway.dialect.company.CompanyForm;
import dev.switchboard.gateway.dialect.company.CompanyResource;
import dev.switchboard.gateway.dialect.company.WhatsAppResource;
import dev.switchboard.gateway.dialect.sessions.Feed;
import dev.switchboard.gateway.dialect.sessions.SessionsForm;
import dev.switchboard.gateway.dialect.sessions.SessionsResource;
import dev.switchboard.gateway.dialect.sessions.SessionsSocket;
import dev.switchboard.gateway.dialect.single.SingleResource;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.messaging.MessageFigures;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.monitoring.SessionWatch;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.session.SessionCleanup;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.session.SessionProfiles;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.Footprint;
import dev.switchboard.gateway.stream.CallerOfUpgrade;
import dev.switchboard.gateway.stream.OpenStreams;
import dev.switchboard.gateway.tenant.Tenants;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import tools.jackson.databind.json.JsonMapper;

/// Puts the dialects together.
@Configuration(proxyBeanMethods = false)
@Import({
    DialectRefusals.class,
    ClientsResource.class,
    HistoryResource.class,
    TemplatesResource.class,
    CampaignsResource.class,
    AutomationsResource.class,
    CompanyForm.class,
    CompanyResource.class,
    WhatsAppResource.class,
    SingleResource.class,
    SessionsResource.class,
    AccountsResource.class
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
    Sending sending(Messages messages, MessageFigures figures, Outbox outbox, SessionWatch watch, InstantSource time) {
        return new Sending(messages, new Sending.Tools(figures, outbox, watch), time);
    }

    @Bean
    Now now(Tenants tenants, MessageFigures figures, InstantSource time) {
        return new Now(tenants, figures, time);
    }

    @Bean
    DefaultSession defaultSession(Links links, GatewayConfig config) {
        return new DefaultSession(links, config.defaultSession());
    }

    @Bean
    Codes codes(Codes.Tools tools, EventLog events, GatewayConfig config, InstantSource time) {
        Codes codes = new Codes(tools, config.linking(), time);
        events.watch(codes::logged);
        return codes;
    }

    @Bean
    Codes.Tools codeTools(Links links, Pairing pairing, SessionProfiles profiles, SessionWatch watch) {
        return new Codes.Tools(links, pairing, profiles, watch);
    }

    @Bean
    CompanyResource.Tools companyTools(
            SessionProfiles profiles, SessionWatch watch, GatewayConfig config, Bodies bodies) {
        return new CompanyResource.Tools(profiles, watch, config.linking(), bodies);
    }

    @Bean
    WhatsAppResource.Tools whatsAppTools(
            SessionWatch watch,
            MessageFigures figures,
            Now now,
            SessionHost host,
            Contacts contacts,
            GatewayConfig config,
            Attachments attachments,
            Bodies bodies) {
        return new WhatsAppResource.Tools(watch, figures, now, host, contacts, config.linking(), attachments, bodies);
    }

    @Bean
    SingleResource.Tools singleTools(
            Database database, SessionCleanup cleanup, GatewayConfig config, InstantSource time) {
        return new SingleResource.Tools(new Footprint(database), cleanup, config.linking(), time);
    }

    @Bean
    SessionsForm sessionsForm() {
        return new SessionsForm();
    }

    @Bean
    AccountsForm accountsForm() {
        return new AccountsForm();
    }

    @Bean
    AccountsResource.Tools accountTools(
            Now now,
            MessageFigures figures,
            Campaigns campaigns,
            Sending sending,
            GatewayConfig config,
            Bodies bodies) {
        return new AccountsResource.Tools(now, figures, campaigns, sending, config.linking(), bodies);
    }

    @Bean
    SessionsSocket sessionsSocket(
            EventLog log,
            Links links,
            Messages messages,
            Authenticator authenticator,
            OpenStreams streams,
            JsonMapper json) {
        return new SessionsSocket(new Feed.Sources(log, links, messages), authenticator, streams, json);
    }

    /// The socket has the address of the page: upgrades there are for the socket, all other requests for the page.
    @Bean
    WebSocketHandlerMapping sessionsSocketAddress(SessionsSocket socket, CallerOfUpgrade upgrades) {
        WebSocketHttpRequestHandler handler = new WebSocketHttpRequestHandler(socket);
        handler.setHandshakeInterceptors(List.of(upgrades));
        WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
        mapping.setWebSocketUpgradeMatch(true);
        mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
        mapping.setUrlMap(Map.of("/", handler));
        return mapping;
    }

    @Bean
    Attachments attachments(Senders senders) {
        return new Attachments(senders);
    }
}
