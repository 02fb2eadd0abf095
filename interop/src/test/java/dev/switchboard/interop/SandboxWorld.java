// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop;

import dev.switchboard.interop.admin.AdminAnswer.Account;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.interop.baileys.BaileysProcess.BaileysNetwork;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxConfig;
import dev.switchboard.testkit.Ports;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The simulated network of a test class: kept in a folder, on one port for its whole life, restartable.
public final class SandboxWorld implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger(5_500_000);

    private final Path folder;
    private final Consumer<SandboxConfig.Builder> settings;
    private Sandbox sandbox;
    private SandboxAdmin admin;
    private final int port;

    /// Starts an empty network whose data and logs lie in the test class's own folder of the build.
    public static SandboxWorld of(Class<?> test) {
        return of(test, InstantSource.system());
    }

    /// The same, whose time is another.
    public static SandboxWorld of(Class<?> test, InstantSource clock) {
        return with(test, config -> config.clock(clock));
    }

    /// The same with other settings.
    public static SandboxWorld with(Class<?> test, Consumer<SandboxConfig.Builder> settings) {
        return new SandboxWorld(
                emptyFolder(Path.of("target", "interop", test.getSimpleName()).toAbsolutePath()), settings);
    }

    private SandboxWorld(Path folder, Consumer<SandboxConfig.Builder> settings) {
        this.folder = folder;
        this.settings = settings;
        this.port = Ports.reserve();
        this.sandbox = Sandbox.start(config());
        this.admin = SandboxAdmin.at(sandbox.adminUri(), sandbox.caPem());
        writeCa();
    }

    private SandboxConfig config() {
        var config = SandboxConfig.builder().port(port).dataFolder(folder.resolve("sandbox"));
        settings.accept(config);
        return config.build();
    }

    private void writeCa() {
        try {
            Files.createDirectories(folder.resolve("logs"));
            Files.writeString(caFile(), sandbox.caPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path emptyFolder(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops the network and starts it again on its data.
    public void restart() {
        admin.close();
        sandbox.close();
        sandbox = Sandbox.start(config());
        admin = SandboxAdmin.at(sandbox.adminUri(), sandbox.caPem());
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public SandboxAdmin admin() {
        return admin;
    }

    public URI chatUri() {
        return sandbox.chatUri();
    }

    /// The root that the server's certificates end in.
    public Bytes noiseRoot() {
        return sandbox.noiseRoot();
    }

    public Path caFile() {
        return folder.resolve("ca.pem");
    }

    /// A folder of its own for a client's keys.
    public Path folderFor(String client) {
        return folder.resolve("clients").resolve(client);
    }

    public BaileysNetwork baileysNetwork() {
        return new BaileysNetwork(chatUri(), caFile(), folder.resolve("logs"));
    }

    /// A new account with a phone, under a number no other test uses.
    public Account newAccount(String pushName) {
        return admin.createAccount("1555" + NUMBERS.incrementAndGet(), pushName);
    }

    @Override
    public void close() {
        admin.close();
        sandbox.close();
    }
}
