// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Everything that phones can send each other, by the admin interface.
class PhoneContentIT extends SandboxFixture {

    /// A PNG of one pixel.
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private AdminClient admin;
    private String ann;
    private String bob;

    @BeforeEach
    void meet() {
        admin = new AdminClient(sandbox);
        ann = newPhone();
        bob = newPhone();
    }

    private String send(String from, String to, String content) {
        AdminClient.Answer answer =
                admin.post("/admin/accounts/" + from + "/messages", "{'to':'" + to + "'," + content + "}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json().get("id").textValue();
    }

    private JsonNode arrived(String phone, String id) {
        return admin.awaitMessage(
                phone, message -> message.get("id").textValue().equals(id));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        return Bytes.copyOf(Sha.sha256(bytes)).hex();
    }

    @ParameterizedTest
    @CsvSource({
        "image, image/jpeg",
        "video, video/mp4",
        "audio, audio/mpeg",
        "document, application/octet-stream",
        "sticker, image/webp"
    })
    void sendsAndOpensFilesOfEveryKind(String kind, String mimetype) {
        String words = "the bytes of a " + kind + ", or so";
        String id = send(ann, bob, "'" + kind + "':{'file':'" + base64(words) + "'}");
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        for (String phone : new String[] {ann, bob}) {
            JsonNode message = arrived(phone, id);
            assertThat(message.get("type").textValue()).isEqualTo(kind);
            assertThat(message.get("mimetype").textValue()).isEqualTo(mimetype);
            assertThat(message.get("sha256").textValue()).isEqualTo(sha256(bytes));
            assertThat(message.get("size").intValue()).isEqualTo(bytes.length);
            assertThat(message.get("file").textValue()).isEqualTo("verified");
        }
    }

    @Test
    void takesFilesByPathAndShowsWhatIsKnownOfThem(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pixel.png");
        Files.write(file, Base64.getDecoder().decode(PNG));
        String id = send(ann, bob, "'image':{'file':'" + file + "','caption':'a pixel'}");
        JsonNode message = arrived(bob, id);
        assertThat(message.get("mimetype").textValue()).isEqualTo("image/png");
        assertThat(message.get("caption").textValue()).isEqualTo("a pixel");
        assertThat(message.has("text")).isFalse();

        String document = send(ann, bob, "'document':{'file':'" + file + "'}");
        assertThat(arrived(bob, document).get("name").textValue()).isEqualTo("pixel.png");
    }

    @Test
    void takesFilesAsDataUrls() {
        String id = send(
                ann, bob, "'audio':{'file':'data:audio/ogg;base64," + base64("tone") + "','voice':true,'seconds':7}");
        JsonNode message = arrived(bob, id);
        assertThat(message.get("mimetype").textValue()).isEqualTo("audio/ogg");
        assertThat(message.get("voice").booleanValue()).isTrue();
        assertThat(message.get("seconds").intValue()).isEqualTo(7);
    }

    @Test
    void refusesFilesThatAreNothing() {
        AdminClient.Answer answer = admin.post(
                "/admin/accounts/" + ann + "/messages", "{'to':'" + bob + "','image':{'file':'/no/such/file.jpg'}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").textValue()).startsWith("image.file: nothing that can be read");
    }

    @Test
    void handsOutTheFileOfAMessage() {
        String id = send(ann, bob, "'image':{'file':'" + PNG + "'}");
        arrived(bob, id);
        MediaClient.Reply file =
                new MediaClient(sandbox.adminUri(), "").get("/admin/accounts/" + bob + "/messages/" + id + "/file");
        assertThat(file.header("content-type")).isEqualTo("image/png");
        assertThat(file.body()).isEqualTo(Bytes.copyOf(Base64.getDecoder().decode(PNG)));
    }

    @Test
    void sendsPlacesContactsAndLinks() {
        JsonNode place = arrived(
                bob, send(ann, bob, "'location':{'latitude':52.5,'longitude':13.4,'name':'Here','address':'There 1'}"));
        assertThat(place.get("type").textValue()).isEqualTo("location");
        assertThat(place.get("location").get("latitude").doubleValue()).isEqualTo(52.5);
        assertThat(place.get("location").get("name").textValue()).isEqualTo("Here");

        JsonNode contact = arrived(bob, send(ann, bob, "'contact':{'name':'Cy','phone':'15550100003'}"));
        assertThat(contact.get("type").textValue()).isEqualTo("contact");
        assertThat(contact.get("contact").get("vcard").textValue()).contains("waid=15550100003");

        JsonNode link = arrived(
                bob,
                send(
                        ann,
                        bob,
                        "'link':{'text':'see https://example.org','url':'https://example.org','title':'An example'}"));
        assertThat(link.get("type").textValue()).isEqualTo("text");
        assertThat(link.get("text").textValue()).isEqualTo("see https://example.org");
        assertThat(link.get("link").get("title").textValue()).isEqualTo("An example");
    }

    @Test
    void countsVotes() {
        String poll = send(ann, bob, "'poll':{'question':'tea?','options':['yes','no']}");
        JsonNode asked = arrived(bob, poll);
        assertThat(asked.get("type").textValue()).isEqualTo("poll");
        assertThat(asked.get("poll").get("question").textValue()).isEqualTo("tea?");
        send(bob, ann, "'vote':{'id':'" + poll + "','options':['yes']}");
        admin.awaitMessage(
                ann,
                message -> message.path("poll")
                        .path("options")
                        .path(0)
                        .path("votes")
                        .path(0)
                        .asText()
                        .equals(bob));
        send(bob, ann, "'vote':{'id':'" + poll + "','options':['no']}");
        JsonNode counted = admin.awaitMessage(
                ann,
                message -> message.path("poll")
                                .path("options")
                                .path(1)
                                .path("votes")
                                .size()
                        == 1);
        assertThat(counted.get("poll").get("options").get(0).get("votes")).isEmpty();
        JsonNode own = arrived(bob, poll);
        assertThat(own.get("poll").get("options").get(1).get("votes").get(0).textValue())
                .isEqualTo(bob);
    }

    @Test
    void quotesAndIsQuotedWhateverTheKind() {
        String image = send(ann, bob, "'image':{'file':'" + PNG + "'}");
        arrived(bob, image);
        String answer =
                send(bob, ann, "'document':{'file':'" + base64("x") + "','caption':'re'},'quote':'" + image + "'");
        JsonNode message = arrived(ann, answer);
        assertThat(message.get("quotedId").textValue()).isEqualTo(image);
        assertThat(message.get("caption").textValue()).isEqualTo("re");
        String place = send(ann, bob, "'location':{'latitude':1,'longitude':2},'quote':{'id':'" + answer + "'}");
        assertThat(arrived(bob, place).get("quotedId").textValue()).isEqualTo(answer);
    }
}
