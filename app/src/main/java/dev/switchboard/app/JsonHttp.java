// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A caller of JSON interfaces: the gateway's API and the sandbox's admin interface, as an outsider would call them.
/// Thread-safe.
public final class JsonHttp implements AutoCloseable {
    /// Reads and writes the JSON of requests and answers.
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient http;
    private final Map<String, String> headers;

    private JsonHttp(URI base, HttpClient http, Map<String, String> headers) {
        this.base = base;
        this.http = http;
        this.headers = headers;
    }

    /// Calls a plain HTTP address; `headers` go with each request.
    public static JsonHttp plain(URI base, Map<String, String> headers) {
        return new JsonHttp(
                base, HttpClient.newBuilder().connectTimeout(TIMEOUT).build(), Map.copyOf(headers));
    }

    /// Calls an HTTPS address whose certificate the CA in `caFile` (PEM) has signed.
    public static JsonHttp trusting(URI base, Path caFile) {
        try (InputStream pem = Files.newInputStream(caFile)) {
            Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("sandbox", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return new JsonHttp(
                    base,
                    HttpClient.newBuilder()
                            .connectTimeout(TIMEOUT)
                            .sslContext(tls)
                            .build(),
                    Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA file cannot be used: " + caFile, e);
        }
    }

    /// What came back. `body` is a missing node when the answer had none or was not JSON; `text` is the answer as it
    /// came.
    public record Answer(int status, JsonNode body, String text) {
        /// Whether the status is one of the 2xx.
        public boolean ok() {
            return status / 100 == 2;
        }

        /// This answer, or a failure that tells what was refused.
        public Answer orFail(String what) {
            if (!ok()) {
                throw new TourFailed(what + " was answered " + status + ": " + text);
            }
            return this;
        }
    }

    /// `GET path`.
    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    /// `POST path` with a JSON body.
    public Answer post(String path, Object body) {
        try {
            return send("POST", path, JSON.writeValueAsString(body), "application/json");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// `POST path` with a text body.
    public Answer postText(String path, String body) {
        return send("POST", path, body, "text/plain");
    }

    /// Any request; an I/O failure is thrown as [UncheckedIOException].
    public Answer send(String method, String path, @Nullable String body, @Nullable String contentType) {
        return send(method, path, body, contentType, Map.of());
    }

    /// Any request, with further headers.
    public Answer send(
            String method, String path, @Nullable String body, @Nullable String contentType, Map<String, String> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(request::header);
        more.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TourFailed("interrupted while calling " + method + " " + path);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
