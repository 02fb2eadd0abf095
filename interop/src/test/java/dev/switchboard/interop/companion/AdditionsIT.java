// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent.MessagePinned;
import dev.switchboard.client.event.ClientEvent.PollVoted;
import dev.switchboard.client.event.ClientEvent.ReactionChanged;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Poll;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Reactions, polls, events and pins.
@RequiresProgram({"node", "npm"})
final class AdditionsIT extends ContentWorld {

    @Test
    void reactions() {
        var mine = ours.send(baileys(), "react to this");
        var received = theirs.client().awaitText(mine);
        var from = ours.journal().position();
        theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "react",
                                Map.of(
                                        "key",
                                        Map.of("remoteJid", received.key().chat(), "fromMe", false, "id", mine),
                                        "text",
                                        "👍")));
        var reacted = ours.await(
                from, ReactionChanged.class, "a reaction", one -> one.emoji().equals("👍"));
        assertThat(reacted.target().id()).isEqualTo(mine);
        assertThat(reacted.target().fromMe()).isTrue();

        var theirText = theirs.client().send(ourJid(), "and to that");
        ours.awaitText(theirText);
        var id = ours.say(baileys(), new OutgoingContent.Reaction(MessageRef.of(baileys(), theirText, false), "🎉"));
        assertThat(theirs.client().show(id).path("reactionMessage").path("text").asText())
                .isEqualTo("🎉");

        var atPhone = ours.send(phoneJid(), "react, phone");
        atPhone(atPhone);
        phoneSays("reaction", Map.of("id", atPhone, "emoji", "❤"));
        assertThat(ours.await(
                                0,
                                ReactionChanged.class,
                                "a phone's reaction",
                                one -> one.emoji().equals("❤"))
                        .target()
                        .id())
                .isEqualTo(atPhone);
        var ofPhone = phoneSays("text", "now you");
        ours.awaitText(ofPhone);
        ours.say(phoneJid(), new OutgoingContent.Reaction(MessageRef.of(phoneJid(), ofPhone, false), "✅"));
        admin().awaitMessage(phone, ofPhone, message -> "✅".equals(message.reaction()));
    }

    @Test
    void ourPollIsVotedInByAPhoneAndByOurselves() {
        var options = List.of("tea", "coffee", "water");
        var poll = ours.say(phoneJid(), new OutgoingContent.NewPoll(Poll.of("what?", options, 0)));
        var shown = atPhone(poll).poll();
        assertThat(shown).isNotNull();
        assertThat(shown.path("question").asText()).isEqualTo("what?");
        phoneSays("vote", Map.of("id", poll, "options", List.of("tea", "water")));
        var voted = ours.await(
                0, PollVoted.class, "a vote", vote -> vote.poll().id().equals(poll));
        assertThat(voted.chosen()).containsExactly("tea", "water");
        assertThat(voted.tally().counts()).extracting(PollTally.Count::votes).containsExactly(1, 0, 1);
        var from = ours.journal().position();
        ours.say(phoneJid(), new OutgoingContent.PollVote(MessageRef.of(phoneJid(), poll, true), List.of("tea")));
        var ownVote = ours.await(from, PollVoted.class, "our vote", PollVoted::fromMe);
        assertThat(ownVote.tally().counts()).extracting(PollTally.Count::votes).containsExactly(2, 0, 1);
        phoneSays("vote", Map.of("id", poll, "options", List.of()));
        var withdrawn = ours.await(
                from,
                PollVoted.class,
                "the withdrawal",
                vote -> !vote.fromMe() && vote.chosen().isEmpty());
        assertThat(withdrawn.tally().counts())
                .extracting(PollTally.Count::votes)
                .containsExactly(1, 0, 0);
    }

    @Test
    void weVoteInThePollOfAPhone() {
        var poll = phoneSays("poll", Map.of("question", "tea?", "options", List.of("yes", "no"), "selectable", 1));
        assertThat(((IncomingContent.NewPoll) ours.awaitText(poll).body()).poll())
                .isEqualTo(Poll.of("tea?", List.of("yes", "no"), 1));
        ours.say(phoneJid(), new OutgoingContent.PollVote(MessageRef.of(phoneJid(), poll, false), List.of("no")));
        admin().awaitMessage(
                        phone,
                        poll,
                        message -> message.poll() != null
                                && !message.poll()
                                        .path("options")
                                        .get(1)
                                        .path("votes")
                                        .isEmpty());
    }

    @Test
    void pollsBetweenUsAndBaileys() {
        var mine = ours.say(baileys(), new OutgoingContent.NewPoll(Poll.of("when?", List.of("Mon", "Tue"), 1)));
        assertThat(theirs.client()
                        .show(mine)
                        .path("pollCreationMessageV3")
                        .path("options")
                        .get(1)
                        .path("optionName")
                        .asText())
                .isEqualTo("Tue");
        var poll = theirs.client()
                .say(
                        ourJid(),
                        Map.of(
                                "poll",
                                Map.of("name", "where?", "values", List.of("here", "there"), "selectableCount", 0)));
        assertThat(((IncomingContent.NewPoll) ours.awaitText(poll).body())
                        .poll()
                        .options())
                .containsExactly("here", "there");
        var vote = ours.say(
                baileys(), new OutgoingContent.PollVote(MessageRef.of(baileys(), poll, false), List.of("there")));
        assertThat(theirs.client()
                        .openVote(
                                poll,
                                vote,
                                Jid.parse(theirs.client().lid()).bare().toString(),
                                ours.lid().bare().toString()))
                .containsExactly("there");
    }

    @Test
    void events() {
        var start = Instant.ofEpochSecond(1_900_000_000L);
        var mine = theirs.client()
                .show(ours.say(baileys(), new OutgoingContent.NewEvent(CalendarEvent.of("Dinner", start))))
                .path("eventMessage");
        assertThat(mine.path("name").asText()).isEqualTo("Dinner");
        assertThat(mine.path("startTime").asLong()).isEqualTo(start.getEpochSecond());
        var theirEvent = theirs.client()
                .say(
                        ourJid(),
                        Map.of("event", Map.of("name", "Lunch", "startDate", Map.of("millis", start.toEpochMilli()))));
        var read = ((IncomingContent.NewEvent) ours.awaitText(theirEvent).body()).event();
        assertThat(read.name()).isEqualTo("Lunch");
        assertThat(read.start()).isEqualTo(start);
    }

    @Test
    void pins() {
        var mine = ours.send(baileys(), "pin this");
        var received = theirs.client().awaitText(mine);
        var from = ours.journal().position();
        var key = Map.of("remoteJid", received.key().chat(), "fromMe", false, "id", mine);
        theirs.client().say(ourJid(), Map.of("pin", key, "type", 1, "time", 604_800));
        var pinned = ours.await(from, MessagePinned.class, "a pin", MessagePinned::pinned);
        assertThat(pinned.target().id()).isEqualTo(mine);
        assertThat(pinned.target().fromMe()).isTrue();
        assertThat(pinned.time()).contains(Duration.ofDays(7));
        theirs.client().say(ourJid(), Map.of("pin", key, "type", 2));
        ours.await(from, MessagePinned.class, "an unpin", one -> !one.pinned());
        var pin =
                ours.say(baileys(), new OutgoingContent.Pin(MessageRef.of(baileys(), mine, true), Duration.ofDays(1)));
        assertThat(theirs.client()
                        .show(pin)
                        .path("pinInChatMessage")
                        .path("key")
                        .path("id")
                        .asText())
                .isEqualTo(mine);
    }
}
