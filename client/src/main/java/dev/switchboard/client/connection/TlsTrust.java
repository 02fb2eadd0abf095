// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// TLS settings of a client: the JDK's engine, the system's or a given CA, host names checked.
final class TlsTrust {

    private TlsTrust() {}

    static SslContext clientContext(Optional<String> caPem) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .endpointIdentificationAlgorithm("HTTPS")
                .sessionCacheSize(64);
        caPem.ifPresent(pem -> builder.trustManager(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("CA certificates: unusable (expected: PEM)", e);
        }
    }
}
