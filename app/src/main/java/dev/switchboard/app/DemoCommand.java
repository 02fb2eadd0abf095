// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.gateway.Collaborators;
import dev.switchboard.gateway.GatewayApplication;
import dev.switchboard.gateway.RunningGateway;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.settings.NetworkSettings;
import dev.switchboard.gateway.settings.PortRole;
import dev.switchboard.gateway.settings.RolePort;
import dev.switchboard.gateway.settings.Setting;
import dev.switchboard.gateway.settings.Settings;
import dev.switchboard.gateway.setup.SandboxPhone;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./switchboard demo`: gateway and sandbox in one process, on loopback, and the tour.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "The whole product and a simulated WhatsApp network, on this machine only: does the main job before your eyes.")
final class DemoCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "where everything is kept (default: .switchboard/demo in the home folder)")
    private Path data = Path.of(System.getProperty("user.home"), ".switchboard", "demo");

    @Option(names = "--once", description = "end after the tour: exit code 0, or 1 with the reason")
    private boolean once;

    @Option(names = "--port", defaultValue = "3000", description = "API and page (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--sessions-port",
            defaultValue = "3001",
            description = "further port with the sessions shapes (${DEFAULT-VALUE})")
    private int sessionsPort;

    @Option(
            names = "--clients-port",
            defaultValue = "3002",
            description = "further port with the clients shapes (${DEFAULT-VALUE})")
    private int clientsPort;

    @Option(names = "--sandbox-port", defaultValue = "8443", description = "the simulated network (${DEFAULT-VALUE})")
    private int sandboxPort;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Console console = Console.of(Objects.requireNonNull(spec));
        Files.createDirectories(data);
        long start = System.nanoTime();
        try (ShutdownSignal end = ShutdownSignal.armed();
                Sandbox sandbox = Sandbox.start(SandboxConfig.builder()
                        .host(HOST)
                        .port(sandboxPort)
                        .dataFolder(data.resolve("sandbox"))
                        .build())) {
            Path authority = data.resolve("sandbox-ca.pem");
            Files.writeString(authority, sandbox.caPem());
            try (JsonHttp phones = JsonHttp.trusting(sandbox.adminUri(), authority);
                    RunningGateway gateway = GatewayApplication.start(
                            config(sandbox, authority), Collaborators.standard().withPhone(qr -> scan(phones, qr)))) {
                announce(console, gateway, sandbox, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                tour(console, gateway, sandbox, authority);
                if (!once) {
                    console.line("%n  The demo stays up; Ctrl-C ends it.");
                    try (ShownCodes _ = ShownCodes.start(
                            JsonHttp.plain(URI.create("http://" + HOST + ":" + gateway.port()), Map.of()),
                            JsonHttp.trusting(sandbox.adminUri(), authority))) {
                        end.await();
                        console.line("%n  Stopping; everything is kept for the next time.");
                    }
                }
                return 0;
            }
        }
    }

    /// Lets a phone of the sandbox scan a code.
    private static SandboxPhone.Scan scan(JsonHttp phones, String qr) {
        JsonHttp.Answer answer = phones.postText("/admin/mock-phone/scan-qr", qr);
        return answer.ok()
                ? new SandboxPhone.Scan.Taken(answer.body().path("account").asText())
                : new SandboxPhone.Scan.Refused(answer.body().path("error").asText("answer " + answer.status()));
    }

    /// What the environment says, but for addresses, ports and folders, which are the demo's own.
    private GatewayConfig.Builder fromEnvironment() throws IOException {
        Map<String, String> environment = ServeCommand.environment();
        Settings.meaningless(environment)
                .ifPresent(words ->
                        Objects.requireNonNull(spec).commandLine().getErr().println("switchboard: " + words));
        Map<String, String> flags = Map.of(
                Setting.DATA.flag(),
                data.resolve("gateway").toString(),
                Setting.PORT.flag(),
                Integer.toString(port),
                Setting.SOCKET_PORT.flag(),
                "off",
                Setting.DEMO.flag(),
                "true");
        return Settings.of(flags, environment, Map.of(), Path.of(System.getProperty("user.home")))
                .builder();
    }

    private GatewayConfig config(Sandbox sandbox, Path authority) throws IOException {
        return fromEnvironment()
                .host(HOST)
                .port(port)
                .morePorts(List.of(
                        new RolePort(sessionsPort, PortRole.SESSIONS), new RolePort(clientsPort, PortRole.CLIENTS)))
                .demo(true)
                .network(NetworkSettings.of(
                        sandbox.chatUri(), sandbox.noiseRoot().hex(), Optional.of(authority)))
                .build();
    }

    private void announce(Console console, RunningGateway gateway, Sandbox sandbox, long took) {
        console.line("%nSwitchboard demo, ready in %d ms", took);
        console.line("  page and API      http://%s:%d/   documentation: /docs", HOST, gateway.port());
        console.line(
                "  further ports     %d (sessions), %d (clients)",
                gateway.port(PortRole.SESSIONS), gateway.port(PortRole.CLIENTS));
        console.line("  simulated network %s, admin %s", sandbox.chatUri(), sandbox.adminUri());
        console.line("  phones' page      %s/phone/", sandbox.adminUri());
        console.line("  data              %s%n", data.toAbsolutePath());
    }

    private void tour(Console console, RunningGateway gateway, Sandbox sandbox, Path authority) {
        try (JsonHttp api = JsonHttp.plain(URI.create("http://" + HOST + ":" + gateway.port()), Map.of());
                JsonHttp network = JsonHttp.trusting(sandbox.adminUri(), authority)) {
            new DemoTour(api, network, console.out(), console.terminal()).run();
        }
    }
}
