// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.LinkState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedGateway.class)
class SessionsIT {
    private final Harness harness;

    SessionsIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void newSessionConnectsAndOffersQrCode() {
        Answer created = harness.post("/api/v1/sessions", "{\"id\":\"s-new\",\"name\":\"The shop\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1/sessions/s-new");
        assertThat(created.text("/state")).isEqualTo("awaiting_scan");
        assertThat(created.text("/advice")).isNotBlank();
        assertThat(created.json().at("/qrAvailable").asBoolean()).isTrue();
        assertThat(harness.get("/api/v1/sessions/s-new/status").text("/name")).isEqualTo("The shop");
    }

    @Test
    void mintsIdAndTakesEmptyBody() {
        Answer created = harness.call("POST", "/api/v1/sessions").send();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/id")).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void sessionCanBeMadeAtRest() {
        Answer created = harness.post("/api/v1/sessions", "{\"id\":\"s-rest\",\"connect\":false}");

        assertThat(created.text("/state")).isEqualTo("created");
        Answer qr = harness.get("/api/v1/sessions/s-rest/qr");
        assertThat(qr.status()).isEqualTo(409);
        assertThat(qr.text("/code")).isEqualTo("qr_not_available");
        assertThat(qr.text("/advice")).contains("/connect");
    }

    @Test
    void secondSessionOfSameIdIsConflict() {
        harness.post("/api/v1/sessions", "{\"id\":\"s-twice\"}");
        Answer second = harness.post("/api/v1/sessions", "{\"id\":\"s-twice\"}");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("session_exists");
    }

    @Test
    void refusesIdsOfOtherForm() {
        for (String id : List.of("", " ", "a/b", "../x", "-a", "ä", "a".repeat(129))) {
            Answer refused = harness.post("/api/v1/sessions", "{\"id\":\"" + id + "\"}");
            assertThat(refused.status()).as(id).isEqualTo(400);
            assertThat(refused.text("/accepted")).contains("letters");
        }
    }

    @Test
    void listsInPages() {
        for (int i = 0; i < 5; i++) {
            harness.post("/api/v1/sessions", "{\"id\":\"s-page-" + i + "\",\"connect\":false}");
        }
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = harness.get("/api/v1/sessions?limit=2" + cursor);
            for (JsonNode item : page.json().get("items")) {
                ids.add(item.get("id").asString());
            }
            JsonNode next = page.json().get("next");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());

