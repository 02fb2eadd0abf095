// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.Companion;
import dev.switchboard.client.CompanionConfig;
import dev.switchboard.client.link.ReconnectPolicy;
import dev.switchboard.client.network.ClientVersions;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.provider.Provider;
import dev.switchboard.gateway.provider.ProviderContext;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.ReconnectPlan;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageId;
import dev.switchboard.wire.stanza.ClientVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Reaches WhatsApp as a linked device.
public final class CompanionProvider implements Provider {
    private final ProviderContext context;
    private final ClientRuntime runtime;
    private final Uploads uploads;
    private final NetworkEndpoint endpoint;
    private final Optional<ProxySettings> proxy;
    private final Supplier<ClientVersion> version;

    public CompanionProvider(ProviderContext context) {
        this.context = context;
        try {
            this.endpoint = endpoint(context.network());
            this.proxy = context.network().proxy().map(ProxySettings::parse);
            this.version = version(context, proxy);
        } catch (IllegalArgumentException | WireException e) {
            throw new ConfigurationRefused("network settings: " + e.getMessage());
        }
        this.uploads = new Uploads(context.time());
        this.runtime = ClientRuntime.create(context.time(), context.random());
    }

    /// The version to claim: as set, or else as the real network tells; another network is content with any.
    private static Supplier<ClientVersion> version(ProviderContext context, Optional<ProxySettings> proxy) {
        Optional<ClientVersion> set = context.network().version().map(ClientVersion::parse);
        if (set.isPresent() || context.network().endpoint().isPresent()) {
            return ClientVersions.fixed(set.orElse(ClientVersions.PINNED));
        }
        return ClientVersions.learntFrom(ClientVersions.SERVICE_WORKER, proxy, context.time());
    }

    private static NetworkEndpoint endpoint(NetworkSettings network) {
        NetworkEndpoint real = NetworkEndpoint.WHATSAPP;
        return new NetworkEndpoint(
                network.endpoint().orElse(real.chat()),
                network.origin().orElse(real.origin()),
                network.trustRoot().map(Bytes::fromHex).orElse(real.noiseRoot()),
                network.caFile().map(CompanionProvider::pem));
    }

    private static String pem(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            throw new ConfigurationRefused("network-ca: the file " + file + " cannot be read");
        }
    }

    @Override
    public ProviderLink open(SessionLease lease, ProviderSink sink) {
        CompanionConfig config = CompanionConfig.builder("s" + lease.key().ref(), endpoint)
                .proxy(proxy)
                .version(version)
                .reconnect(() -> policy(context.reconnection().of(lease.key())))
                .build();
        SqlDeviceStore store = new SqlDeviceStore(context.database(), context.vault(), lease, sink);
        return new CompanionLink(new Companion(config, runtime, store, _ -> {}), lease.key(), context, uploads);
    }

    private static ReconnectPolicy policy(ReconnectPlan plan) {
        return ReconnectPolicy.of(plan.first(), plan.slow(), plan.cap());
    }

    @Override
    public String newMessageId(Jid recipient) {
        return MessageId.generate(context.time().instant(), recipient, context.random());
    }

    @Override
    public void close() {
        runtime.close();
    }
}
