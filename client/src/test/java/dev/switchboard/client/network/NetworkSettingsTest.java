// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.noise.TrustRoot;
import dev.switchboard.wire.stanza.ClientVersion;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {

    @Test
    void theRealNetworkIsWhereTheWebClientFindsIt() {
        NetworkEndpoint real = NetworkEndpoint.WHATSAPP;
        assertThat(real.chat()).isEqualTo(URI.create("wss://web.whatsapp.com/ws/chat"));
        assertThat(real.origin()).isEqualTo("https://web.whatsapp.com");
        assertThat(real.noiseRoot()).isEqualTo(TrustRoot.WHATSAPP.key().raw());
        assertThat(real.tls()).isTrue();
        assertThat(real.port()).isEqualTo(443);
    }

    @Test
    void refusesAnEndpointThatIsNoWebSocket() {
        assertThatThrownBy(() -> new NetworkEndpoint(
                        URI.create("https://web.whatsapp.com"),
                        "",
                        NetworkEndpoint.WHATSAPP.noiseRoot(),
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wss");
    }

    @Test
    void readsProxies() {
        assertThat(ProxySettings.parse("socks5://127.0.0.1:1080"))
                .isEqualTo(new ProxySettings(ProxySettings.Kind.SOCKS5, "127.0.0.1", 1080, Optional.empty()));
        ProxySettings withLogin = ProxySettings.parse("http://ann:s3cret@proxy.example:3128");
        assertThat(withLogin.kind()).isEqualTo(ProxySettings.Kind.HTTP_CONNECT);
        assertThat(withLogin.login()).contains(new ProxySettings.Login("ann", "s3cret"));
        assertThat(withLogin.toString()).doesNotContain("s3cret");
    }

    @Test
    void refusesProxiesOfOtherKindsOrWithoutPort() {
        assertThatThrownBy(() -> ProxySettings.parse("ftp://host:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProxySettings.parse("http://host")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsTheRevisionInAServiceWorker() {
        ClientVersion expected = new ClientVersion(2, 3000, 1043857760);
        assertThat(ClientVersions.inServiceWorker("x={\"client_revision\":1043857760,\"y\":1}"))
                .contains(expected);
        assertThat(ClientVersions.inServiceWorker("\"{\\\"client_revision\\\": 1043857760}\""))
                .contains(expected);
        assertThat(ClientVersions.inServiceWorker("nothing here")).isEmpty();
    }
}
