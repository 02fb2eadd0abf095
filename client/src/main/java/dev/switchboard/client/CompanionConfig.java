// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.link.ReconnectPolicy;
import dev.switchboard.client.network.ClientVersions;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.wire.stanza.ClientVersion;
import java.util.Optional;
import java.util.function.Supplier;

/// How one companion behaves.
///
/// @param name for threads and logs; no phone number
/// @param endpoint where the network is
/// @param proxy what to go through
/// @param version the client version to claim, asked for before each connection on a thread that may block
/// @param device how the device shows itself
/// @param timeouts how long to wait for what
/// @param reconnect how long to wait between tries
/// @param availableOnConnect whether to show the account as online after each login, while which the phone tells of no
/// messages
/// @param registrationPushName the push name to register with; of use with a sandbox only
public record CompanionConfig(
        String name,
        NetworkEndpoint endpoint,
        Optional<ProxySettings> proxy,
        Supplier<ClientVersion> version,
        DeviceDescription device,
        ClientTimeouts timeouts,
        Supplier<ReconnectPolicy> reconnect,
        boolean availableOnConnect,
        Optional<String> registrationPushName) {

    public static Builder builder(String name, NetworkEndpoint endpoint) {
        return new Builder(name, endpoint);
    }

    /// Collects settings; what is not set is standard.
    public static final class Builder {
        private final String name;
        private final NetworkEndpoint endpoint;
        private Optional<ProxySettings> proxy = Optional.empty();
        private Supplier<ClientVersion> version = () -> ClientVersions.PINNED;
        private DeviceDescription device = DeviceDescription.STANDARD;
        private ClientTimeouts timeouts = ClientTimeouts.STANDARD;
        private Supplier<ReconnectPolicy> reconnect = () -> ReconnectPolicy.STANDARD;
        private boolean availableOnConnect;
        private Optional<String> registrationPushName = Optional.empty();

        private Builder(String name, NetworkEndpoint endpoint) {
            this.name = name;
            this.endpoint = endpoint;
        }

        public Builder proxy(Optional<ProxySettings> value) {
            proxy = value;
            return this;
        }

        public Builder version(Supplier<ClientVersion> value) {
            version = value;
            return this;
        }

        public Builder device(DeviceDescription value) {
            device = value;
            return this;
        }

        public Builder timeouts(ClientTimeouts value) {
            timeouts = value;
            return this;
        }

        public Builder reconnect(ReconnectPolicy value) {
            return reconnect(() -> value);
        }

        public Builder reconnect(Supplier<ReconnectPolicy> value) {
            reconnect = value;
            return this;
        }

        public Builder availableOnConnect(boolean value) {
            availableOnConnect = value;
            return this;
        }

        public Builder registrationPushName(String value) {
            registrationPushName = Optional.of(value);
            return this;
        }

        public CompanionConfig build() {
            return new CompanionConfig(
                    name,
                    endpoint,
                    proxy,
                    version,
                    device,
                    timeouts,
                    reconnect,
                    availableOnConnect,
                    registrationPushName);
        }
    }
}
