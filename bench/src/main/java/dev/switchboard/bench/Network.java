// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.testkit.Ports;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A sandbox in a process of its own, and gateways beside it, for load runs. Everything listens on loopback.
public final class Network implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final int port;
    private final List<String> jvmOptions;
    private final List<String> arguments;
    private volatile JavaProcess process;
    private final JsonHttp admin;

    private Network(Path folder, int port, Launch launch, JavaProcess process, JsonHttp admin) {
        this.folder = folder;
        this.port = port;
        this.jvmOptions = launch.jvmOptions();
        this.arguments = launch.arguments();
        this.process = process;
        this.admin = admin;
    }

    /// Starts a sandbox that keeps everything in `folder`, or in memory unless `durable`.
    public static Network start(Path folder, boolean durable, List<String> jvmOptions) {
        int port = Ports.reserve();
        List<String> arguments = new ArrayList<>(List.of("sandbox", "--port", Integer.toString(port)));
        arguments.addAll(List.of("--ca-file", folder.resolve("ca.pem").toString()));
        if (durable) {
            arguments.addAll(List.of("--data", folder.resolve("sandbox").toString()));
        }
        JavaProcess process = JavaProcess.launcher(folder.resolve("sandbox.log"), jvmOptions, arguments);
        await(
                "the sandbox",
                process,
                () -> Files.exists(folder.resolve("ca.pem")) ? Optional.of(true) : Optional.empty());
        JsonHttp admin = JsonHttp.trusting(URI.create("https://127.0.0.1:" + port), folder.resolve("ca.pem"));
        await("the sandbox", process, () -> tryGet(admin, "/admin/stats"));
        return new Network(folder, port, new Launch(jvmOptions, arguments), process, admin);
    }

    private record Launch(List<String> jvmOptions, List<String> arguments) {}

    /// SIGKILL.
    public void kill() {
        process.kill();
    }

    /// Starts it again on the same folder and port, and waits until it answers.
    public void startAgain() {
        process = JavaProcess.launcher(folder.resolve("sandbox.log"), jvmOptions, arguments);
        await("the sandbox", process, () -> tryGet(admin, "/admin/stats"));
    }

    /// The admin interface.
    public JsonHttp admin() {
        return admin;
    }

    /// The process.
    public JavaProcess process() {
        return process;
    }

    /// The chat socket's address.
    public String chatUri() {
        return "wss://127.0.0.1:" + port + "/ws/chat";
    }

    /// The admin interface's address.
    public String adminUri() {
        return "https://127.0.0.1:" + port;
    }

    /// The CA's file.
    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    /// Makes an account with its phone.
    public String account(String phone, String name) {
        return admin.post("/admin/accounts", Map.of("phone", phone, "pushName", name))
                .orFail("making account " + name)
                .body()
                .path("phone")
                .asText();
    }

    /// What the phone of `number` has decrypted, oldest first.
    public JsonNode phoneMessages(String number, int limit) {
        return admin.get("/admin/accounts/" + number + "/messages?limit=" + limit)
                .orFail("reading a phone")
                .body();
    }

    /// Looks until there is something, at most four minutes, as long as the process lives.
    static <T> T await(String what, JavaProcess process, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (!process.alive()) {
                throw new IllegalStateException(what + " ended by itself:\n" + process.tail(20));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s for " + what + ":\n" + process.tail(20));
    }

    static Optional<JsonHttp.Answer> tryGet(JsonHttp http, String path) {
        try {
            return Optional.of(http.get(path)).filter(JsonHttp.Answer::ok);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }
}
