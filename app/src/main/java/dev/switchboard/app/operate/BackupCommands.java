// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.app.JsonHttp;
import dev.switchboard.gateway.backup.BackupKey;
import dev.switchboard.gateway.vault.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that take data out of a running gateway and into one.
final class BackupCommands {
    private static final int BUFFER = 1 << 16;
    private static final long TOLD_EVERY = 8L << 20;

    private BackupCommands() {}

    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description = {
                "Writes everything the running gateway has into a sealed file, as it is at this moment.",
                "The command restore puts it back. It holds no master key."
            })
    static final class Backup extends Download {
        @Parameters(paramLabel = "FILE", description = "where to; must not exist")
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            return download("/api/v1/backups", file);
        }
    }

    @Command(
            name = "export-session",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a session out of the running gateway into a sealed file, to import it on another host without",
                "linking it again. The session stops here for good: both hosts with one session destroy its keys."
            })
    static final class ExportSession extends Download {
        @Parameters(index = "0", paramLabel = "SESSION", description = "the session's id")
        private String session = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "where to; must not exist")
        private Path file = Path.of("");

        @Override
        public Integer call() throws IOException {
            return download(OperatorCommands.path(session) + "/export", file);
        }
    }

    /// Writes an answer into a file, which has its name when it is whole.
    abstract static class Download extends OperatorCommands.Operation {
        @Mixin
        private SealOptions seal = new SealOptions();

        int download(String path, Path file) throws IOException {
            if (Files.exists(file)) {
                throw new CommandFailed("the file " + file + " is there already");
            }
            String body = JsonHttp.JSON.valueToTree(seal.sealing()).toString();
            HttpResponse<InputStream> answer =
                    send(target(), request(target(), path, "application/json").POST(BodyPublishers.ofString(body)));
            Path part = file.resolveSibling(file.getFileName() + ".part");
            OwnerOnlyFile.file(part);
            long bytes;
            try (InputStream in = answer.body();
                    OutputStream out = Files.newOutputStream(part)) {
                bytes = copy(in, out);
            } catch (IOException e) {
                Files.deleteIfExists(part);
                throw new CommandFailed("the gateway ended in the middle; nothing was kept");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            ObjectNode done = JsonHttp.JSON
                    .createObjectNode()
                    .put("file", file.toString())
                    .put("bytes", bytes);
            return show(done, () -> out().println(file + ": " + bytes + " bytes. Check it with restore --check."));
        }

        private long copy(InputStream in, OutputStream out) throws IOException {
            byte[] buffer = new byte[BUFFER];
            long all = 0;
            int read;
            while ((read = in.read(buffer)) >= 0) {
                out.write(buffer, 0, read);
                if (all / TOLD_EVERY < (all + read) / TOLD_EVERY && !target().json()) {
                    out().println((all + read) / (1 << 20) + " MB");
                    out().flush();
                }
                all += read;
            }
            return all;
        }
    }

    @Command(
            name = "import-session",
            mixinStandardHelpOptions = true,
            description = "Takes in what export-session wrote on another host; connect the session afterwards.")
    static final class ImportSession extends OperatorCommands.Operation {
        @Mixin
        private SealOptions seal = new SealOptions();

        @Parameters(paramLabel = "FILE", description = "what export-session wrote")
        private Path file = Path.of("");

        @Option(names = "--id", paramLabel = "SESSION", description = "the id it is to have; the one it had otherwise")
        private @Nullable String id;

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file)) {
                throw new CommandFailed("the file " + file + " cannot be read");
            }
            String path = "/api/v1/session-imports" + (id == null ? "" : "?id=" + OperatorCommands.encode(id));
            var header = seal.openingHeader();
            HttpResponse<InputStream> answer = send(
                    target(),
                    request(target(), path, "application/octet-stream")
                            .header(header.getKey(), header.getValue())
                            .POST(BodyPublishers.ofFile(file)));
            JsonNode session = JsonHttp.JSON.readTree(answer.body());
            return show(
                    session,
                    () -> out().print(new Table("session", "state", "advice")
                            .row(
                                    session.path("id").asText(),
                                    session.path("state").asText(),
                                    session.path("advice").asText())));
        }
    }

    @Command(
            name = "backup-key",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a pair of keys: backups sealed for the public one, which is printed, can be opened by whoever",
                "has the file. Keep the file away from the gateway."
            })
    static final class NewKey implements java.util.concurrent.Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "where the identity is written; must not exist")
        private Path file = Path.of("");

        @picocli.CommandLine.Spec
        private picocli.CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(file)) {
                throw new CommandFailed("the file " + file + " is there already");
            }
            BackupKey.Identity identity = BackupKey.generate(new SecureRandom());
            OwnerOnlyFile.write(file.toAbsolutePath(), identity.text() + "\n");
            var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
            out.println(identity.recipient().text());
            out.flush();
            return 0;
        }
    }

    private static HttpRequest.Builder request(Target target, String path, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target.url() + path));
        target.credentials().forEach(request::header);
        return request.header("Content-Type", type);
    }

    private static HttpResponse<InputStream> send(Target target, HttpRequest.Builder request) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 300) {
                JsonNode problem = JsonHttp.JSON.readTree(answer.body());
                throw new CommandFailed("the gateway answered " + answer.statusCode() + ": "
                        + problem.path("detail").asText());
            }
            return answer;
        } catch (IOException e) {
            throw target.unreachable(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        }
    }
}
