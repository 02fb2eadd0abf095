// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Walks every route of the OpenAPI document: without a credential, with every role, with a key for another session,
/// and with another tenant's key. Nothing leaks, not even whether a thing exists.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteWalkIT {
    private static final String MINE = "w-mine";
    private static final String NONE = "w-none";

    /// Open to everybody.
    private static final Set<String> OPEN = Set.of(
            "/health",
            "/health/live",
            "/health/ready",
            "/asyncapi",
            "/api/v1/auth/login",
            "/media/{secret}",
            "/bridges/chatwoot/{secret}",
            "/media/{token}");

    /// What a viewer may although it is no GET.
    private static final Set<String> FOR_ALL = Set.of(
            "/api/v1/auth/logout",
            "/api/v1/auth/login",
            "/api/v1/me/password",
            "/api/v1/me/totp",
            "/api/v1/me/totp/confirm",
            "/api/v1/events/tickets",
            "/api/v1/me/totp/recovery-codes",
            "/api/whatsapp/diagnose");

    /// What is for those who manage the tenant, also to look at.
    private static final Pattern MANAGEMENT =
            Pattern.compile("/(api/v1/(users|api-keys|tokens|tenants|webhooks|sinks|bridges|audit|audience|data-policy"
                    + "|personal-data|log-levels)|audit)(/.*)?");

    /// What makes a session in the caller's own tenant where there is none; the fake network knows no tenants.
    private static final Set<String> MAKING =
            Set.of("/api/whatsapp/sessions/{companyId}/initialize", "/api/whatsapp/sessions/{companyId}/pairing-code");

    private static final Pattern STREAM = Pattern.compile(".*/(stream|ws|sse)$");

    private record Route(String method, String path, boolean streams) {}

    private Harness harness;
    private List<Route> routes;
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> mine = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path folder) {
        harness = Harness.start(folder);
        harness.linked(MINE);
        harness.post(
                "/api/v1/sessions/" + MINE + "/messages",
                "{\"to\":\"15550100002\",\"text\":\"secret words\",\"id\":\"WALK12345678\"}");
        for (String role : List.of("Owner", "Admin", "Agent", "Viewer")) {
            keys.put(role, key("{\"name\":\"" + role + "\",\"role\":\"" + role + "\"}"));
        }
        keys.put("scoped", key("{\"name\":\"s\",\"role\":\"Owner\",\"sessions\":[\"another\"]}"));
        keys.put("rival", harness.otherTenant("rival"));
        mine.put(
                "userId",
                harness.post(
                                "/api/v1/users",
                                "{\"login\":\"u\",\"role\":\"Viewer\",\"password\":\"long enough words\"}")
                        .text("/id"));
        mine.put("keyId", harness.get("/api/v1/api-keys").text("/items/0/id"));
        mine.put("messageId", "WALK12345678");
        mine.put("tenantId", "main");
        mine.put("listId", "walk-list");
        mine.put("filterId", "walk-filter");
        harness.put("/api/v1/templates/walk-template", "{\"content\":\"walk words\"}");
        harness.put("/api/v1/audience/lists/walk-list", "{}");
        harness.put("/api/v1/audience/filters/walk-filter", "{}");
        harness.put("/api/v1/audience/people/15550100002", "{\"name\":\"secret words\"}");
        mine.put(
                "campaignId",
                harness.call("POST", "/campaigns")
                        .header("x-client-id", MINE)
                        .body(
                                "{\"name\":\"n\",\"templateId\":\"welcome\",\"recipients\":[{\"phone\":\"15550100002\",\"variables\":{\"name\":\"a\",\"business\":\"b\"}}]}")
                        .send()
                        .text("/campaignId"));
        routes = routes(harness.get("/openapi").json().path("paths"));
        assertThat(routes).hasSizeGreaterThan(80);
    }

    private String key(String body) {
        Answer made = harness.post("/api/v1/api-keys", body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("/key");
    }

    private static List<Route> routes(JsonNode paths) {
        List<Route> routes = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    boolean streams = operation.getValue().toString().contains("text/event-stream")
                            || STREAM.matcher(path.getKey()).matches();
                    routes.add(
                            new Route(operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), streams));
                }));
        return routes;
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    /// The path with names in its places: things of the first tenant, or things that are nowhere.
    private String filled(Route route, boolean there) {
        String path = route.path();
        var places = Pattern.compile("\\{([^}]+)}").matcher(path);
        return places.replaceAll(place -> {
            String name = place.group(1);
            boolean session =
                    Set.of("clientId", "sessionId", "companyId", "accountId").contains(name)
                            || (name.equals("id") && path.startsWith("/api/v1/sessions/"));
            if (session) {
                return there ? MINE : NONE;
            }
            String known = mine.get(name);
            return there && known != null
                    ? known
                    : "none" + (name.equals("chat") || name.equals("person") ? "@lid" : "");
        });
    }

    private Answer call(Route route, String path, String key) {
        Harness.Call call = harness.call(route.method(), path);
        if (key.isEmpty()) {
            call.noKey();
        } else {
            call.key(key);
        }
        if (!route.method().equals("GET")) {
            call.body("{}");
        }
        return call.send();
    }

    @Test
    void nobodyGetsAnythingWithoutACredential() {
        for (Route route : routes) {
            if (!OPEN.contains(route.path()) && !route.path().startsWith("/media/")) {
                assertThat(call(route, filled(route, true), "").status())
                        .as(route.toString())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void viewersLookAndAgentsDoNotManage() {
        for (Route route : routes) {
            if (OPEN.contains(route.path()) || route.path().startsWith("/media/")) {
                continue;
            }
            boolean reads = route.method().equals("GET");
            boolean manages = MANAGEMENT.matcher(route.path()).matches();
            if ((!reads || manages) && !FOR_ALL.contains(route.path())) {
                Answer there = call(route, filled(route, true), keys.get("Viewer"));
                Answer none = call(route, filled(route, false), keys.get("Viewer"));
                assertThat(there.status()).as("viewer " + route).isEqualTo(403);
                assertThat(there.body()).as("viewer " + route).isEqualTo(none.body());
            }
            if (manages) {
                assertThat(call(route, filled(route, true), keys.get("Agent")).status())
                        .as("agent " + route)
                        .isEqualTo(403);
            }
            if (reads && !manages && !route.streams()) {
                assertThat(call(route, filled(route, true), keys.get("Viewer")).status())
                        .as("viewer reads " + route)
                        .isNotIn(401, 403);
            }
        }
    }

    @Test
    void ownersAndAdminsMayEverythingButTenants() {
        for (Route route : routes) {
            if (!route.method().equals("GET") || route.streams()) {
                continue;
            }
            assertThat(call(route, filled(route, true), keys.get("Owner")).status())
                    .as("owner " + route)
                    .isNotIn(401, 403);
            int admin = call(route, filled(route, true), keys.get("Admin")).status();
            if (route.path().matches("/api/v1/(tenants|log-levels).*")) {
                assertThat(admin).as("admin " + route).isEqualTo(403);
            } else {
                assertThat(admin).as("admin " + route).isNotIn(401, 403);
            }
        }
    }

    @Test
    void otherTenantsAndOtherSessionsKeysSeeNoDifferenceToWhatIsNot() {
        for (String who : List.of("rival", "scoped")) {
            for (Route route : routes) {
                boolean places = route.path().contains("{") && !route.path().startsWith("/media/");
                if (!places || route.streams() || MAKING.contains(route.path())) {
                    continue;
                }
                Answer foreign = call(route, filled(route, true), keys.get(who));
                Answer unknown = call(route, filled(route, false), keys.get(who));
                assertThat(foreign.status())
                        .as(who + " " + route + foreign.body())
                        .isEqualTo(unknown.status());
                assertThat(neutral(foreign.body())).as(who + " " + route).isEqualTo(neutral(unknown.body()));
                assertThat(foreign.body()).doesNotContain("secret words", "15550109999");
            }
        }
        assertThat(harness.get("/api/v1/sessions/" + MINE).text("/state")).isEqualTo("connected");
    }

    /// Without what was asked for, and without times and ids.
    private String neutral(String body) {
        String text = body.replace(MINE, NONE);
        for (String id : mine.values()) {
            text = text.replace(id, "none");
        }
        return text.replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "TIME").replaceAll("\\d+(\\.\\d+)?", "N");
    }

    @Test
    void listsHoldOnlyWhatIsTheCallers() {
        for (String who : List.of("rival", "scoped")) {
            for (Route route : routes) {
                if (route.method().equals("GET")
                        && !route.path().contains("{")
                        && !OPEN.contains(route.path())
                        && !route.streams()) {
                    String body = call(route, route.path(), keys.get(who)).body();
                    assertThat(body).as(who + " " + route).doesNotContain("secret words", "15550109999", "15550100002");
                    if (!route.path().startsWith("/openapi")) {
                        assertThat(body).as(who + " " + route).doesNotContain("\"" + MINE + "\"");
                    }
                }
            }
        }
    }
}
