// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.RequiresProgram;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Stock Baileys uploads files to the sandbox's media store and downloads them from it.
@RequiresProgram({"node", "npm"})
final class BaileysMediaIT extends BaileysWorld {

    private Linked alice;
    private Linked bob;

    @BeforeAll
    void link() {
        alice = linked("alice-files");
        bob = linked("bob-files");
    }

    private static byte[] file(String kind) {
        return ("a file of kind " + kind + ", ").repeat(5000).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image, image/jpeg",
        "video, video/mp4",
        "audio, audio/ogg; codecs=opus",
        "document, application/pdf",
        "sticker, image/webp"
    })
    void sendsFilesThatAPhoneOpens(String kind, String mimetype) {
        var carol = world().newAccount("carol");
        var bytes = file(kind);

        var id = alice.client().sendFile(carol.phone() + "@s.whatsapp.net", kind, bytes, Map.of("mimetype", mimetype));

        var received = admin().awaitMessage(carol.phone(), id, message -> message.sha256() != null);
        assertThat(received.type()).isEqualTo(kind);
        assertThat(received.mimetype()).isEqualTo(mimetype);
        assertThat(received.sha256()).isEqualTo(sha256(bytes));
        assertThat(received.size()).isEqualTo(bytes.length);
        var own = admin().awaitMessage(alice.phone(), id, message -> message.sha256() != null);
        assertThat(own.sha256()).isEqualTo(sha256(bytes));
    }

    @ParameterizedTest
    @CsvSource({"image", "video", "audio", "document", "sticker"})
    void opensFilesThatAPhoneSends(String kind) {
        var bytes = file(kind);
        var base64 = Base64.getEncoder().encodeToString(bytes);

        var sent = admin().phoneSends(bob.phone(), Map.of("to", alice.phone(), kind, Map.of("file", base64)));

        alice.client()
                .awaitMessage(
                        "a " + kind,
                        message -> message.key().id().equals(sent.id())
                                && message.kind().equals(kind));
        var opened = alice.client().download(sent.id());
        assertThat(opened.sha256()).isEqualTo(sha256(bytes));
        assertThat(opened.size()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource({"image", "video", "audio", "document", "sticker"})
    void exchangesFilesWithAnotherBaileys(String kind) {
        var bytes = file(kind);
        var id = alice.client().sendFile(bob.jid(), kind, bytes, Map.of("mimetype", "application/x-test"));
        bob.client()
                .awaitMessage(
                        "a " + kind,
                        message ->
                                message.key().id().equals(id) && message.kind().equals(kind));
        assertThat(bob.client().download(id).sha256()).isEqualTo(sha256(bytes));
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void asksItsPhoneForAFileThatIsGone(int status) {
        var bytes = file("lost " + status);
        var base64 = Base64.getEncoder().encodeToString(bytes);
        var sent = admin().phoneSends(bob.phone(), Map.of("to", alice.phone(), "image", Map.of("file", base64)));
        alice.client()
                .awaitMessage(
                        "an image",
                        message -> message.key().id().equals(sent.id())
                                && message.kind().equals("image"));
        admin().setFault(Map.of(
                "fault",
                "media-error",
                "count",
                1,
                "params",
                Map.of("code", String.valueOf(status), "on", "download")));

        assertThat(alice.client().download(sent.id()).sha256()).isEqualTo(sha256(bytes));
    }

    @Test
    void readsEveryOtherKindThatPhonesSend() {
        var to = alice.phone();
        var place = admin().phoneSends(
                        bob.phone(), Map.of("to", to, "location", Map.of("latitude", 52.5, "longitude", 13.4)));
        var contact = admin().phoneSends(
                        bob.phone(), Map.of("to", to, "contact", Map.of("name", "Cy", "phone", "15550100003")));
        var poll = admin().phoneSends(
                        bob.phone(),
                        Map.of(
                                "to",
                                to,
                                "poll",
                                Map.of("question", "tea?", "options", java.util.List.of("yes", "no"))));
        var link = admin().phoneSends(
                        bob.phone(),
                        Map.of(
                                "to",
                                to,
                                "link",
                                Map.of("text", "see https://example.org", "url", "https://example.org")));
        for (var expected : Map.of(
                        place.id(), "location", contact.id(), "contact", poll.id(), "other", link.id(), "text")
                .entrySet()) {
            var message = alice.client()
                    .awaitMessage(
                            expected.getValue(), received -> received.key().id().equals(expected.getKey()));
            assertThat(message.kind()).isEqualTo(expected.getValue());
        }
    }
}