        assertThat(ids).isSorted().doesNotHaveDuplicates().contains("s-page-0", "s-page-4");
        assertThat(harness.get("/api/v1/sessions?limit=0").status()).isEqualTo(400);
        assertThat(harness.get("/api/v1/sessions?limit=x").text("/code")).isEqualTo("invalid_request");
        assertThat(harness.get("/api/v1/sessions/s-page-0/messages?cursor=%21").text("/code"))
                .isEqualTo("invalid_cursor");
    }

    @Test
    void showsQrInEveryForm() {
        harness.post("/api/v1/sessions", "{\"id\":\"s-qr\"}");
        String path = "/api/v1/sessions/s-qr/qr";

        Answer json = harness.get(path);
        assertThat(json.text("/qr")).startsWith("https://wa.me/settings/linked_devices#2@fake-ref");
        assertThat(json.text("/image")).startsWith("data:image/png;base64,");
        assertThat(json.text("/expiresAt")).isNotBlank();
        assertThat(json.header("Cache-Control")).contains("no-store");
        Answer png = harness.call("GET", path).header("Accept", "image/png").send();
        assertThat(png.header("Content-Type")).isEqualTo("image/png");
        assertThat(png.http().body()).startsWith(0x89, 'P', 'N', 'G');
        Answer svg = harness.call("GET", path).header("Accept", "image/svg+xml").send();
        assertThat(svg.header("Content-Type")).startsWith("image/svg+xml");
        assertThat(svg.body()).startsWith("<svg");
        assertThat(harness.call("GET", path)
                        .header("Accept", "text/plain")
                        .send()
                        .body())
                .isEqualTo(json.text("/qr"));
        Answer terminal = harness.get(path + "?format=terminal");
        assertThat(new String(terminal.http().body(), StandardCharsets.UTF_8)).contains("▀");
        assertThat(harness.get(path + "?format=gif").status()).isEqualTo(400);
        assertThat(harness.call("GET", path)
                        .header("Accept", "video/mp4")
                        .send()
                        .status())
                .isEqualTo(406);
    }

    @Test
    void linkedSessionHasAccountAndNoQr() {
        harness.linked("s-linked");
        Answer session = harness.get("/api/v1/sessions/s-linked");

        assertThat(session.text("/state")).isEqualTo("connected");
        assertThat(session.text("/account/phone")).isEqualTo("15550109999");
        assertThat(session.text("/account/jid")).isEqualTo("15550109999@s.whatsapp.net");
        assertThat(session.text("/account/lid")).isEqualTo("109999@lid");
        assertThat(session.text("/account/platform")).isEqualTo("android");
        Answer qr = harness.get("/api/v1/sessions/s-linked/qr");
        assertThat(qr.status()).isEqualTo(409);
        assertThat(qr.text("/code")).isEqualTo("already_linked");
    }

    @Test
    void givesPairingCode() {
        harness.post("/api/v1/sessions", "{\"id\":\"s-code\",\"connect\":false}");
        Answer code = harness.post("/api/v1/sessions/s-code/pairing-code", "{\"phone\":\"+1 (555) 010-0001\"}");

        assertThat(code.status()).isEqualTo(200);
        assertThat(code.text("/code")).isEqualTo("ABCD-EFGH");
        assertThat(code.text("/expiresAt")).isNotBlank();
        assertThat(harness.get("/api/v1/sessions/s-code").text("/state")).isEqualTo("awaiting_code");
    }

    @Test
    void refusesPairingCodeWithoutNumberAndTellsNetworksRefusal() {
        harness.post("/api/v1/sessions", "{\"id\":\"s-nocode\",\"connect\":false}");
        String path = "/api/v1/sessions/s-nocode/pairing-code";

        for (String body : List.of("", "{}", "{\"phone\":\"\"}", "{\"phone\":\"123\"}", "{\"phone\":\"0155501000\"}")) {
            Answer refused = harness.post(path, body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/accepted")).contains("digits");
        }
        Answer refused = harness.post(path, "{\"phone\":\"15550100000\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("pairing_code_refused");
        assertThat(refused.text("/detail")).contains("429");
    }

    @Test
    void disconnectKeepsLinkAndConnectUsesIt() {
        harness.linked("s-down");
        Answer down = harness.post("/api/v1/sessions/s-down/disconnect", "");
        assertThat(down.text("/state")).isEqualTo("disconnected");
        assertThat(down.json().at("/linked").asBoolean()).isTrue();

        Answer up = harness.post("/api/v1/sessions/s-down/connect", "");
        assertThat(up.text("/state")).isEqualTo("connected");
    }

    @Test
    void logoutUnlinksAndKeepsTheRecord() {
        harness.linked("s-out");
        Answer out = harness.post("/api/v1/sessions/s-out/logout", "");

        assertThat(out.text("/state")).isEqualTo("logged_out");
        assertThat(out.json().at("/linked").asBoolean()).isFalse();
        assertThat(harness.network.linked).doesNotContain("s-out");
        assertThat(harness.post("/api/v1/sessions/s-out/connect", "").text("/state"))
                .isEqualTo("awaiting_scan");
    }

    @Test
    void deleteLeavesNothing() {
        FakeLink link = harness.linked("s-gone");
        link.receives("3AAAAAAAAAAAAAAAAAAA", dev.switchboard.wire.jid.Jid.pn("15550100002"), "hello");
        assertThat(harness.call("DELETE", "/api/v1/sessions/s-gone").send().status())
                .isEqualTo(204);

        assertThat(harness.get("/api/v1/sessions/s-gone").status()).isEqualTo(404);
        assertThat(harness.get("/api/v1/sessions/s-gone/messages").status()).isEqualTo(404);
        long ref = link.lease().key().ref();
        var database = harness.gateway.part(dev.switchboard.gateway.storage.Database.class);
        for (String table : List.of("message", "chat", "outbox", "signal_session", "device_credentials")) {
            long rows = database.read(tx -> tx.number("SELECT count(*) FROM " + table + " WHERE session_ref = ?", ref));
            assertThat(rows).as(table).isZero();
        }
        assertThat(harness.post("/api/v1/sessions", "{\"id\":\"s-gone\",\"connect\":false}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void tellsCauseAndAdviceOfEveryState() {
        FakeLink link = harness.linked("s-states");
        for (LinkState state :
                List.of(LinkState.RECONNECTING, LinkState.RESTRICTED, LinkState.FAILED, LinkState.LOGGED_OUT)) {
            link.enters(state, "because-of-" + state.text());
            Answer session = harness.get("/api/v1/sessions/s-states");
            assertThat(session.text("/state")).isEqualTo(state.text());
            assertThat(session.text("/cause")).isEqualTo("because-of-" + state.text());
            assertThat(session.text("/advice")).startsWith("advice");
        }
    }

    @Test
    void unknownSessionIs404Everywhere() {
        for (String path : List.of("", "/status", "/qr", "/messages", "/chats", "/chats/15550100002")) {
            assertThat(harness.get("/api/v1/sessions/s-unknown" + path).text("/code"))
                    .as(path)
                    .isEqualTo("session_not_found");
        }
        for (String path : List.of("/connect", "/disconnect", "/logout")) {
            assertThat(harness.post("/api/v1/sessions/s-unknown" + path, "").status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(harness.post("/api/v1/sessions/s-unknown/messages", "{\"to\":\"15550100002\",\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", "/api/v1/sessions/s-unknown").send().status())
                .isEqualTo(404);
    }
}
