// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.access.AccessWiring;
import dev.switchboard.gateway.access.ApiKeys;
import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.FirstKey;
import dev.switchboard.gateway.access.ForeignTokens;
import dev.switchboard.gateway.access.Tokens;
import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.automation.AutomationWiring;
import dev.switchboard.gateway.backup.BackupWiring;
import dev.switchboard.gateway.bridge.BridgeWiring;
import dev.switchboard.gateway.dashboard.DashboardWiring;
import dev.switchboard.gateway.dialect.DialectWiring;
import dev.switchboard.gateway.embed.EmbedWiring;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.health.HealthResource;
import dev.switchboard.gateway.health.PortRoles;
import dev.switchboard.gateway.inbox.Inbox;
import dev.switchboard.gateway.media.MediaFetcher;
import dev.switchboard.gateway.media.MediaLibrary;
import dev.switchboard.gateway.media.MediaWiring;
import dev.switchboard.gateway.messaging.ChatResource;
import dev.switchboard.gateway.messaging.MessageRecorder;
import dev.switchboard.gateway.messaging.MessageResource;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.monitoring.Meters;
import dev.switchboard.gateway.monitoring.MetricsResource;
import dev.switchboard.gateway.monitoring.RequestTimer;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbox.Outbox;
import dev.switchboard.gateway.outbox.OutboxKeeper;
import dev.switchboard.gateway.outbox.PolicyResource;
import dev.switchboard.gateway.outbox.QueueResource;
import dev.switchboard.gateway.oversight.OversightWiring;
import dev.switchboard.gateway.pairing.Pairing;
import dev.switchboard.gateway.pairing.PairingResource;
import dev.switchboard.gateway.personal.ContentGuard;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.privacy.PrivacyWiring;
import dev.switchboard.gateway.problem.ContainerRefusals;
import dev.switchboard.gateway.problem.ProblemMapper;
import dev.switchboard.gateway.problem.ProblemWriter;
import dev.switchboard.gateway.problem.RefusalForm;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ProviderContext;
import dev.switchboard.gateway.session.LocalSessionHost;
import dev.switchboard.gateway.session.Reconnections;
import dev.switchboard.gateway.session.RestoreProgress;
import dev.switchboard.gateway.session.SessionLife;
import dev.switchboard.gateway.session.SessionRecorder;
import dev.switchboard.gateway.session.SessionResource;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.setup.SetupWiring;
import dev.switchboard.gateway.sink.SinkWiring;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.stream.EventResource;
import dev.switchboard.gateway.stream.StreamWiring;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.gateway.vault.MasterKey;
import dev.switchboard.gateway.webhook.WebhookWiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// How the parts are put together.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    AccessWiring.class,
    PortWiring.class,
    StreamWiring.class,
    WebWiring.class,
    WebhookWiring.class,
    SetupWiring.class,
    EmbedWiring.class,
    SinkWiring.class,
    ApiDescription.class,
    MediaWiring.class,
    BackupWiring.class,
    FeatureWiring.class,
    AudienceWiring.class,
    AutomationWiring.class,
    BridgeWiring.class,
    CampaignWiring.class,
    DialectWiring.class,
    DashboardWiring.class,
    ConversationWiring.class,
    OversightWiring.class,
    CareWiring.class,
    TraceWiring.class,
    PrivacyWiring.class,
    ProblemMapper.class,
    ContainerRefusals.class,
    SessionResource.class,
    PairingResource.class,
    MessageResource.class,
    ChatResource.class,
    EventResource.class,
    HealthResource.class,
    QueueResource.class,
    PolicyResource.class,
    MetricsResource.class
})
class GatewayWiring {
    @Bean
    InstantSource time(Collaborators outside) {
        return outside.time();
    }

    @Bean
    RandomGenerator random(Collaborators outside) {
        return outside.random();
    }

    @Bean
    MasterKey masterKey(GatewayConfig config, Collaborators outside) {
        Path file = config.dataFolder().resolve("master.key");
        if (config.encryptionKey().isEmpty() && Files.exists(config.dataFolder().resolve("master.key.next"))) {
            throw new ConfigurationRefused(
                    "the exchange of the master key was interrupted (expected: it is ended first); run rekey again");
        }
        return config.encryptionKey()
                .map(text -> MasterKey.ofSetting(text, config.demo()))
                .orElseGet(() -> config.database()
                        .map(url ->
                                MasterKey.ofFile(file, () -> Database.isUsed(url), url.toString(), outside.random()))
                        .orElseGet(() -> MasterKey.ofFile(file, databaseFile(config), outside.random())));
    }

    /// Comes after the master key, as a database without its key is worth nothing.
    @Bean
    Database database(GatewayConfig config, MasterKey master) {
        return open(config);
    }

    static Database open(GatewayConfig config) {
        return config.database().map(Database::open).orElseGet(() -> Database.open(databaseFile(config)));
    }

    static Path databaseFile(GatewayConfig config) {
        return config.dataFolder().resolve("switchboard.db");
    }

    @Bean
    Tenants tenants(Database database, MasterKey master, Collaborators outside) {
        Tenants tenants = new Tenants(database, master, outside.time(), outside.random());
        tenants.ensure(Authenticator.FIRST_TENANT, "Main");
        tenants.checkKeys();
        return tenants;
    }

    @Bean
    ApiKeys apiKeys(Database database, Tenants tenants, GatewayConfig config, AuditLog audit, Collaborators outside) {
        ApiKeys keys = new ApiKeys(
                database,
                audit,
                outside.time(),
                outside.random(),
                config.access().cacheLife());
        if (tenants.find(Authenticator.FIRST_TENANT).isPresent()) {
            FirstKey.ensure(keys, Authenticator.FIRST_TENANT, config.dataFolder(), outside.terminal());
        }
        return keys;
    }

