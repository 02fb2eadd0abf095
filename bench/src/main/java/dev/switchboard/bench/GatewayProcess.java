// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `./switchboard serve` against a [Network], in a process of its own that may be killed and started again on the same
/// folder.
public final class GatewayProcess implements AutoCloseable {
    private final Network network;
    private final Path folder;
    private final int port;
    private final Options options;
    private volatile JavaProcess process;
    private final JsonHttp api;

    /// How it is started.
    ///
    /// @param jvm options of the virtual machine
    /// @param settings further settings, as `--name` and value
    /// @param environment further variables
    public record Options(List<String> jvm, List<String> settings, Map<String, String> environment) {
        public Options {
            jvm = List.copyOf(jvm);
            settings = List.copyOf(settings);
            environment = Map.copyOf(environment);
        }

        /// Only options of the virtual machine.
        public static Options jvm(List<String> jvm) {
            return new Options(jvm, List.of(), Map.of());
        }
    }

    private GatewayProcess(Network network, Path folder, int port, Options options, JavaProcess process, JsonHttp api) {
        this.network = network;
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.process = process;
        this.api = api;
    }

    /// Starts a gateway with send limits off and waits until it is ready.
    public static GatewayProcess start(Network network, Path folder, List<String> jvmOptions) {
        return start(network, folder, Options.jvm(jvmOptions));
    }

    /// The same with further settings.
    public static GatewayProcess start(Network network, Path folder, Options options) {
        int port = Ports.reserve();
        JavaProcess process = launch(network, folder, port, options);
        Path key = folder.resolve("admin-key");
        Network.await("the gateway's key", process, () -> read(key));
        JsonHttp api = JsonHttp.plain(
                URI.create("http://127.0.0.1:" + port),
                Map.of("X-Api-Key", read(key).orElseThrow()));
        GatewayProcess gateway = new GatewayProcess(network, folder, port, options, process, api);
        gateway.awaitReady();
        return gateway;
    }

    private static JavaProcess launch(Network network, Path folder, int port, Options options) {
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                folder.toString(),
                "--network-endpoint",
                network.chatUri(),
                "--network-ca",
                network.caFile().toString(),
                "--network-trust-root",
                network.admin()
                        .get("/admin/noise-root")
                        .orFail("reading the root")
                        .text()
                        .strip(),
                "--api-requests",
                "0"));
        if (!options.settings().contains("--send-limits")) {
            arguments.addAll(List.of("--send-limits", "off"));
        }
        arguments.addAll(options.settings());
        return JavaProcess.launcher(
                folder.resolveSibling(folder.getFileName() + ".log"), options.jvm(), arguments, options.environment());
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The native API, with the admin key.
    public JsonHttp api() {
        return api;
    }

    /// The address of the native API.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The admin key.
    public String key() {
        return read(folder.resolve("admin-key")).orElseThrow();
    }

    /// The process of this moment.
    public JavaProcess process() {
        return process;
    }

    /// SIGKILL.
    public void kill() {
        process.kill();
    }

    /// Starts it again on the same folder and port; does not wait.
    public void startAgain() {
        process = launch(network, folder, port, options);
    }

    /// Waits until it says that it is ready.
    public void awaitReady() {
        Network.await("the gateway", process, () -> Network.tryGet(api, "/health/ready"));
    }

    /// Creates a session and links it by letting the phone of `number` scan its QR code.
    public void link(String session, String number) {
        beginLink(session);
        finishLink(session, number);
    }

    /// The first half of [#link]: the session exists and asks for a QR code.
    public void beginLink(String session) {
        api.post("/api/v1/sessions", Map.of("id", session)).orFail("creating session " + session);
        api.send("POST", "/api/v1/sessions/" + session + "/connect", null, null).orFail("connecting " + session);
    }

    /// The second half of [#link].
    public void finishLink(String session, String number) {
        awaitState(session, "awaiting_scan");
        String qr = api.get("/api/v1/sessions/" + session + "/qr?format=text")
                .orFail("reading the QR code")
                .text()
                .strip();
        network.admin()
                .postText("/admin/mock-phone/scan-qr?account=" + number, qr)
                .orFail("scanning");
        awaitState(session, "connected");
    }

    /// Waits for a session's state.
    public void awaitState(String session, String wanted) {
        Network.await(
                "session " + session + " to be " + wanted,
                process,
                () -> Network.tryGet(api, "/api/v1/sessions/" + session)
                        .map(answer -> answer.body().path("state").asText())
                        .filter(wanted::equals));
    }

    /// A page of a session's messages.
    public JsonNode messages(String session, String query) {
        return api.get("/api/v1/sessions/" + session + "/messages?" + query)
                .orFail("reading messages")
                .body();
    }

    /// Ends it in order.
    @Override
    public void close() {
        api.close();
        process.close();
    }
}
