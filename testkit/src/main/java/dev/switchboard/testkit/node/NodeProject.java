// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The npm project with stock Baileys, `interop/src/test/node` of the checkout.
///
/// Its modules are installed by `npm ci` from the lock file when they are missing or belong to another lock;
/// afterwards no network is needed. Several processes may ask at the same time.
public final class NodeProject {

    /// Names the project's folder where the working directory is outside the checkout.
    public static final String FOLDER_PROPERTY = "switchboard.node";

    private static final Path IN_CHECKOUT = Path.of("interop", "src", "test", "node");
    private static final String LOCK_FILE = "package-lock.json";
    private static final String INSTALLED_COPY = ".switchboard-lock.json";

    private final Path folder;

    private NodeProject(Path folder) {
        this.folder = folder;
    }

    /// The project of this checkout, with its modules installed.
    public static NodeProject ofCheckout() {
        var project = located();
        project.install();
        return project;
    }

    /// The project of this checkout as it lies there, without anything installed.
    public static NodeProject located() {
        return new NodeProject(locate());
    }

    private static Path locate() {
        var configured = System.getProperty(FOLDER_PROPERTY);
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        var home = System.getenv("SWITCHBOARD_HOME");
        if (home != null) {
            return Path.of(home).toAbsolutePath().resolve(IN_CHECKOUT);
        }
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var candidate = at.resolve(IN_CHECKOUT);
            if (Files.exists(candidate.resolve(LOCK_FILE))) {
                return candidate;
            }
        }
        throw new IllegalStateException("no folder " + IN_CHECKOUT + " above the working directory (set -D"
                + FOLDER_PROPERTY + " to its path)");
    }

    public Path folder() {
        return folder;
    }

    /// A process that will run one of the project's scripts.
    public ProcessBuilder script(String name, List<String> nodeOptions, String... arguments) {
        var command = new ArrayList<String>();
        command.add("node");
        command.addAll(nodeOptions);
        command.add(folder.resolve(name).toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    private void install() {
        try (var channel = FileChannel.open(
                        folder.resolve(".install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !installed()) {
                runNpm();
                Files.copy(folder.resolve(LOCK_FILE), installedCopy());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install the modules of " + folder, e);
        }
    }

    private Path installedCopy() {
        return folder.resolve("node_modules").resolve(INSTALLED_COPY);
    }

    private boolean installed() throws IOException {
        return Files.exists(installedCopy()) && Files.mismatch(installedCopy(), folder.resolve(LOCK_FILE)) == -1;
    }

    private void runNpm() throws IOException {
        var npm = new ProcessBuilder("npm", "ci", "--no-progress")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        npm.getOutputStream().close();
        var said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (npm.waitFor() != 0) {
                throw new IllegalStateException("npm ci failed in " + folder + ":\n" + said);
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during npm ci", e);
        }
    }
}
