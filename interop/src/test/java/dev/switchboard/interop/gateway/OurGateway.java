// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.settings.SendLimits;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A gateway on a folder of its own, which can be stopped and started again, and a caller of its API.
final class OurGateway implements AutoCloseable {

    private final SandboxWorld world;
    private final Path folder;
    private final UnaryOperator<GatewayConfig.Builder> settings;
    private RunningGateway gateway;
    private JsonHttp api;

    OurGateway(SandboxWorld world) {
        this(world, settings -> settings);
    }

    /// With other settings than the usual.
    OurGateway(SandboxWorld world, UnaryOperator<GatewayConfig.Builder> settings) {
        this.world = world;
        this.settings = settings;
        this.folder = world.folderFor("gateway");
        this.gateway = GatewayApplication.start(config());
        this.api = caller();
    }

    private GatewayConfig config() {
        return settings.apply(GatewayConfig.builder(folder)
                        .port(0)
                        .network(NetworkSettings.of(
                                world.chatUri(), world.noiseRoot().hex(), Optional.of(world.caFile())))
                        .limits(SendLimits.OFF))
                .build();
    }

    private JsonHttp caller() {
        try {
            var key = Files.readString(folder.resolve("admin-key")).strip();
            return JsonHttp.plain(gateway.uri(), Map.of("X-Api-Key", key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops in order and starts again on the same folder.
    void restart() {
        close();
        gateway = GatewayApplication.start(config());
        api = caller();
    }

    /// Creates a session that asks to be linked.
    void create(String session) {
        api.post("/api/v1/sessions", Map.of("id", session)).orFail("creating a session");
        api.send("POST", path(session) + "/connect", null, null).orFail("connecting");
    }

    /// Creates a session and links it by a QR code that the phone scans.
    void linkByQr(String session, String phone) {
        create(session);
        awaitState(session, "awaiting_scan");
        var qr = api.get(path(session) + "/qr?format=text").orFail("reading the QR code");
        world.admin().scanQr(phone, qr.text().strip());
        awaitState(session, "connected");
    }

    /// Creates a session and links it by a code that is typed on the phone.
    void linkByCode(String session, String phone) {
        create(session);
        awaitState(session, "awaiting_scan");
        var code = api.post(path(session) + "/pairing-code", Map.of("phone", phone))
                .orFail("asking for a code");
        world.admin().enterCodeWhenAsked(phone, code.body().path("code").asText());
        awaitState(session, "connected");
    }

    String state(String session) {
        return api.get(path(session))
                .orFail("looking at a session")
                .body()
                .path("state")
                .asText();
    }

    void awaitState(String session, String state) {
        SandboxAdmin.await(
                "session to be " + state,
                () -> Optional.of(state(session)).filter(state::equals),
                () -> "it is " + state(session));
    }

    /// Sends a text, and answers with its id.
    String send(String session, String to, String text) {
        var answer = api.post(path(session) + "/messages", Map.of("to", to, "text", text));
        assertThat(answer.status()).isEqualTo(202);
        return answer.body().path("id").asText();
    }

    void edit(String session, String id, String text) {
        var body = "{\"text\": \"" + text + "\"}";
        api.send("PATCH", path(session) + "/messages/" + id, body, "application/json")
                .orFail("editing");
    }

    void revoke(String session, String id) {
        api.send("DELETE", path(session) + "/messages/" + id, null, null).orFail("taking back");
    }

    /// The message with this id, once it is there and fits.
    JsonNode awaitMessage(String session, String id, Predicate<JsonNode> fits) {
        return SandboxAdmin.await(
                "message " + id,
                () -> {
                    var answer = api.get(path(session) + "/messages/" + id);
                    return answer.ok() ? Optional.of(answer.body()).filter(fits) : Optional.empty();
                },
                () -> api.get(path(session) + "/messages/" + id).text());
    }

    JsonNode awaitStatus(String session, String id, String status) {
        return awaitMessage(
                session, id, message -> message.path("status").asText().equals(status));
    }

    void markRead(String session, String chat) {
        api.post(path(session) + "/chats/" + chat + "/read", Map.of()).orFail("marking as read");
    }

    /// Posts to the session, and answers with what came back.
    JsonNode post(String session, String rest, Object body) {
        return api.post(path(session) + rest, body).orFail("POST " + rest).body();
    }

    JsonNode patch(String session, String rest, String body) {
        return api.send("PATCH", path(session) + rest, body, "application/json")
                .orFail("PATCH " + rest)
                .body();
    }

    JsonNode get(String session, String rest) {
        return api.get(path(session) + rest).orFail("GET " + rest).body();
    }

    /// What the session has at an address, once it fits.
    JsonNode awaitAt(String session, String rest, Predicate<JsonNode> fits) {
        return SandboxAdmin.await(
                rest,
                () -> {
                    var answer = api.get(path(session) + rest);
                    return answer.ok() ? Optional.of(answer.body()).filter(fits) : Optional.empty();
                },
                () -> api.get(path(session) + rest).text());
    }

    /// The figures for scrapers.
    String metrics() {
        return api.get("/metrics/prometheus").orFail("GET /metrics/prometheus").text();
    }

    /// The bytes of a session's file.
    byte[] file(String session, String mediaId) {
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            var request = java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create(gateway.uri() + path(session) + "/media/" + mediaId))
                    .header(
                            "X-Api-Key",
                            Files.readString(folder.resolve("admin-key")).strip())
                    .build();
            var response = http.send(request, java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String path(String session) {
        return "/api/v1/sessions/" + session;
    }

    @Override
    public void close() {
        api.close();
        gateway.close();
    }
}
