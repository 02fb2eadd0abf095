// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/// Uploads and downloads files, as clients do.
final class MediaClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String auth;

    /// A client with this permission.
    MediaClient(URI base, String auth) {
        this.base = base;
        this.auth = auth;
    }

    /// An answer.
    record Reply(int status, Map<String, String> headers, Bytes body) {
        String text() {
            return body.asUtf8();
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// What an upload is answered with.
    record Uploaded(String url, String directPath, String handle) {
        static Uploaded of(Reply reply) {
            try {
                JsonNode json = JSON.readTree(reply.text());
                return new Uploaded(
                        json.get("url").textValue(),
                        json.get("direct_path").textValue(),
                        json.get("handle").textValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    String auth() {
        return auth;
    }

    Uploaded upload(String path, Bytes file) {
        Reply reply = post(path, file, "");
        if (reply.status() != 200) {
            throw new AssertionError(path + ": " + reply.status() + " " + reply.text());
        }
        return Uploaded.of(reply);
    }

    Reply post(String path, Bytes body, String moreQuery) {
        return call("POST", path + "?auth=" + auth + moreQuery, BodyPublishers.ofByteArray(body.toByteArray()), "");
    }

    Reply get(String path) {
        return get(path, "");
    }

    Reply get(String path, String range) {
        return call("GET", path, BodyPublishers.noBody(), range);
    }

    Reply call(String method, String path, BodyPublisher body, String range) {
        HttpResponse<byte[]> response = send(method, path, body, range, BodyHandlers.ofByteArray());
        Map<String, String> headers = new java.util.HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Reply(response.statusCode(), headers, Bytes.copyOf(response.body()));
    }

    /// Downloads into a stream.
    ///
    /// @return how many bytes came
    long download(String path, OutputStream sink) throws IOException {
        try (InputStream in = send("GET", path, BodyPublishers.noBody(), "", BodyHandlers.ofInputStream())
                .body()) {
            return in.transferTo(sink);
        }
    }

    private <T> HttpResponse<T> send(
            String method, String path, BodyPublisher body, String range, BodyHandler<T> handler) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
