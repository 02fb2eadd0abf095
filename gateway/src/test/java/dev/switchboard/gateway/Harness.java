// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.access.ApiKeys;
import dev.switchboard.gateway.access.FirstKey;
import dev.switchboard.gateway.access.Role;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.gateway.storage.DatabaseUrl;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.gateway.tenant.Tenants;
import dev.switchboard.testkit.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway on a data folder of its own and on the fake network, and a caller of its API.
final class Harness implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();
    /// Every start has randomness of its own, as keys and ids must not come twice.
    private static final AtomicLong STARTS = new AtomicLong();

    /// Lets the randomness of what this process starts from here on differ from what other processes start.
    static void startsFrom(long first) {
        STARTS.set(first);
    }

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final FakeNetwork network;
    final Path folder;
    final RunningGateway gateway;
    final HttpClient http = HttpClient.newHttpClient();
    final String key;

    private Harness(FakeNetwork network, Path folder, RunningGateway gateway) {
        this(network, folder, gateway, firstKey(folder));
    }

    private Harness(FakeNetwork network, Path folder, RunningGateway gateway, String key) {
        this.network = network;
        this.folder = folder;
        this.gateway = gateway;
        this.key = key;
    }

    private static String firstKey(Path folder) {
        try {
            return Files.readString(folder.resolve(FirstKey.FILE)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A gateway on a folder that was put back, whose first key is known from elsewhere.
    static Harness on(Path folder, String key) {
        return on(folder, key, TestDatabase.of(folder));
    }

    static Harness on(Path folder, String key, Optional<DatabaseUrl> database) {
        FakeNetwork network = new FakeNetwork();
        GatewayConfig config = GatewayConfig.builder(folder)
                .port(0)
                .database(database)
                .limits(SendLimits.OFF)
                .build();
        Collaborators outside = new Collaborators(
                InstantSource.system(),
                new SeededRandom(STARTS.incrementAndGet()),
                network::provider,
                Optional.empty());
        return new Harness(network, folder, GatewayApplication.start(config, outside), key);
    }

    /// A caller of a gateway that somebody else has started on this folder.
    static Harness of(RunningGateway gateway, Path folder) {
        return new Harness(new FakeNetwork(), folder, gateway);
    }

    static Harness start(Path folder) {
        return start(folder, new FakeNetwork(), config -> config);
    }

    static Harness start(Path folder, FakeNetwork network, UnaryOperator<GatewayConfig.Builder> settings) {
        return start(folder, network, settings, InstantSource.system());
    }

    static Harness start(
            Path folder, FakeNetwork network, UnaryOperator<GatewayConfig.Builder> settings, InstantSource time) {
        GatewayConfig config = settings.apply(GatewayConfig.builder(folder)
                        .port(0)
                        .database(TestDatabase.of(folder))
                        .limits(SendLimits.OFF))
                .build();
        Collaborators outside = new Collaborators(
                time, new SeededRandom(STARTS.incrementAndGet()), network::provider, Optional.empty());
        return new Harness(network, folder, GatewayApplication.start(config, outside));
    }

    /// An answer.
    record Answer(int status, HttpResponse<byte[]> http) {
        JsonNode json() {
            return JSON.readTree(http.body());
        }

        String text(String path) {
            return json().at(path).asString();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String body() {
            return new String(http.body(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /// A request under construction; made with the admin key unless told otherwise.
    final class Call {
        private final String method;
        private final String path;
        private final List<String> headers = new ArrayList<>();
        private String body = "";
        private boolean keyed = true;
        private String type = "application/json";

        private Call(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Call body(String text) {
            body = text;
            return this;
        }

        Call type(String contentType) {
            type = contentType;
            return this;
        }

        Call header(String name, String value) {
            headers.add(name);
            headers.add(value);
            return this;
        }

        Call key(String other) {
            keyed = false;
            return header("X-Api-Key", other);
        }

        Call noKey() {
            keyed = false;
            return this;
        }

        Answer send() {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                    .timeout(Duration.ofSeconds(90))
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!body.isEmpty() && !type.isEmpty()) {
                request.header("Content-Type", type);
            }
            if (keyed) {
                request.header("X-Api-Key", key);
            }
            for (int i = 0; i < headers.size(); i += 2) {
                request.header(headers.get(i), headers.get(i + 1));
            }
            try {
                HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
                return new Answer(response.statusCode(), response);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    Call call(String method, String path) {
        return new Call(method, path);
    }

    Answer get(String path) {
        return call("GET", path).send();
    }

    Answer post(String path, String body) {
        return call("POST", path).body(body).send();
    }

    Answer put(String path, String body) {
        return call("PUT", path).body(body).send();
    }

    /// Posts bytes as they are, with one more header.
    Answer binary(String path, byte[] body, String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("X-Api-Key", key)
                .header("Content-Type", "application/octet-stream")
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response);
    }

    URI uri(String path) {
        return URI.create(gateway.uri() + path);
    }

    /// Makes a session that is linked and connected.
    FakeLink linked(String id) {
        post("/api/v1/sessions", "{\"id\":\"" + id + "\"}");
        FakeLink link = network.link(id);
        link.scanned();
        return link;
    }

    /// Makes another tenant; the answer is a key of it.
    String otherTenant(String name) {
        TenantId id = new TenantId(name);
        gateway.part(Tenants.class).ensure(id, name);
        return gateway.part(ApiKeys.class).issue(id, "test", Role.OWNER);
    }

    /// Waits until something holds that another thread brings about.
    static void eventually(String what, java.util.function.BooleanSupplier condition) {
        eventually(what, LIMIT, condition);
    }

    /// The same with another patience.
    static void eventually(String what, Duration limit, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        http.close();
        gateway.close();
    }
}
