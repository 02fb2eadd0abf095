// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.interop.SandboxWorld;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// From a REST call to a simulated phone and back: files, groups, polls, reactions, and what is decided about chats.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayAndPhoneIT {
    private static final String SESSION = "shop";

    private SandboxWorld world;
    private OurGateway gateway;
    private String shop;
    private String customer;

    @BeforeAll
    void link() {
        world = SandboxWorld.of(GatewayAndPhoneIT.class);
        gateway = new OurGateway(world);
        shop = world.newAccount("shop").phone();
        customer = world.newAccount("customer").phone();
        gateway.linkByQr(SESSION, shop);
    }

    @AfterAll
    void stop() {
        gateway.close();
        world.close();
    }

    private static byte[] picture(int width) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, 40, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pictureReachesThePhoneAndThePhonesPictureReachesTheApi() {
        var ours = picture(60);
        var sent = gateway.post(
                SESSION,
                "/messages",
                Map.of(
                        "to",
                        customer,
                        "image",
                        Map.of("base64", Base64.getEncoder().encodeToString(ours), "caption", "our shop")));
        var shown = world.admin().awaitMessage(customer, sent.path("id").asText(), message -> message.sha256() != null);
        assertThat(shown.type()).isEqualTo("image");
        assertThat(shown.caption()).isEqualTo("our shop");
        assertThat(shown.sha256()).isEqualTo(sha256(ours));
        assertThat(shown.copies()).isEqualTo(1);

        var theirs = picture(61);
        var id = world.admin()
                .phoneSends(
                        customer,
                        Map.of(
                                "to",
                                shop,
                                "image",
                                Map.of(
                                        "file",
                                        "data:image/png;base64,"
                                                + Base64.getEncoder().encodeToString(theirs),
                                        "caption",
                                        "and mine")))
                .id();
        var received = gateway.awaitMessage(SESSION, id, message -> message.has("media"));
        assertThat(received.path("type").asText()).isEqualTo("image");
        assertThat(received.path("text").asText()).isEqualTo("and mine");
        assertThat(gateway.file(SESSION, received.at("/media/id").asText())).isEqualTo(theirs);
    }

    @Test
    void groupIsMadeAndWrittenToAndAnswered() {
        var friend = world.newAccount("friend").phone();
        var group = gateway.post(
                        SESSION, "/groups", Map.of("subject", "Friends", "participants", List.of(customer, friend)))
                .at("/group/id")
                .asText();
        assertThat(group).endsWith("@g.us");
        var id = gateway.post(SESSION, "/messages", Map.of("to", group, "text", "hello all"))
                .path("id")
                .asText();
        for (var phone : List.of(customer, friend)) {
            var shown = world.admin().awaitMessage(phone, id, message -> message.text() != null);
            assertThat(shown.text()).isEqualTo("hello all");
            assertThat(shown.copies()).isEqualTo(1);
        }
        var answer = world.admin().sendText(friend, group, "hello shop").id();
        var received = gateway.awaitMessage(SESSION, answer, message -> message.has("text"));
        assertThat(received.at("/chat/jid").asText()).isEqualTo(group);
        assertThat(received.at("/sender/phone").asText()).isEqualTo(friend);
        gateway.patch(SESSION, "/groups/" + group, "{\"subject\": \"Best friends\"}");
        assertThat(gateway.get(SESSION, "/groups/" + group).path("subject").asText())
                .isEqualTo("Best friends");
    }

    @Test
    void pollIsVotedInAndCounted() {
        var id = gateway.post(
                        SESSION,
                        "/messages",
                        Map.of(
                                "to",
                                customer,
                                "poll",
                                Map.of("question", "Lunch?", "options", List.of("Pizza", "Soup"))))
                .path("id")
                .asText();
        world.admin().awaitMessage(customer, id, message -> message.type().equals("poll"));
        world.admin().phoneSends(customer, Map.of("to", shop, "vote", Map.of("id", id, "options", List.of("Soup"))));
        var poll = gateway.awaitMessage(
                SESSION,
                id,
                message -> message.at("/content/poll/options/1/votes").asInt() == 1);
        assertThat(poll.at("/content/poll/options/1/voters/0/phone").asText()).isEqualTo(customer);
    }

    @Test
    void reactionsGoBothWays() {
        var theirs = world.admin().sendText(customer, shop, "look").id();
        gateway.awaitMessage(SESSION, theirs, message -> message.has("text"));
        gateway.post(SESSION, "/messages", Map.of("reaction", Map.of("messageId", theirs, "emoji", "👍")));
        world.admin()
                .awaitMessage(customer, theirs, message -> message.toString().contains("👍"));

        var ours = gateway.send(SESSION, customer, "nice");
        world.admin().awaitMessage(customer, ours, message -> true);
        world.admin().phoneSends(customer, Map.of("to", shop, "reaction", Map.of("id", ours, "emoji", "❤")));
        gateway.awaitMessage(
                SESSION,
                ours,
                message -> message.at("/reactions/0/emoji").asText().startsWith("❤"));
    }

    @Test
    void archivedHereIsArchivedOnThePhoneAndTheOtherWayRound() {
        var other = world.newAccount("archived").phone();
        var first = world.admin().sendText(other, shop, "hello").id();
        gateway.awaitMessage(SESSION, first, message -> message.has("text"));
        gateway.patch(SESSION, "/chats/" + other, "{\"archived\": true, \"pinned\": false}");
        world.admin()
                .awaitChatState(
                        shop, "the archived chat", chat -> chat.path("archived").asBoolean());
        assertThat(gateway.get(SESSION, "/chats/" + other).path("archived").asBoolean())
                .isTrue();

        world.admin().phoneChanges(shop, Map.of("archive", Map.of("chat", other, "on", false)));
        gateway.awaitAt(
                SESSION, "/chats/" + other, chat -> !chat.path("archived").asBoolean());
    }

    @Test
    void numbersAreCheckedAndPicturesSet() {
        var checks = gateway.post(SESSION, "/contacts/check", Map.of("numbers", List.of(customer, "15550009999")));
        assertThat(checks.get(0).path("registered").asBoolean()).isTrue();
        assertThat(checks.get(1).path("registered").asBoolean()).isFalse();
        gateway.patch(SESSION, "/account", "{\"about\": \"Open 9 to 5\"}");
    }
}
