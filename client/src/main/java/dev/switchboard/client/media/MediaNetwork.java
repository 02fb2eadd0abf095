// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.client.connection.HttpExchange;
import dev.switchboard.client.connection.HttpTransport;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import dev.switchboard.client.work.ClientTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a companion reaches media servers: as it reaches the chat server, through the same proxy and with the same
/// trust.
///
/// @param http makes requests
/// @param endpoint the network
/// @param proxy what to go through
/// @param patience how long a server may do nothing
/// @param timer for pauses between tries
public record MediaNetwork(
        HttpTransport http,
        NetworkEndpoint endpoint,
        Optional<ProxySettings> proxy,
        Duration patience,
        ClientTimer timer) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /// Where files lie when nobody tells the hosts.
    private static final String USUAL_HOST = "mmg.whatsapp.net";

    /// A host by its name, with a port where it is not the usual one.
    record Authority(String host, int port) {}

    Authority authority(String text) {
        int usual = endpoint.tls() ? 443 : 80;
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        if (colon < 0) {
            return new Authority(bare(text), usual);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 0 && port <= 0xFFFF) {
                return new Authority(bare(text.substring(0, colon)), port);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new MediaFault(MediaFault.Kind.REFUSED, "media host: a port that is none");
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    HttpExchange open(String host, HttpTransport.Request request) throws IOException, InterruptedException {
        Authority authority = authority(host);
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("origin", endpoint.origin());
        headers.put("referer", endpoint.origin() + "/");
        return http.open(
                new HttpTransport.Server(
                        authority.host(), authority.port(), endpoint.tls(), endpoint.caPem(), proxy, patience),
                new HttpTransport.Request(request.method(), request.target(), headers, request.bodyLength()));
    }

    /// The host to take where none is told: there is one on the real network only.
    Optional<String> usualHost() {
        return endpoint.chat().getHost().equals(NetworkEndpoint.WHATSAPP.chat().getHost())
                ? Optional.of(USUAL_HOST)
                : Optional.empty();
    }

    /// Waits before another try, longer each time.
    void pause(int tries) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 5));
        ClientTimer.Handle handle = timer.after(pause, over::countDown);
        try {
            over.await(pause.toMillis() * 2, TimeUnit.MILLISECONDS);
        } finally {
            handle.cancel();
        }
    }
}
