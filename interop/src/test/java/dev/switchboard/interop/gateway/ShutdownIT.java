// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.app.JsonHttp;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A gateway of its own process that is told to end while it is busy.
final class ShutdownIT {
    private static final int CALLERS = 3;
    private static final int ENOUGH = 60;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    /// The gateway's process and what it printed.
    private record Running(Process process, List<String> lines, CompletableFuture<URI> address, Thread reader)
            implements AutoCloseable {
        URI uri() {
            return address.orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        /// Asks it to end, and waits until it has and all that it said is read.
        void end() throws InterruptedException {
            process.toHandle().destroy(); // unlike the process's own, it leaves the streams open
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ended").isTrue();
            reader.join();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Running start(SandboxWorld world, Path folder, String format) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.switchboard.app.Main",
                        "serve",
                        "--data=" + folder,
                        "--port=0",
                        "--send-limits=off",
                        "--log-level=" + (format.equals("json") ? "debug" : "info"),
                        "--log-format=" + format,
                        "--network-endpoint=" + world.chatUri(),
                        "--network-trust-root=" + world.noiseRoot().hex(),
                        "--network-ca=" + world.caFile())
                .redirectErrorStream(true);
        // what is meant for the tests is no setting of the gateway
        builder.environment().keySet().removeIf(name -> name.startsWith("SWITCHBOARD_"));
        var process = builder.start();
        var lines = new CopyOnWriteArrayList<String>();
        var address = new CompletableFuture<URI>();
        return new Running(process, lines, address, Thread.ofVirtual().start(() -> read(process, lines, address)));
    }

    private static void read(Process process, List<String> lines, CompletableFuture<URI> address) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(line -> {
                lines.add(line);
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(URI.create("http://127.0.0.1:" + found.group(1)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            address.completeExceptionally(new AssertionError("the gateway did not start: " + lines));
        }
    }

    private static JsonHttp api(URI uri, Path folder) throws IOException {
        return JsonHttp.plain(
                uri,
                Map.of(
                        "X-Api-Key",
                        Files.readString(folder.resolve("admin-key")).strip()));
    }

    @Test
    void askedToEndUnderLoadItFinishesSaysSoAndLosesNothing() throws Exception {
        try (var world = SandboxWorld.of(ShutdownIT.class)) {
            var shop = world.newAccount("shop").phone();
            var customer = world.newAccount("customer").phone();
            var folder = world.folderFor("serve");
            var accepted = new CopyOnWriteArrayList<String>();
            try (var first = start(world, folder, "text")) {
                var uri = first.uri();
                var api = api(uri, folder);
                link(world, api, shop);
                InputStream stream = eventStream(uri, folder);
                var callers = new ArrayList<Thread>();
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(Thread.ofVirtual().start(() -> post(api, customer, accepted)));
                }
                SandboxAdmin.await(
                        "enough messages",
                        () -> Optional.of(accepted.size()).filter(count -> count >= ENOUGH),
                        () -> accepted.size() + " taken");
                first.end();
                for (var caller : callers) {
                    caller.join();
                }
                assertThat(first.process().exitValue()).isZero();
                assertThat(first.lines())
                        .anyMatch(line -> line.startsWith("Stopping"))
                        .anyMatch(line -> line.startsWith("Stopped"))
                        .noneMatch(line -> line.contains("Exception"));
                stream.close();
            }
            try (var second = start(world, folder, "json")) {
                var api = api(second.uri(), folder);
                SandboxAdmin.await(
                        "every message at the phone",
                        () -> Optional.of(true)
                                .filter(_ -> arrived(world, customer).containsAll(accepted)),
                        () -> accepted.size() + " taken, there are "
                                + arrived(world, customer).size());
                assertThat(arrived(world, customer)).doesNotHaveDuplicates();
                assertThat(api.get("/health/ready").status()).isEqualTo(200);
                second.end();
                assertThat(second.lines())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(JsonHttp.JSON
                                        .readTree(line)
                                        .path("ecs")
                                        .path("version")
                                        .asText())
                                .isNotEmpty());
            }
        }
    }

    private static void link(SandboxWorld world, JsonHttp api, String shop) {
        api.post("/api/v1/sessions", Map.of("id", "shop")).orFail("creating");
        var qr = SandboxAdmin.await(
                "a QR code",
                () -> Optional.of(api.get("/api/v1/sessions/shop/qr?format=text"))
                        .filter(JsonHttp.Answer::ok)
                        .map(JsonHttp.Answer::text),
                () -> "none");
        world.admin().scanQr(shop, qr.strip());
        SandboxAdmin.await(
                "to be connected",
                () -> Optional.of(api.get("/api/v1/sessions/shop")
                                .body()
                                .path("state")
                                .asText())
                        .filter("connected"::equals),
                () -> "it is not");
    }

    /// A reader of events, who must not hold the end up.
    private static InputStream eventStream(URI uri, Path folder) throws Exception {
        var request = HttpRequest.newBuilder(uri.resolve("/api/v1/events"))
                .header("Accept", "text/event-stream")
                .header(
                        "X-Api-Key",
                        Files.readString(folder.resolve("admin-key")).strip())
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body();
    }

    private static void post(JsonHttp api, String to, List<String> accepted) {
        while (true) {
            try {
                var answer = api.post("/api/v1/sessions/shop/messages", Map.of("to", to, "text", "busy"));
                if (!answer.ok()) {
                    return;
                }
                accepted.add(answer.body().path("id").asText());
            } catch (UncheckedIOException _) {
                return; // it takes no requests any more
            }
        }
    }

    private static List<String> arrived(SandboxWorld world, String phone) {
        var ids =
                world.admin().inbox(phone).stream().map(message -> message.id()).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }
}
