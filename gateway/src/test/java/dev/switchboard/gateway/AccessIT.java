// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.access.OneTimeCodes;
import dev.switchboard.gateway.settings.AccessSettings;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.gateway.storage.TestDatabase;
import dev.switchboard.testkit.MutableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");

    private Harness harness;

    private void start(UnaryOperator<AccessSettings> access) {
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.access(access.apply(AccessSettings.STANDARD))
                        .outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofMinutes(1))),
                clock);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Answer as(String bearer, String method, String path, String body) {
        return harness.call(method, path)
                .noKey()
                .header("Authorization", "Bearer " + bearer)
                .body(body)
                .send();
    }

    private String user(String role) {
        Answer made = harness.post(
                "/api/v1/users",
                "{\"login\":\"Ada@Example.com\",\"name\":\"Ada\",\"role\":\"" + role + "\",\"password\":\"" + PASSWORD
                        + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("/id");
    }

    private Answer login(String login, String password, String code) {
        return harness.call("POST", "/api/v1/auth/login")
                .noKey()
                .body("{\"login\":\"" + login + "\",\"password\":\"" + password + "\""
                        + (code.isEmpty() ? "" : ",\"code\":\"" + code + "\"") + "}")
                .send();
    }

    @Test
    void keysAreScopedExpireRotateAndEnd() throws Exception {
        start(access -> access);
        harness.linked("a");
        harness.linked("b");
        Answer made = harness.post(
                "/api/v1/api-keys",
                "{\"name\":\"n\",\"role\":\"Agent\",\"sessions\":[\"a\"],\"permissions\":[\"whatsapp:read\"]}");
        String key = made.text("/key");
        assertThat(harness.call("GET", "/api/v1/sessions/a").key(key).send().status())
                .isEqualTo(200);
        assertThat(harness.call("GET", "/api/v1/sessions/b").key(key).send().status())
                .isEqualTo(404);
        assertThat(harness.call("GET", "/api/v1/sessions")
                        .key(key)
                        .send()
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(harness.call("GET", "/clients")
                        .key(key)
                        .send()
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(harness.call("POST", "/client/a/send")
                        .key(key)
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(harness.get("/api/v1/api-keys/" + made.text("/id")).json().has("key"))
                .isFalse();

        Answer fresh = harness.post("/api/v1/api-keys/" + made.text("/id") + "/rotate", "{\"overlapSeconds\":3600}");
        assertThat(harness.call("GET", "/api/v1/sessions/a").key(key).send().status())
                .isEqualTo(200);
        assertThat(harness.call("GET", "/api/v1/sessions/a")
                        .key(fresh.text("/key"))
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(harness.call("GET", "/api/v1/sessions/b")
                        .key(fresh.text("/key"))
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", "/api/v1/api-keys/" + made.text("/id"))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(harness.call("GET", "/api/v1/sessions/a").key(key).send().status())
                .isEqualTo(401);

        String soon = clock.instant().plusSeconds(2).toString();
        String brief = harness.post(
                        "/api/v1/api-keys", "{\"name\":\"n\",\"role\":\"Viewer\",\"expiresAt\":\"" + soon + "\"}")
                .text("/key");
        assertThat(harness.call("GET", "/api/v1/sessions").key(brief).send().status())
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(2));
        assertThat(harness.call("GET", "/api/v1/sessions").key(brief).send().status())
                .as("the key has ended")
                .isEqualTo(401);
        assertThat(TestDatabase.dump(harness.folder, "switchboard.db"))
                .isNotEmpty()
                .doesNotContain(key, fresh.text("/key"));
    }

    @Test
    void nobodyGrantsMoreThanTheyHave() {
        start(access -> access);
        clock.advance(Duration.ofSeconds(1)); // the first key is the first of the list
        String admin = harness.post("/api/v1/api-keys", "{\"name\":\"n\",\"role\":\"Admin\"}")
                .text("/key");
        assertThat(harness.call("POST", "/api/v1/api-keys")
                        .key(admin)
                        .body("{\"name\":\"n\",\"role\":\"Owner\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(harness.call("POST", "/api/v1/tokens")
                        .key(admin)
                        .body("{\"role\":\"Owner\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        String owner = harness.get("/api/v1/api-keys").text("/items/0/id");
        assertThat(harness.call("DELETE", "/api/v1/api-keys/" + owner)
                        .key(admin)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(harness.post(
                                "/api/v1/api-keys",
                                "{\"name\":\"n\",\"role\":\"Viewer\",\"permissions\":[\"whatsapp:send\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(harness.post("/api/v1/api-keys", "{\"name\":\"n\",\"role\":\"King\"}")
                        .status())
                .isEqualTo(400);
        assertThat(harness.post("/api/v1/api-keys", "{\"name\":\"n\",\"role\":\"Viewer\",\"permissions\":[\"x\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void usersLogInAndTheirTokensEndWithTheirRights() {
        start(access -> access);
        String id = user("Viewer");
        assertThat(harness.post(
                                "/api/v1/users",
                                "{\"login\":\"ada@example.com\",\"role\":\"Viewer\",\"password\":\"" + PASSWORD + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(harness.post("/api/v1/users", "{\"login\":\"b\",\"role\":\"Viewer\",\"password\":\"short\"}")
                        .status())
                .isEqualTo(400);
        assertThat(login("ada@example.com", "wrong words here", "").status()).isEqualTo(401);
        Answer in = login("ADA@example.com", PASSWORD, "");
        assertThat(in.status()).as(in.body()).isEqualTo(200);
        String token = in.text("/token");
        assertThat(as(token, "GET", "/api/v1/me", "").text("/login")).isEqualTo("ada@example.com");
        assertThat(as(token, "GET", "/api/v1/sessions", "").status()).isEqualTo(200);
        assertThat(as(token, "POST", "/api/v1/sessions", "{}").status()).isEqualTo(403);
        assertThat(as(token, "POST", "/api/v1/whatsapp/connect", "{}").status()).isEqualTo(403);
        harness.call("PATCH", "/api/v1/users/" + id)
                .body("{\"role\":\"Admin\"}")
                .send();
        assertThat(as(token, "GET", "/api/v1/me", "").status()).isEqualTo(401);
        String admin = login("ada@example.com", PASSWORD, "").text("/token");
        assertThat(as(admin, "POST", "/api/v1/whatsapp/connect", "{}").status()).isEqualTo(200);
        assertThat(as(
                                admin,
                                "PUT",
                                "/api/v1/me/password",
                                "{\"current\":\"" + PASSWORD + "\",\"password\":\"another long phrase\"}")
                        .status())
                .isEqualTo(204);
        assertThat(as(admin, "GET", "/api/v1/me", "").status()).isEqualTo(401);
        String again = login("ada@example.com", "another long phrase", "").text("/token");
        assertThat(as(again, "POST", "/api/v1/auth/logout", "").status()).isEqualTo(204);
        assertThat(as(again, "GET", "/api/v1/me", "").status()).isEqualTo(401);
        harness.call("DELETE", "/api/v1/users/" + id).send();
        assertThat(login("ada@example.com", "another long phrase", "").status()).isEqualTo(401);
    }

    @Test
    void oneTimeCodesAreAskedForAndGoodOnce() {
        start(access -> access);
        user("Admin");
        String token = login("ada@example.com", PASSWORD, "").text("/token");
        Answer begun = as(token, "POST", "/api/v1/me/totp", "{\"current\":\"" + PASSWORD + "\"}");
        String secret = begun.text("/secret");
        assertThat(begun.text("/uri")).startsWith("otpauth://totp/Switchboard:").contains(secret);
        assertThat(as(token, "POST", "/api/v1/me/totp/confirm", "{\"code\":\"000000x\"}")
                        .status())
                .isEqualTo(400);
        String code = OneTimeCodes.shown(secret, clock.instant());
        Answer confirmed = as(token, "POST", "/api/v1/me/totp/confirm", "{\"code\":\"" + code + "\"}");
        assertThat(confirmed.status()).isEqualTo(200);
        String recovery = confirmed.text("/recoveryCodes/0");
        assertThat(recovery).matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}");
        Answer needed = login("ada@example.com", PASSWORD, "");
        assertThat(needed.status()).isEqualTo(401);
        assertThat(needed.text("/code")).isEqualTo("code_needed");
        assertThat(login("ada@example.com", PASSWORD, code).status())
                .as("the same code again")
                .isEqualTo(401);
        String next = OneTimeCodes.shown(secret, clock.instant().plusSeconds(30));
        assertThat(login("ada@example.com", PASSWORD, next).status()).isEqualTo(200);

        assertThat(login("ada@example.com", PASSWORD, recovery.toUpperCase(java.util.Locale.ROOT))
                        .status())
                .as("instead of the app")
                .isEqualTo(200);
        assertThat(login("ada@example.com", PASSWORD, recovery).status())
                .as("but only once")
                .isEqualTo(401);
        String other = confirmed.text("/recoveryCodes/1");
        Answer renewed = as(token, "POST", "/api/v1/me/totp/recovery-codes", "{\"current\":\"" + PASSWORD + "\"}");
        assertThat(renewed.json().path("recoveryCodes")).hasSize(10);
        assertThat(login("ada@example.com", PASSWORD, other).status())
                .as("made anew")
                .isEqualTo(401);
    }

    @Test
    void wrongTriesLockOutWhetherThereIsSuchAUserOrNot() {
        start(access -> access);
        user("Owner");
        for (String login : List.of("ada@example.com", "nobody@example.com")) {
            for (int i = 0; i < 5; i++) {
                Answer wrong = login(login, "wrong words here", "");
                assertThat(wrong.status()).isEqualTo(401);
                assertThat(wrong.text("/code")).isEqualTo("login_failed");
            }
            Answer locked = login(login, PASSWORD, "");
            assertThat(locked.status()).as(login).isEqualTo(429);
            assertThat(locked.json().path("retryAfter").asInt()).isEqualTo(60);
        }
    }

    @Test
    void cookieOfThePageNeedsItsTokenForChanges() {
        start(access -> access);
        user("Owner");
        Answer in = login("ada@example.com", PASSWORD, "");
        String cookie = in.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(harness.call("GET", "/api/v1/sessions")
                        .noKey()
                        .header("Cookie", pair)
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .noKey()
                        .header("Cookie", pair)
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .noKey()
                        .header("Cookie", pair)
                        .header("X-CSRF-Token", in.text("/csrfToken"))
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(harness.call("GET", "/api/v1/sessions")
                        .noKey()
                        .header("Cookie", pair)
                        .header("Origin", "https://evil.example")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokensAreSignedEndAndCannotBeForged() {
        start(access -> access.withServiceToken("the service's own token"));
        harness.linked("a");
        Answer made = harness.post("/api/v1/tokens", "{\"role\":\"Viewer\",\"sessions\":[\"a\"],\"lifeSeconds\":2}");
        String token = made.text("/token");
        assertThat(as(token, "GET", "/session-status/a", "").status()).isEqualTo(200);
        assertThat(as(token, "GET", "/session-status/b", "").status()).isEqualTo(404);
        assertThat(as(token, "POST", "/disconnect", "{\"sessionId\":\"a\"}").status())
                .isEqualTo(403);
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String more = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("Viewer", "Owner").getBytes(StandardCharsets.UTF_8));
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (String forged : List.of(
                parts[0] + "." + more + "." + parts[2],
                none + "." + more + ".",
                none + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".AAAA")) {
            assertThat(as(forged, "GET", "/sessions", "").status()).isEqualTo(401);
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(as(token, "GET", "/session-status/a", "").status())
                .as("the token has ended")
                .isEqualTo(401);
        assertThat(as("the service's own token", "GET", "/sessions", "").status())
                .isEqualTo(200);
        assertThat(as("the service's own tokem", "GET", "/sessions", "").status())
                .isEqualTo(401);
    }

    @Test
    void tokensOfTrustedIssuersAreTaken() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            byte[] body = ("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        try {
            String keys = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks";
            start(access ->
                    access.withIssuers(List.of(new AccessSettings.Issuer("https://id.example", keys, "switchboard"))));
            assertThat(as(signed(key, "switchboard", 60), "GET", "/api/v1/me", "")
                            .text("/role"))
                    .isEqualTo("Agent");
            assertThat(as(signed(key, "switchboard", 60), "POST", "/api/v1/users", "{}")
                            .status())
                    .isEqualTo(403);
            assertThat(as(signed(key, "somebody", 60), "GET", "/api/v1/me", "").status())
                    .isEqualTo(401);
            assertThat(as(signed(key, "switchboard", -1), "GET", "/api/v1/me", "")
                            .status())
                    .isEqualTo(401);
            assertThat(as(signed(other, "switchboard", 60), "GET", "/api/v1/me", "")
                            .status())
                    .isEqualTo(401);
        } finally {
            issuer.stop(0);
        }
    }

    private String signed(RSAKey key, String audience, int seconds) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://id.example")
                        .audience(audience)
                        .subject("ada")
                        .claim("role", "Agent")
                        .expirationTime(Date.from(clock.instant().plusSeconds(seconds)))
                        .build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    @Test
    void tenantsAreMadeAndHaveQuotas() {
        start(access -> access);
        Answer made = harness.post("/api/v1/tenants", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        assertThat(made.status()).isEqualTo(201);
        String key = made.text("/key");
        assertThat(harness.call("PATCH", "/api/v1/tenants/acme")
                        .body("{\"timeZone\":\"Europe/Berlin\",\"quotas\":{\"sessions\":1}}")
                        .send()
                        .text("/timeZone"))
                .isEqualTo("Europe/Berlin");
        assertThat(harness.call("POST", "/api/v1/sessions")
                        .key(key)
                        .body("{\"id\":\"one\"}")
                        .send()
                        .status())
                .isEqualTo(201);
        Answer full = harness.call("POST", "/api/v1/sessions")
                .key(key)
                .body("{\"id\":\"two\"}")
                .send();
        assertThat(full.status()).isEqualTo(403);
        assertThat(full.text("/code")).isEqualTo("quota_reached");
        assertThat(harness.call("POST", "/client/create")
                        .key(key)
                        .body("{}")
                        .send()
                        .json()
                        .path("success")
                        .asBoolean(true))
                .isFalse();
        assertThat(harness.call("GET", "/api/v1/tenants").key(key).send().json().path("items"))
                .hasSize(1);
        assertThat(harness.call("GET", "/api/v1/tenants/main").key(key).send().status())
                .isEqualTo(404);
        assertThat(harness.call("POST", "/api/v1/tenants")
                        .key(key)
                        .body("{\"id\":\"x\"}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(harness.call("PATCH", "/api/v1/tenants/acme")
                        .key(key)
                        .body("{\"quotas\":{\"sessions\":9}}")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void requestsAreLimitedByCredential() {
        start(access ->
                new AccessSettings(Optional.empty(), 3, Duration.ofMinutes(1), 0, 0, Duration.ofHours(1), List.of()));
        for (int i = 0; i < 3; i++) {
            assertThat(harness.get("/api/v1/sessions").status()).isEqualTo(200);
        }
        Answer refused = harness.get("/clients");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("retryAfter").asInt()).isBetween(1, 60);
        assertThat(refused.json().path("success").asBoolean(true)).isFalse();
        assertThat(harness.get("/health").status()).isEqualTo(200);
    }

    @Test
    void messagesOfADayHaveAQuotaAndAccessIsAudited() {
        start(access -> access);
        harness.linked("a");
        harness.call("PATCH", "/api/v1/tenants/main")
                .body("{\"quotas\":{\"messagesPerDay\":2}}")
                .send();
        String body = "{\"to\":\"15550100002\",\"text\":\"x\"}";
        assertThat(harness.post("/api/v1/sessions/a/messages", body).status()).isEqualTo(202);
        assertThat(harness.post("/api/v1/sessions/a/messages", body).status()).isEqualTo(202);
        Answer over = harness.post("/api/v1/sessions/a/messages", body);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.text("/code")).isEqualTo("quota_reached");
        assertThat(harness.post("/client/a/send", "{\"to\":\"15550100002@c.us\",\"message\":\"x\"}")
                        .status())
                .isEqualTo(429);
        user("Viewer");
        login("ada@example.com", PASSWORD, "");
        assertThat(harness.get("/audit/logs?limit=50").json().path("logs").findValuesAsString("action"))
                .contains("user.created", "user.login", "message.accepted", "key.created");
    }
}
