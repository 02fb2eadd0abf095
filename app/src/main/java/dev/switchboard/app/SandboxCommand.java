// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.stanza.AddressingMode;
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
    @Option(
            names = "--host",
            defaultValue = "${env:SANDBOX_HOST:-127.0.0.1}",
            description = "address to listen on (${DEFAULT-VALUE}; environment: SANDBOX_HOST)")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "${env:SANDBOX_PORT:-8443}",
            description = "port (${DEFAULT-VALUE}; environment: SANDBOX_PORT)")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "${env:SANDBOX_DATA}",
            description =
                    "where the network is kept; without it nothing outlives the process (environment: SANDBOX_DATA)")
    private @Nullable Path data;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "write the CA's certificate (PEM) there, as GET /admin/ca.pem gives it")
    private @Nullable Path caFile;

    @Option(
            names = "--plain",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "${env:SANDBOX_PLAIN:-false}",
            description = "speak ws and http instead of wss and https (environment: SANDBOX_PLAIN)")
    private boolean plain;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:SANDBOX_NAMES}",
            description =
                    "further name in the certificate, such as web.whatsapp.com (repeatable, or separated by commas; environment: SANDBOX_NAMES)")
    private @Nullable List<String> names;

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

    @Option(
            names = "--solo-numbering",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "${env:SANDBOX_SOLO_NUMBERING:-false}",
            description = "the first linked client of an account is device 0 (environment: SANDBOX_SOLO_NUMBERING)")
    private boolean soloNumbering;

    @Option(
            names = "--media-host",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:SANDBOX_MEDIA_HOST}",
            description =
                    "authority of media addresses (default: the one a client connected to; environment: SANDBOX_MEDIA_HOST)")
    private @Nullable String mediaHost;

    @Option(
            names = "--media-age",
            paramLabel = "SECONDS",
            defaultValue = "${env:SANDBOX_MEDIA_AGE:-0}",
            description =
                    "after how long a file is gone; 0 is never (${DEFAULT-VALUE}; environment: SANDBOX_MEDIA_AGE)")
    private long mediaAge;

    @Option(
            names = "--snapshot-after",
            paramLabel = "PATCHES",
            defaultValue = "${env:SANDBOX_SNAPSHOT_AFTER:-500}",
            description =
                    "from how many patches on a collection is served as a snapshot (${DEFAULT-VALUE}; environment: SANDBOX_SNAPSHOT_AFTER)")
    private int snapshotAfter;

    @Option(
            names = "--group-addressing",
            paramLabel = "lid|pn",
            defaultValue = "${env:SANDBOX_GROUP_ADDRESSING:-lid}",
            description =
                    "how members of new groups are addressed (${DEFAULT-VALUE}; environment: SANDBOX_GROUP_ADDRESSING)")
    private String groupAddressing = "lid";

    @Option(
            names = "--address-book",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "${env:SANDBOX_ADDRESS_BOOK:-true}",
            description =
                    "whether new accounts have all others in their address books (${DEFAULT-VALUE}; environment: SANDBOX_ADDRESS_BOOK)")
    private boolean addressBook;

    @Option(
            names = "--ping",
            paramLabel = "SECONDS",
            defaultValue = "${env:SANDBOX_PING:-0}",
            description = "ping idle clients this often; 0 is never (${DEFAULT-VALUE}; environment: SANDBOX_PING)")
    private long ping;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "${env:SANDBOX_IDLE:-90}",
            description =
                    "close clients that have been silent for so long; 0 is never (${DEFAULT-VALUE}; environment: SANDBOX_IDLE)")
    private long idle;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            defaultValue = "${env:SANDBOX_FAULTS}",
            description = "faults to set at start, see docs/sandbox.md (environment: SANDBOX_FAULTS)")
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
                .chatStateTtl(Duration.ofSeconds(chatStateTtl))
                .firstCompanion(soloNumbering ? 0 : 1)
                .groupAddressing(AddressingMode.of(groupAddressing)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--group-addressing: " + groupAddressing + " (expected: lid or pn)")))
                .sharedAddressBook(addressBook)
                .mediaAge(Duration.ofSeconds(mediaAge))
                .snapshotAfter(snapshotAfter)
                .pingInterval(Duration.ofSeconds(ping))
                .idleTimeout(Duration.ofSeconds(idle));
        if (names != null) {
            config.names(names);
        }
        if (data != null && !data.toString().isEmpty()) {
            config.dataFolder(data);
        }
        if (adminToken != null && !adminToken.isEmpty()) {
            config.adminToken(adminToken);
        }
        if (advSecret != null && !advSecret.isEmpty()) {
            config.advSecret(Bytes.copyOf(Base64.getDecoder().decode(advSecret)));
        }
        if (mediaHost != null && !mediaHost.isEmpty()) {
            config.mediaHost(mediaHost);
        }
        if (faults != null && !faults.toString().isEmpty()) {
            config.faultFile(faults);
        }
        return config.build();
    }
}
