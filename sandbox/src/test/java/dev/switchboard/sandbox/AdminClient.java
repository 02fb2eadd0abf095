// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Drives a sandbox by its admin interface, as any tool would.
final class AdminClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PACE_NANOS = Duration.ofMillis(10).toNanos();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    AdminClient(Sandbox sandbox) {
        this.base = sandbox.adminUri();
    }

    /// An answer.
    record Answer(int status, JsonNode json) {}

    Answer get(String path) {
        return call("GET", path, "");
    }

    /// Posts JSON, written with single quotes for readability.
    Answer post(String path, String json) {
        return call("POST", path, json.replace('\'', '"'));
    }

    Answer call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The message of a phone that fits, once there is one.
    JsonNode awaitMessage(String phone, Predicate<JsonNode> fits) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (JsonNode message :
                    get("/admin/accounts/" + phone + "/messages?limit=1000").json()) {
                if (fits.test(message)) {
                    return message;
                }
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
        throw new AssertionError("no such message: "
                + get("/admin/accounts/" + phone + "/messages").json());
    }
}
