// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit.postgres;

import dev.switchboard.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL on a free loopback port, in a folder of its own, until this process ends. A server that already runs is
/// used instead where the environment names one in `SWITCHBOARD_TEST_POSTGRES`, as
/// `postgres://user:password@host:port/postgres`; its user has to be allowed to make databases.
public final class PostgresServer {
    private static final String ENVIRONMENT = "SWITCHBOARD_TEST_POSTGRES";
    private static final String USER = "switchboard";
    private static final long START_SECONDS = 60;

    private static @Nullable PostgresServer shared;

    private final String url;

    private PostgresServer(String url) {
        this.url = url;
    }

    /// Whether there is one, or a program for it.
    public static boolean isAvailable() {
        return System.getenv(ENVIRONMENT) != null || programs().isPresent();
    }

    /// The one server of this process, started when first asked for.
    public static synchronized PostgresServer shared() {
        PostgresServer known = shared;
        if (known == null) {
            String given = System.getenv(ENVIRONMENT);
            known = new PostgresServer(given == null ? start() : given);
            shared = known;
        }
        return known;
    }

    /// Where its maintenance database is, with user and password.
    public String url() {
        return url;
    }

    /// The folder of the newest server on this machine, as Debian lays them out, or what the `PATH` has.
    private static Optional<Path> programs() {
        List<Path> folders = new ArrayList<>();
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                found.map(version -> version.resolve("bin"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
                .findFirst();
    }

    private static String start() {
        Path programs = programs().orElseThrow(() -> new IllegalStateException("no PostgreSQL on this machine"));
        try {
            Path folder = Files.createTempDirectory(
                    "switchboard-postgres",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            List<String> asUser = asUser(folder);
            Path data = folder.resolve("data");
            int port = Ports.reserve();
            Process process = launched(asUser, programs, folder, data, port);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
            awaitReady(process);
            return "postgres://" + USER + "@127.0.0.1:" + port + "/postgres";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// PostgreSQL does not run as root; Debian's package brings a user for it.
    private static List<String> asUser(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        var users = folder.getFileSystem().getUserPrincipalLookupService();
        String name;
        try {
            Files.setOwner(folder, users.lookupPrincipalByName("postgres"));
            name = "postgres";
        } catch (IOException _) {
            Files.setOwner(folder, users.lookupPrincipalByName("nobody"));
            name = "nobody";
        }
        return List.of(
                "setpriv",
                "--reuid=" + name,
                "--regid=" + (name.equals("nobody") ? "nogroup" : name),
                "--clear-groups");
    }

    /// The server ends with the pipe to its standard input, so that it does not outlive a killed test run.
    private static Process launched(List<String> asUser, Path programs, Path folder, Path data, int port)
            throws IOException {
        String script = """
                set -e
                exec 3<&0
                "$1/initdb" -D "$2" -U %s -A trust -E UTF8 --locale=C --no-sync >"$2.log" 2>&1
                "$1/postgres" -D "$2" -p "$3" -k "" -h 127.0.0.1 -c max_connections=200 -c shared_buffers=64MB \
                  -c checkpoint_timeout=1h -c max_wal_size=4GB -c autovacuum_naptime=10min >>"$2.log" 2>&1 </dev/null &
                server=$!
                until "$1/pg_isready" -q -h 127.0.0.1 -p "$3" -t 1 || ! kill -0 $server 2>/dev/null; do :; done
                kill -0 $server && echo ready
                cat <&3 >/dev/null || true
                kill -QUIT $server
                wait $server || true
                """.formatted(USER);
        List<String> command = new ArrayList<>(asUser);
        command.addAll(List.of("sh", "-c", script, "sh", programs.toString(), data.toString(), Integer.toString(port)));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitReady(Process process) throws IOException {
        var output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line;
        while ((line = output.readLine()) != null) {
            if (line.equals("ready")) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("PostgreSQL did not start: " + said);
    }

    private static void stop(Process process, Path folder) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
            deleteAll(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
