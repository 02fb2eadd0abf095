// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.network;

import dev.switchboard.wire.WireException;
import dev.switchboard.wire.stanza.ClientVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client version to claim: set by the owner, or learnt from the web client's service worker and kept for a day, or
/// as the last resort pinned. Thread-safe; may block for as long as one HTTP request takes.
public final class ClientVersions implements Supplier<ClientVersion> {

    /// Used when the current one cannot be learnt.
    public static final ClientVersion PINNED = new ClientVersion(2, 3000, 1045649367);

    /// Where the web client tells its revision.
    public static final URI SERVICE_WORKER = URI.create("https://web.whatsapp.com/sw.js");

    private static final Logger LOG = LoggerFactory.getLogger(ClientVersions.class);
    private static final Pattern REVISION = Pattern.compile("\\\\?\"client_revision\\\\?\":\\s*(\\d{6,10})");
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration KEPT_AFTER_FAILURE = Duration.ofMinutes(15);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BODY_LIMIT = 8 << 20;
    private static final String USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36";

    private record Learnt(ClientVersion version, Instant until) {}

    private final URI source;
    private final InstantSource clock;
    private final Optional<ProxySettings> proxy;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Learnt learnt;

    private ClientVersions(URI source, Optional<ProxySettings> proxy, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.proxy = proxy;
    }

    /// Always the same version.
    public static Supplier<ClientVersion> fixed(ClientVersion version) {
        return () -> version;
    }

    /// The version told at the given address. Through a SOCKS proxy that wants a login nothing is asked, as the JDK
    /// cannot, and the pinned version is claimed; nothing ever goes around a proxy.
    public static ClientVersions learntFrom(URI source, Optional<ProxySettings> proxy, InstantSource clock) {
        return new ClientVersions(source, proxy, clock);
    }

    @Override
    public ClientVersion get() {
        lock.lock();
        try {
            Learnt present = learnt;
            if (present == null || !clock.instant().isBefore(present.until())) {
                present = learn();
                learnt = present;
            }
            return present.version();
        } finally {
            lock.unlock();
        }
    }

    /// The server refused this version: if it is the one that is kept, the next question asks again.
    public void refused(ClientVersion version) {
        lock.lock();
        try {
            if (learnt != null && learnt.version().equals(version)) {
                learnt = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private Learnt learn() {
        Instant now = clock.instant();
        try {
            Optional<ClientVersion> found = inServiceWorker(
                    proxy.filter(settings -> settings.kind() == ProxySettings.Kind.SOCKS5)
                                    .isPresent()
                            ? askThroughSocks(proxy.get())
                            : ask());
            if (found.isPresent()) {
                return new Learnt(found.get(), now.plus(KEPT));
            }
            LOG.warn("client version not told, claiming the pinned one");
        } catch (IOException e) {
            LOG.warn(
                    "client version not reachable ({}), claiming the pinned one",
                    e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Learnt(PINNED, now.plus(KEPT_AFTER_FAILURE));
    }

    private String ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(source)
                .header("sec-fetch-site", "none")
                .header("user-agent", USER_AGENT)
                .timeout(LIMIT)
                .build();
        try (HttpClient http = client()) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        }
    }

    /// The JDK's HTTP client knows no SOCKS, its older connection does, without a login.
    private String askThroughSocks(ProxySettings settings) throws IOException {
        if (settings.login().isPresent()) {
            return "";
        }
        Proxy socks = new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved(settings.host(), settings.port()));
        URLConnection connection = source.toURL().openConnection(socks);
        connection.setRequestProperty("sec-fetch-site", "none");
        connection.setRequestProperty("user-agent", USER_AGENT);
        connection.setConnectTimeout((int) LIMIT.toMillis());
        connection.setReadTimeout((int) LIMIT.toMillis());
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readNBytes(BODY_LIMIT), StandardCharsets.UTF_8);
        }
    }

    /// Finds the revision in the text of the service worker, where quotes may be escaped.
    static Optional<ClientVersion> inServiceWorker(String text) {
        Matcher matcher = REVISION.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClientVersion.parse("2.3000." + matcher.group(1)));
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    private HttpClient client() {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(HttpClient.Redirect.NORMAL);
        proxy.filter(settings -> settings.kind() == ProxySettings.Kind.HTTP_CONNECT)
                .ifPresent(settings -> {
                    builder.proxy(ProxySelector.of(new InetSocketAddress(settings.host(), settings.port())));
                    settings.login().ifPresent(login -> builder.authenticator(authenticator(login)));
                });
        return builder.build();
    }

    private static Authenticator authenticator(ProxySettings.Login login) {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(login.user(), login.password().toCharArray());
            }
        };
    }
}
