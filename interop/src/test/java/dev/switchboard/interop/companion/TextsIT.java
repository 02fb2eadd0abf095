// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent.ChatTimerChanged;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.message.Interaction;
import dev.switchboard.client.message.LinkPreview;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.Quote;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Texts, and what goes with them; messages with something to press.
@RequiresProgram({"node", "npm"})
final class TextsIT extends ContentWorld {

    @Test
    void quotesAndMentions() {
        var question = theirs.client().send(ourJid(), "which one?");
        var asked = ours.awaitText(question);
        var answer = ours.say(
                baileys(),
                new OutgoingContent.Text("this one, @" + theirs.phone()),
                OutgoingContext.NONE
                        .withQuote(new Quote(
                                new MessageRef(
                                        asked.chat().jid(),
                                        question,
                                        false,
                                        Optional.of(asked.sender().jid())),
                                asked.content()))
                        .withMentions(List.of(baileys())));
        var context = theirs.client().show(answer).path("extendedTextMessage").path("contextInfo");
        assertThat(context.path("stanzaId").asText()).isEqualTo(question);
        assertThat(context.path("quotedMessage").toString()).contains("which one?");
        assertThat(context.path("mentionedJid").get(0).asText()).isEqualTo(theirs.jid());

        var reply = theirs.client()
                .say(
                        ourJid(),
                        Map.of("text", "that one, @" + ourPhone, "mentions", List.of(ourJid()), "mentionAll", true));
        var heard = ours.awaitText(reply);
        assertThat(heard.context().mentions())
                .extracting(party -> party.pn().orElseThrow())
                .containsExactly(Jid.pn(ourPhone));
        assertThat(heard.context().mentionsAll()).isTrue();
        var quoting = theirs.client().quote(ourJid(), "as you said", answer);
        assertThat(ours.awaitText(quoting).quoted().map(MessageRef::id)).contains(answer);
    }

    @Test
    void quotesOfAndToAPhone() {
        var said = phoneSays("text", "which one?");
        var asked = ours.awaitText(said);
        var answer = ours.say(
                phoneJid(),
                new OutgoingContent.Text("this one"),
                OutgoingContext.NONE.withQuote(new Quote(
                        new MessageRef(
                                asked.chat().jid(),
                                said,
                                false,
                                Optional.of(asked.sender().jid())),
                        asked.content())));
        assertThat(atPhone(answer).quotedId()).isEqualTo(said);
        var back = admin().phoneSends(phone, Map.of("to", ourPhone, "text", "fine", "quote", answer));
        assertThat(ours.awaitText(back.id()).quoted().map(MessageRef::id)).contains(answer);
    }

    @Test
    void linkPreviews() {
        var preview = new LinkPreview(
                "https://page.test/x", Optional.of("A page"), Optional.of("about things"), Optional.of(THUMBNAIL));
        var content = new OutgoingContent.Text("see https://page.test/x", Optional.of(preview), Optional.empty());
        var shown = theirs.client().show(ours.say(baileys(), content)).path("extendedTextMessage");
        assertThat(shown.path("matchedText").asText()).isEqualTo("https://page.test/x");
        assertThat(shown.path("title").asText()).isEqualTo("A page");
        var atPhone = atPhone(ours.say(phoneJid(), content)).link();
        assertThat(atPhone).isNotNull();
        assertThat(atPhone.path("title").asText()).isEqualTo("A page");

        var told = Map.of(
                "matched-text",
                "https://page.test/y",
                "canonical-url",
                "https://page.test/y",
                "title",
                "Another",
                "description",
                "more");
        var fromBaileys = (IncomingContent.Text) ours.awaitText(
                        theirs.client().say(ourJid(), Map.of("text", "see https://page.test/y", "linkPreview", told)))
                .body();
        assertThat(fromBaileys.preview().flatMap(LinkPreview::title)).contains("Another");
        var fromPhone = (IncomingContent.Text) ours.awaitText(phoneSays(
                        "link",
                        Map.of("text", "see https://page.test/z", "url", "https://page.test/z", "title", "Third")))
                .body();
        assertThat(fromPhone.preview().flatMap(LinkPreview::title)).contains("Third");
    }

    @Test
    void forwardingIsCounted() {
        var first = ours.awaitText(theirs.client().send(ourJid(), "pass it on"));
        var forwarded = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Forward(first.content(), false)))
                .path("extendedTextMessage");
        assertThat(forwarded.path("text").asText()).isEqualTo("pass it on");
        assertThat(forwarded.path("contextInfo").path("forwardingScore").asInt())
                .isEqualTo(1);
        theirs.client().awaitText(ours.send(baileys(), "on and on"));
        var back = ours.awaitText(theirs.client().forward(ourJid(), ours.send(baileys(), "around")));
        assertThat(back.context().forwardingScore()).isPositive();
    }

    @Test
    void timersOfChats() {
        var from = ours.journal().position();
        theirs.client().say(ourJid(), Map.of("disappearingMessagesInChat", 86_400));
        var changed = ours.await(from, ChatTimerChanged.class, "a timer", one -> true);
        assertThat(changed.timer()).isEqualTo(Duration.ofDays(1));
        var shown = theirs.client().show(ours.say(baileys(), new OutgoingContent.ChatTimer(Duration.ofDays(7))));
        assertThat(shown.path("protocolMessage").path("ephemeralExpiration").asInt())
                .isEqualTo(604_800);
        var lasting = theirs.client()
                .show(ours.say(
                        baileys(),
                        new OutgoingContent.Text("for a week"),
                        OutgoingContext.NONE.withTimer(Duration.ofDays(7))));
        assertThat(lasting.path("extendedTextMessage")
                        .path("contextInfo")
                        .path("expiration")
                        .asInt())
                .isEqualTo(604_800);
        ours.say(baileys(), new OutgoingContent.ChatTimer(Duration.ZERO));
        theirs.client().say(ourJid(), Map.of("disappearingMessagesInChat", false));
    }

    @Test
    void pressablesReachBaileysAndTheirAnswersComeBack() {
        var interaction = new Interaction(
                Optional.of("Lunch"),
                "Soup?",
                Optional.empty(),
                List.of(new Interaction.Action.Reply("yes", "Yes"), new Interaction.Action.Reply("no", "No")));
        var flow = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.NATIVE_FLOW)));
        assertThat(flow.path("interactiveMessage").path("nativeFlowMessage").path("buttons"))
                .hasSize(2);
        var classic = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.CLASSIC)));
        assertThat(classic.path("buttonsMessage").path("buttons")).hasSize(2);
        var text = theirs.client()
                .awaitText(ours.say(
                        baileys(), new OutgoingContent.Interactive(interaction, Interaction.Form.NUMBERED_TEXT)));
        assertThat(text.text()).contains("1. Yes", "2. No");

        var pressed = theirs.client()
                .say(
                        ourJid(),
                        Map.of("buttonReply", Map.of("displayText", "Yes", "id", "yes", "index", 0), "type", "plain"));
        assertThat(ours.awaitText(pressed).body())
                .isEqualTo(new IncomingContent.Choice("yes", "Yes", Optional.empty(), Optional.empty()));
        var chosen = theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "listReply",
                                Map.of(
                                        "title",
                                        "Soup",
                                        "listType",
                                        1,
                                        "singleSelectReply",
                                        Map.of("selectedRowId", "w1"))));
        assertThat(((IncomingContent.Choice) ours.awaitText(chosen).body()).id())
                .isEqualTo("w1");
    }
}
