// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.app.JsonHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which gateway is meant, and how answers are printed.
public final class Target {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${SWITCHBOARD_URL:-http://127.0.0.1:3000}",
            description = "the gateway's address; SWITCHBOARD_URL otherwise (${DEFAULT-VALUE})")
    private URI url = URI.create("http://127.0.0.1:3000");

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "file with an API key; otherwise SWITCHBOARD_API_KEY, or the admin-key file of ~/.switchboard;"
                            + " the demo needs none")
    private @Nullable Path keyFile;

    @Option(names = "--json", description = "print the answer as JSON")
    private boolean json;

    boolean json() {
        return json;
    }

    URI url() {
        return url;
    }

    /// The headers that carry the key, if there is one.
    Map<String, String> credentials() {
        return key().map(key -> Map.of("X-Api-Key", key)).orElse(Map.of());
    }

    private Optional<String> key() {
        String named = System.getenv("SWITCHBOARD_API_KEY");
        if (keyFile == null && named != null && !named.isBlank()) {
            return Optional.of(named.strip());
        }
        Path file = Objects.requireNonNullElseGet(
                keyFile, () -> Path.of(System.getProperty("user.home"), ".switchboard", "admin-key"));
        if (keyFile == null && !Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new CommandFailed("the key file " + file + " cannot be read");
        }
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, @Nullable Object body) {
        return call("POST", path, body);
    }

    /// Makes a request; a refusal ends the command with what the gateway said.
    JsonNode call(String method, String path, @Nullable Object body) {
        try (JsonHttp http = JsonHttp.plain(url, credentials())) {
            JsonHttp.Answer answer = http.send(
                    method,
                    path,
                    body == null ? null : JsonHttp.JSON.valueToTree(body).toString(),
                    body == null ? null : "application/json");
            if (!answer.ok()) {
                throw new CommandFailed(refusal(answer));
            }
            return answer.body();
        } catch (UncheckedIOException e) {
            throw unreachable(e.getCause());
        }
    }

    CommandFailed unreachable(@Nullable IOException cause) {
        return new CommandFailed(
                cause instanceof ConnectException
                        ? "nothing answers at " + url + "; is the gateway running? (--url names another address)"
                        : "the gateway at " + url + " cannot be reached: " + cause);
    }

    private static String refusal(JsonHttp.Answer answer) {
        JsonNode body = answer.body();
        String detail = body.path("detail").asText(body.path("error").asText(""));
        StringBuilder text = new StringBuilder("the gateway answered " + answer.status());
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        for (String field : new String[] {"accepted", "advice"}) {
            if (body.hasNonNull(field)) {
                text.append(" (")
                        .append(field)
                        .append(": ")
                        .append(body.get(field).asText())
                        .append(')');
            }
        }
        return text.toString();
    }
}
