// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedGateway.class)
class RefusalsIT {
    private final Harness harness;

    RefusalsIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void everyRefusalIsProblemJson() {
        Answer refused = harness.get("/api/v1/sessions/none");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.text("/type")).isEqualTo("urn:switchboard:problem:session_not_found");
        assertThat(refused.json().get("status").asInt()).isEqualTo(404);
        assertThat(refused.text("/title")).isNotBlank();
        assertThat(refused.text("/detail")).isNotBlank();
    }

    @Test
    void malformedBodiesAre400AndSayWhatIsAccepted() {
        for (String body : List.of("{", "[]", "nonsense", "{\"id\":1}x", "{\"id\":{}}", "{\"idd\":\"x\"}", "\"x\"")) {
            Answer refused = harness.post("/api/v1/sessions", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/code")).as(body).isEqualTo("malformed_json");
            assertThat(refused.text("/accepted")).as(body).isNotBlank();
        }
        assertThat(harness.post("/api/v1/sessions", "{\"idd\":\"x\"}").text("/accepted"))
                .contains("id", "name", "connect");
    }

    @Test
    void missingBodyIs400() {
        harness.linked("r-body");
        Answer refused = harness.post("/api/v1/sessions/r-body/messages", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/code")).isEqualTo("malformed_json");
    }

    @Test
    void otherMediaTypesAre415() {
        Answer refused = harness.call("POST", "/api/v1/sessions")
                .type("application/x-www-form-urlencoded")
                .body("id=x")
                .send();
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.text("/accepted")).contains("application/json");
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .type("text/plain")
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(415);
    }

    @Test
    void unknownRouteIs404AndWrongMethod405() {
        assertThat(harness.get("/api/v1/nothing").text("/code")).isEqualTo("route_not_found");
        assertThat(harness.get("/nothing/at/all").text("/code")).isEqualTo("route_not_found");
        Answer wrong = harness.call("PUT", "/api/v1/sessions").body("{}").send();
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.text("/code")).isEqualTo("method_not_allowed");
        assertThat(wrong.header("Allow")).contains("GET", "POST");
        assertThat(harness.get("/api/v1/../../etc/passwd").status()).isIn(400, 404);
        assertThat(harness.get("/api/v1/sessions/..%2f..%2fx").status()).isIn(400, 404);
    }

    @Test
    void oversizedBodiesAre413WhateverTheyStateOfTheirLength() throws Exception {
        String large = "{\"name\":\"" + "x".repeat(2 << 20) + "\"}";
        Answer stated = harness.post("/api/v1/sessions", large);
        assertThat(stated.status()).isEqualTo(413);
        assertThat(stated.text("/code")).isEqualTo("payload_too_large");

        HttpRequest chunked = HttpRequest.newBuilder(harness.uri("/api/v1/sessions"))
                .header("X-Api-Key", harness.key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
                .build();
        HttpResponse<String> answer = harness.http.send(chunked, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("payload_too_large");
    }

    @Test
    void nothingWithoutKeyButLivenessAndTheDocumentation() {
        for (String path : List.of("/api/v1/sessions", "/api/v1/events", "/api/v1/nothing", "/nothing")) {
            Answer refused = harness.call("GET", path).noKey().send();
            assertThat(refused.status()).as(path).isEqualTo(401);
            assertThat(refused.text("/code")).isEqualTo("unauthenticated");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .noKey()
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(401);
        Answer health = harness.call("GET", "/health").noKey().send();
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().has("clients")).isFalse();
        assertThat(harness.call("GET", "/health/live").noKey().send().status()).isEqualTo(200);
        assertThat(harness.call("GET", "/health/ready").noKey().send().status()).isEqualTo(200);
    }

    @Test
    void wrongKeysAre401() {
        for (String wrong : List.of("x", "sbk_wrong", harness.key + "x", "token", "a".repeat(5000))) {
            assertThat(harness.call("GET", "/api/v1/sessions").key(wrong).send().status())
                    .isEqualTo(401);
        }
        assertThat(harness.call("GET", "/health").key("sbk_wrong").send().status())
                .isEqualTo(401);
    }

    @Test
    void keyWorksAsBearerToo() {
        assertThat(harness.call("GET", "/api/v1/sessions")
                        .noKey()
                        .header("Authorization", "Bearer " + harness.key)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void firstKeyIsInFileOfItsOwnerOnlyAndNotInTheDatabase() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(harness.folder.resolve("admin-key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(harness.folder.resolve("master.key"))))
                .isEqualTo("rw-------");
        assertThat(TestDatabase.dump(harness.folder, "switchboard.db"))
                .isNotEmpty()
                .doesNotContain(harness.key);
    }

    @Test
    void sessionsOfOtherTenantsAreAsUnknownAsThoseThatDoNotExist() {
        harness.linked("r-mine");
        String other = harness.otherTenant("rival");
        for (String path : List.of("", "/status", "/qr", "/messages", "/chats")) {
            Answer foreign = harness.call("GET", "/api/v1/sessions/r-mine" + path)
                    .key(other)
                    .send();
            Answer unknown = harness.call("GET", "/api/v1/sessions/r-none" + path)
                    .key(other)
                    .send();
            assertThat(foreign.status()).as(path).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(unknown.body());
        }
        assertThat(harness.call("POST", "/api/v1/sessions/r-mine/messages")
                        .key(other)
                        .body("{\"to\":\"15550100002\",\"text\":\"x\"}")
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", "/api/v1/sessions/r-mine")
                        .key(other)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("GET", "/api/v1/sessions")
                        .key(other)
                        .send()
                        .json()
                        .get("items"))
                .isEmpty();
        assertThat(harness.call("GET", "/api/v1/events")
                        .key(other)
                        .send()
                        .json()
                        .get("items"))
                .isEmpty();
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .key(other)
                        .body("{\"id\":\"r-mine\",\"connect\":false}")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(harness.get("/api/v1/sessions/r-mine").text("/state")).isEqualTo("connected");
    }

    @Test
    void pageAndDocumentationAreServedWithStrictHeaders() {
        Answer page = harness.call("GET", "/").noKey().send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        Answer openapi = harness.call("GET", "/openapi").noKey().send();
        assertThat(openapi.text("/openapi")).startsWith("3.1");
        assertThat(openapi.json().get("paths").propertyNames())
                .contains("/api/v1/sessions", "/api/v1/sessions/{id}/messages", "/api/v1/events", "/health");
        assertThat(openapi.json()
                        .at("/paths/~1api~1v1~1sessions/post/responses/201")
                        .isMissingNode())
                .isFalse();
        assertThat(openapi.json().at("/paths").findValues("default")).isNotEmpty();
        assertThat(openapi.json()
                        .at("/components/schemas/Problem/properties/advice")
                        .isMissingNode())
                .isFalse();
        Answer docs = harness.call("GET", "/docs").noKey().send();
        assertThat(docs.status()).isIn(200, 302);
        assertThat(harness.call("GET", "/swagger-ui/index.html").noKey().send().status())
                .isEqualTo(200);
    }
}
