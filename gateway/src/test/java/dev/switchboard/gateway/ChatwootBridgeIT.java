// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static dev.switchboard.gateway.Harness.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// The bridge to Chatwoot, against a fake of it.
class ChatwootBridgeIT {
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final Jid ANN = Jid.pn("15550161001");

    private FakeChatwoot chatwoot;
    private Harness harness;
    private String bridge;

    @BeforeEach
    void start(@TempDir Path folder) {
        chatwoot = FakeChatwoot.start();
        harness = Harness.start(
                folder,
                new FakeNetwork(),
                config -> config.outbound(new OutboundSettings(List.of("127.0.0.0/8"), Duration.ofSeconds(20))));
        harness.linked("cw");
        Answer made = harness.post(
                "/api/v1/bridges",
                "{\"session\":\"cw\",\"url\":\"" + chatwoot.uri() + "\",\"account\":1,\"inbox\":7,\"token\":\""
                        + FakeChatwoot.TOKEN + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        bridge = made.text("/id");
        chatwoot.hook = harness.uri(made.text("/webhookPath")).toString();
    }

    @AfterEach
    void stop() {
        harness.close();
        chatwoot.close();
    }

    private List<ObjectNode> there(String way) {
        return chatwoot.messages.stream()
                .filter(message ->
                        message.path("message_type").asString("").equals(way) && message.hasNonNull("source_id"))
                .toList();
    }

    private List<Dispatch> sent() {
        return List.copyOf(harness.network.sent);
    }

    @Test
    void conversationGoesBothWaysAndNothingComesBack() {
        assertThat(harness.post("/api/v1/bridges/" + bridge + "/test", "")
                        .json()
                        .path("ok")
                        .asBoolean())
                .isTrue();
        FakeLink link = harness.network.link("cw");
        chatwoot.failing = 1;
        link.receives("CW0000000001", ANN, "hello");
        link.receives("CW0000000002", ANN, "anybody?");
        eventually("both are there", () -> there("incoming").size() == 2);
        assertThat(there("incoming").getFirst().path("content").asString()).isEqualTo("hello");
        long conversation = chatwoot.conversation();
        chatwoot.agent(conversation, "Hi Ann!");
        eventually("the agent's answer goes", () -> sent().size() == 1);
        assertThat(sent().getFirst().to()).isEqualTo(ANN);
        assertThat(((Content.Text) sent().getFirst().content()).text()).isEqualTo("Hi Ann!");
        harness.post("/api/v1/sessions/cw/messages", "{\"to\":\"15550161001\",\"text\":\"by the API\"}");
        eventually("own messages are shown there", () -> there("outgoing").size() == 1);
        link.receives("CW0000000003", ANN, "thanks");
        eventually("the thanks are there", () -> there("incoming").size() == 3);
        assertThat(there("outgoing")).hasSize(1);
        assertThat(there("outgoing").getFirst().path("content").asString()).isEqualTo("by the API");
        eventually("both answers are sent", () -> sent().size() == 2);
        String chat = "/api/v1/sessions/cw/chats/15550161001/assignment";
        assertThat(harness.get(chat).json().path("handed").asBoolean()).isTrue();
        chatwoot.resolved(conversation);
        eventually(
                "resolved, automations answer again",
                () -> !harness.get(chat).json().path("handed").asBoolean(true));
    }

    @Test
    void filesGoBothWays() {
        FakeLink link = harness.network.link("cw");
        harness.network.files.put("remote-1", PNG);
        link.happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                "CW0000000010",
                Party.of(ANN),
                Party.of(ANN),
                false,
                Instant.now(),
                Optional.of("Ann"),
                "image",
                Optional.of("look"),
                Optional.empty(),
                Optional.empty(),
                ProviderEvent.Body.of(new ProviderEvent.FileOffer(
                        MediaKind.IMAGE,
                        "image/png",
                        Optional.empty(),
                        Optional.of("look"),
                        false,
                        Optional.of((long) PNG.length),
                        Optional.of(1),
                        Optional.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.utf8("remote-1"))))));
        eventually("the picture is there", () -> there("incoming").size() == 1);
        ObjectNode picture = there("incoming").getFirst();
        assertThat(picture.path("file").asString()).isEqualTo("file.png");
        assertThat(picture.path("bytes").asInt()).isEqualTo(PNG.length);
        assertThat(picture.path("content").asString()).isEqualTo("look");
        chatwoot.file = PNG;
        chatwoot.agent(chatwoot.conversation(), "two of mine", "one.png", "two.png");
        eventually("both pictures go", () -> sent().size() == 2);
        assertThat(sent()).allMatch(dispatch -> dispatch.content() instanceof Content.Attachment);
        assertThat(((Content.Attachment) sent().getFirst().content()).caption()).contains("two of mine");
        assertThat(((Content.Attachment) sent().get(1).content()).caption()).isEmpty();
    }

    @Test
    void strangersGetNothingAndSecretsAreShownOnce() {
        Answer unknown = harness.call("POST", "/bridges/chatwoot/wrong")
                .noKey()
                .body("{\"event\":\"message_created\",\"id\":1}")
                .send();
        assertThat(unknown.status()).isEqualTo(404);
        String shown = harness.get("/api/v1/bridges/" + bridge).body();
        assertThat(shown).doesNotContain(FakeChatwoot.TOKEN).doesNotContain("webhookPath");
        Answer rotated = harness.post("/api/v1/bridges/" + bridge + "/rotate-secret", "");
        String old = chatwoot.hook;
        assertThat(harness.uri(rotated.text("/webhookPath")).toString()).isNotEqualTo(old);
        chatwoot.agent(5, "to nobody");
        assertThat(harness.call("DELETE", "/api/v1/bridges/" + bridge).send().status())
                .isEqualTo(204);
        assertThat(sent()).isEmpty();
    }
}