    @Bean
    Users users(Database database, Tenants tenants, AuditLog audit, Collaborators outside) {
        return new Users(database, audit, tenants.vault(), outside.time(), outside.random());
    }

    @Bean
    Tokens tokens(
            Database database,
            Tenants tenants,
            Users users,
            GuardedHttp http,
            GatewayConfig config,
            Collaborators outside) {
        ForeignTokens foreign = new ForeignTokens(config.access().issuers(), http, outside.time());
        return new Tokens(database, tenants.vault(), users, foreign, outside.time(), outside.random());
    }

    @Bean
    Authenticator authenticator(ApiKeys keys, Tokens tokens, GatewayConfig config) {
        return new Authenticator(keys, tokens, config.access().serviceToken(), config.demo());
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json, List<RefusalForm> forms) {
        return new ProblemWriter(json, forms);
    }

    @Bean
    EventLog eventLog(
            Database database, Tenants tenants, DataPolicies policies, Collaborators outside, JsonMapper json) {
        return new EventLog(database, tenants.vault(), policies, outside.time(), json);
    }

    @Bean
    Provider provider(
            Database database,
            Tenants tenants,
            GatewayConfig config,
            Collaborators outside,
            MediaLibrary media,
            Reconnections reconnections) {
        return outside.provider()
                .create(new ProviderContext(
                        database,
                        tenants.vault(),
                        media,
                        config.network(),
                        reconnections,
                        outside.time(),
                        outside.random()));
    }

    @Bean
    LocalSessionHost sessionHost(Provider provider) {
        return new LocalSessionHost(provider);
    }

    @Bean
    SessionRecorder sessionRecorder(LocalSessionHost host, EventLog events, AuditLog audit, Collaborators outside) {
        return new SessionRecorder(host, events, audit, outside.time());
    }

    @Bean
    Outbox outbox(
            Database database,
            LocalSessionHost host,
            EventLog events,
            ContentGuard guard,
            GatewayConfig config,
            Collaborators outside) {
        Outbox.Standards standards = new Outbox.Standards(config.limits(), config.habits());
        return new Outbox(database, host, events, guard, standards, outside.time());
    }

    @Bean
    OutboxKeeper outboxKeeper(Outbox outbox, Meters meters, Collaborators outside) {
        meters.gauge("switchboard.queue.scheduled", "Messages whose time has not come", outbox, Outbox::scheduled);
        meters.gauge(
                "switchboard.queue.held", "Sessions whose messages wait for a limit", outbox, Outbox::sessionsHeld);
        return new OutboxKeeper(outbox, outside.time());
    }

    @Bean
    MessageRecorder messageRecorder(
            EventLog events,
            AuditLog audit,
            ContentGuard guard,
            Outbox outbox,
            MediaLibrary media,
            MediaFetcher fetcher,
            InstantSource time) {
        return new MessageRecorder(events, audit, guard, outbox, media, fetcher, time);
    }

    @Bean
    Inbox inbox(
            LocalSessionHost host,
            SessionRecorder sessions,
            MessageRecorder messages,
            Inbox.Recorders recorders,
            Outbox outbox,
            EventLog events) {
        Inbox inbox = new Inbox(sessions, messages, recorders, outbox, events);
        host.reportTo(inbox);
        return inbox;
    }

    @Bean
    Sessions sessions(
            Database database, LocalSessionHost host, EventLog events, AuditLog audit, Collaborators outside) {
        return new Sessions(database, host, events, audit, outside.time(), outside.random());
    }

    /// How many sessions each tenant may have.
    @Bean
    ApplicationRunner sessionQuota(Sessions sessions, Tenants tenants, GatewayConfig config) {
        return _ -> sessions.limit(tenant -> Objects.requireNonNullElse(
                tenants.quotas(tenant).sessions(), (long) config.access().maxSessions()));
    }

    @Bean
    SessionLife sessionLife(
            Sessions sessions,
            LocalSessionHost host,
            Inbox inbox,
            GatewayConfig config,
            RestoreProgress progress,
            Collaborators outside) {
        Optional<String> atOnce = config.demo() ? Optional.of(config.defaultSession()) : Optional.empty();
        return new SessionLife(sessions, host, config.restoreAtOnce(), atOnce, progress, outside.time());
    }

    @Bean
    Pairing pairing(Sessions sessions, LocalSessionHost host, Collaborators outside) {
        return new Pairing(sessions, host, outside.time());
    }

    @Bean
    Messages messages(Database database, Outbox outbox, MessageRecorder recorder, Messages.Tools tools) {
        return new Messages(database, outbox, recorder, tools);
    }

    @Bean
    Messages.Tools messageTools(LocalSessionHost host, Provider provider, AuditLog audit, Collaborators outside) {
        return new Messages.Tools(host, provider, audit, outside.time());
    }

    @Bean
    Meters meters(Database database, EventLog events, JsonMapper json) {
        Meters meters = new Meters(database, json);
        meters.count(
                "switchboard.database.commits",
                "Transactions",
                database,
                all -> all.totals().commits());
        meters.count(
                "switchboard.database.jobs",
                "Jobs in them",
                database,
                all -> all.totals().jobs());
        events.watch(meters::logged);
        return meters;
    }

    @Bean
    WebMvcConfigurer measured(Meters meters) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new RequestTimer(meters));
            }
        };
    }

    @Bean
    PortRoles portRoles() {
        return new PortRoles();
    }
}
