// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./switchboard sandbox`: the simulated network alone, for any client.
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "The simulated WhatsApp network alone: chat server, phones and admin interface on one port.",
        sortOptions = false)
final class SandboxCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "${env:SANDBOX_PORT:-8443}", description = "port (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "where the network is kept; without it nothing outlives the process")
    private @Nullable Path data;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "write the CA's certificate (PEM) there, as GET /admin/ca.pem gives it")
    private @Nullable Path caFile;

    @Option(names = "--plain", description = "speak ws and http instead of wss and https")
    private boolean plain;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "further name in the certificate, such as web.whatsapp.com (repeatable)")
    private List<String> names = List.of();

    @Option(
            names = "--admin-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SANDBOX_ADMIN_TOKEN}",
            description =
                    "bearer token of the admin interface; needed to reach it from another machine (environment: SANDBOX_ADMIN_TOKEN)")
    private @Nullable String adminToken;

    @Option(
            names = "--chatstate-ttl",
            paramLabel = "SECONDS",
            defaultValue = "${env:CHATSTATE_TTL_SECS:-30}",
            description =
                    "how long 'typing' waits for a device that is away (${DEFAULT-VALUE}; environment: CHATSTATE_TTL_SECS)")
    private long chatStateTtl;

    @Option(
            names = "--adv-secret",
            paramLabel = "BASE64",
            defaultValue = "${env:ADV_SECRET_KEY}",
            description = "linking secret for QR codes that carry none (environment: ADV_SECRET_KEY)")
    private @Nullable String advSecret;

    @Option(names = "--solo-numbering", description = "the first linked client of an account is device 0")
    private boolean soloNumbering;

    @Option(
            names = "--media-host",
            paramLabel = "HOST:PORT",
            description = "authority of media addresses (default: the one a client connected to)")
    private @Nullable String mediaHost;

    @Option(
            names = "--ping",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "ping idle clients this often; 0 is never (${DEFAULT-VALUE})")
    private long ping;

    @Option(names = "--faults", paramLabel = "FILE", description = "faults to set at start, see docs/sandbox.md")
    private @Nullable Path faults;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ShutdownSignal end = ShutdownSignal.armed();
                Sandbox sandbox = Sandbox.start(config())) {
            if (caFile != null) {
                Files.writeString(caFile, sandbox.caPem());
            }
            Console console = Console.of(java.util.Objects.requireNonNull(spec));
            console.line("The simulated WhatsApp network is up. Ctrl-C ends it.");
            console.line("  chat socket   %s", sandbox.chatUri());
            console.line("  admin         %s", sandbox.adminUri());
            console.line("  noise root    %s", sandbox.noiseRoot().hex());
            console.line("  data          %s", data == null ? "in memory" : data.toAbsolutePath());
            sandbox.end().thenAccept(orderly -> end.release());
            end.await();
            boolean failed = !sandbox.end().getNow(true);
            if (failed) {
                console.line("The network could not keep its state, and has ended.");
            }
            return failed ? 1 : 0;
        }
    }

    private SandboxConfig config() {
        SandboxConfig.Builder config = SandboxConfig.builder()
                .host(host)
                .port(port)
                .tls(!plain)
                .names(names)
                .chatStateTtl(Duration.ofSeconds(chatStateTtl))
                .firstCompanion(soloNumbering ? 0 : 1)
                .pingInterval(Duration.ofSeconds(ping));
        if (data != null) {
            config.dataFolder(data);
        }
        if (adminToken != null && !adminToken.isEmpty()) {
            config.adminToken(adminToken);
        }
        if (advSecret != null && !advSecret.isEmpty()) {
            config.advSecret(Bytes.copyOf(Base64.getDecoder().decode(advSecret)));
        }
        if (mediaHost != null) {
            config.mediaHost(mediaHost);
        }
        if (faults != null) {
            config.faultFile(faults);
        }
        return config.build();
    }
}
