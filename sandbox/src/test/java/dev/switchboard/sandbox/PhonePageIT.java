// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.testclient.TestCompanion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page for people, and what it asks for.
class PhonePageIT extends SandboxFixture {

    private final HttpClient http = HttpClient.newHttpClient();
    private AdminClient admin;
    private String ann;
    private String bob;

    @BeforeEach
    void meet() {
        admin = new AdminClient(sandbox);
        ann = newPhone();
        bob = newPhone();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.adminUri().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String send(String from, String to, String text) {
        return admin.post("/admin/accounts/" + from + "/messages", "{'to':'" + to + "','text':'" + text + "'}")
                .json()
                .get("id")
                .textValue();
    }

    private JsonNode screen(String phone, String chat) {
        return admin.get("/admin/accounts/" + phone + "/screen?chat=" + chat).json();
    }

    private JsonNode arrived(String phone, String id) {
        return admin.awaitMessage(
                phone, message -> message.get("id").textValue().equals(id));
    }

    @Test
    void isLinkedFromTheStart() throws Exception {
        assertThat(get("/").body()).contains("href=\"/phone/\"");
        assertThat(get("/phone").headers().firstValue("location")).hasValue("/phone/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "phone.css", "phone.js", "view.js", "icon.svg"})
    void needsNothingFromElsewhere(String file) throws Exception {
        HttpResponse<String> response = get("/phone/" + file);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe", "http:", "https:");
        String loaded = "(src|href)=\"(https?:)?//|@import|url\\(http|from 'http";
        assertThat(Pattern.compile(loaded).matcher(response.body()).find()).isFalse();
    }

    @Test
    void cannotBeDrivenByAPageOfAnotherSite() throws Exception {
        assertThat(get("/admin/accounts", "Origin", "https://example.org").statusCode())
                .isEqualTo(403);
        assertThat(get("/admin/accounts", "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        assertThat(get("/admin/accounts", "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(200);
    }

    @Test
    void showsChatsWithTheNewestMessageAndWhatIsUnread() {
        send(ann, bob, "one");
        String second = send(ann, bob, "two");
        arrived(bob, second);
        JsonNode line = screen(bob, "").get("chats").get(0);
        assertThat(line.get("chat").textValue()).isEqualTo(ann);
        assertThat(line.get("preview").textValue()).isEqualTo("two");
        assertThat(line.get("unread").intValue()).isEqualTo(2);
        admin.post(
                "/admin/accounts/" + bob + "/receipts",
                "{'chat':'" + ann + "','ids':['" + second + "'],'type':'read'}");
        JsonNode screen = screen(bob, ann);
        assertThat(screen.get("chats").get(0).get("unread").intValue()).isEqualTo(1);
        assertThat(screen.get("messages")).hasSize(2);
        assertThat(screen.get("me").get("phone").textValue()).isEqualTo(bob);
        assertThat(screen.get("people"))
                .anySatisfy(
                        person -> assertThat(person.get("phone").textValue()).isEqualTo(ann));
    }

    @Test
    void isNotSentAgainWhatItHas() throws Exception {
        String path = "/admin/accounts/" + ann + "/screen";
        HttpResponse<String> first = get(path);
        String tag = first.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = get(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void turnsAPhoneOffAndOn() {
        admin.post("/admin/accounts/" + bob + "/phone", "{'online':false}");
        String id = send(ann, bob, "are you there?");
        assertThat(screen(bob, ann).get("messages")).isEmpty();
        assertThat(screen(bob, "").get("me").get("phoneOnline").booleanValue()).isFalse();
        AdminClient.Answer refused =
                admin.post("/admin/accounts/" + bob + "/messages", "{'to':'" + ann + "','text':'x'}");
        assertThat(refused.status()).isEqualTo(409);

        admin.post("/admin/accounts/" + bob + "/phone", "{'online':true}");
        assertThat(arrived(bob, id).get("text").textValue()).isEqualTo("are you there?");
    }

    @Test
    void letsACompanionWaitForAPhoneThatIsOff() {
        TestCompanion companion = TestCompanion.linked(sandbox, ann);
        try (companion) {
            admin.post("/admin/accounts/" + ann + "/phone", "{'online':false}");
            companion.logIn();
            companion.uploadKeys(1, 11);
            companion.activate();
            assertThat(companion.client().settled()).noneMatch(node -> node.hasText("category", "peer"));
            admin.post("/admin/accounts/" + ann + "/phone", "{'online':true}");
            companion.takeHistory();
        }
    }

    @Test
    void showsWhoIsTypingUntilTheMessageComes() {
        admin.post("/admin/accounts/" + ann + "/chatstate", "{'to':'" + bob + "','state':'recording'}");
        String heard = bobHears("recording");
        assertThat(heard).isEqualTo("recording " + ann + "@s.whatsapp.net");
        arrived(bob, send(ann, bob, "done"));
        assertThat(screen(bob, "").get("typing")).isEmpty();
    }

    private String bobHears(String what) {
        while (true) {
            String typing = screen(bob, "").get("typing").path(ann).asText();
            if (typing.startsWith(what)) {
                return typing;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void remembersAPast() {
        assertThat(admin.post("/admin/accounts/" + ann + "/history", "{'chat':'" + bob + "','count':30}")
                        .json()
                        .get("added")
                        .intValue())
                .isEqualTo(30);
        admin.post(
                "/admin/accounts/" + ann + "/history",
                "{'chat':'" + bob + "','messages':[{'id':'OLD1','text':'long ago','fromMe':true,'t':1600000000000}]}");
        JsonNode messages = screen(ann, bob).get("messages");
        assertThat(messages).hasSize(31);
        assertThat(messages.get(30).get("id").textValue()).isEqualTo("OLD1");
        assertThat(messages.get(30).get("t").longValue()).isEqualTo(1_600_000_000_000L);
        assertThat(screen(bob, ann).get("messages")).isEmpty();
    }

    @Test
    void blocksPeople() {
        admin.post("/admin/accounts/" + bob + "/block", "{'phone':'" + ann + "'}");
        assertThat(screen(bob, "").get("me").get("blocked").get(0).textValue()).isEqualTo(ann);
        String lost = send(ann, bob, "you cannot see this");
        admin.post("/admin/accounts/" + bob + "/block", "{'phone':'" + ann + "','on':false}");
        String id = send(ann, bob, "but this");
        arrived(bob, id);
        assertThat(screen(bob, ann).get("messages"))
                .noneSatisfy(
                        message -> assertThat(message.get("id").textValue()).isEqualTo(lost));
    }

    @Test
    void scansTheCodeOfAClientThatWaitsWithOneClick() throws Exception {
        try (TestCompanion companion = new TestCompanion(sandbox)) {
            String qr = companion.qr(companion.register().getFirst());
            String key = companion.noise().publicKey().raw().hex();
            assertThat(waiting(key).get("qr").booleanValue()).isFalse();
            assertThat(waiting(key).get("name").textValue()).isEqualTo("Chrome on Test");
            assertThat(admin.call("POST", "/admin/mock-phone/show-qr", qr).status())
                    .isEqualTo(204);
            assertThat(waiting(key).get("qr").booleanValue()).isTrue();
            CompletableFuture<AdminClient.Answer> scan = CompletableFuture.supplyAsync(
                    () -> admin.post("/admin/mock-phone/scan-shown", "{'account':'" + ann + "','key':'" + key + "'}"));
            companion.acceptPairing();
            assertThat(scan.get().json().get("account").textValue()).isEqualTo(ann);
            JsonNode device = screen(ann, "").get("me").get("devices").get(0);
            assertThat(device.get("name").textValue()).isEqualTo("Chrome on Test");
        }
    }

    private JsonNode waiting(String key) {
        for (JsonNode client : admin.get("/admin/mock-phone/waiting").json()) {
            if (client.get("key").textValue().equals(key)) {
                return client;
            }
        }
        throw new AssertionError("nobody waits with this key");
    }
}
