// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.Talk.Sent;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.EventAnswered;
import dev.switchboard.client.event.ClientEvent.PollVoted;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.message.CalendarEvent;
import dev.switchboard.client.message.EventAnswer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.Poll;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.AddOnCipher;
import dev.switchboard.wire.message.AddOnCipher.Use;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.PeerMessages;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.proto.Conversation;
import dev.switchboard.wire.proto.EncCommentMessage;
import dev.switchboard.wire.proto.EncEventResponseMessage;
import dev.switchboard.wire.proto.EventResponseMessage;
import dev.switchboard.wire.proto.HistorySync;
import dev.switchboard.wire.proto.HistorySyncMsg;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.HistorySyncType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PollUpdate;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.proto.PollVoteMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import dev.switchboard.wire.proto.WebMessageInfo;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Votes, answers, hidden reactions, comments and edits: sealed and opened under their parents' secrets.
final class AddOnTest {

    private static final Jid SELF = Stage.LID.bare();

    private Stage stage;
    private Talk talk;

    @BeforeEach
    void begin(TestInfo info) throws InterruptedException {
        stage = new Stage("add-on " + info.getDisplayName()).linked();
        talk = new Talk(stage);
    }

    private static Bytes secret(Message message) {
        return MessageContent.secret(message).orElseThrow();
    }

    private AddOnCipher.Sealed seal(Use use, String id, Jid author, Bytes secret, byte[] plain) {
        return AddOnCipher.seal(use, new AddOnCipher.Target(id, author, secret), Contact.LID, plain, stage.random);
    }

    /// A vote of the contact, whose clock says so many seconds more than ours.
    private Message vote(Sent poll, int clock, String... options) {
        AddOnCipher.Sealed sealed = seal(
                Use.POLL_VOTE,
                poll.id(),
                SELF,
                secret(poll.message()),
                Polls.vote(List.of(options)).toByteArray());
        MessageKey key = MessageKeys.of(Stage.LID.bare(), false, poll.id());
        return MessageContent.pollVote(key, sealed, stage.clock.instant().plusSeconds(clock));
    }

    private static List<Integer> counts(PollTally tally) {
        return tally.counts().stream().map(PollTally.Count::votes).toList();
    }

    @Test
    void votesInOurPollAreCounted() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue", "Wed"), 0)));
        talk.hear("V1", vote(poll, -3, "Tue", "Wed"));
        PollVoted voted = stage.event(PollVoted.class);
        assertThat(voted.poll().id()).isEqualTo(poll.id());
        assertThat(voted.poll().fromMe()).isTrue();
        assertThat(voted.voter().pn()).contains(Contact.PN);
        assertThat(voted.chosen()).containsExactly("Tue", "Wed");
        assertThat(counts(voted.tally())).containsExactly(0, 1, 1);

        talk.hear("V2", vote(poll, -2, "Mon"));
        assertThat(counts(stage.event(PollVoted.class).tally())).containsExactly(1, 0, 0);
    }

    @Test
    void ourOwnVoteCountsToo() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 1)));
        talk.hear("V1", vote(poll, -3, "Tue"));
        stage.event(PollVoted.class);
        MessageRef own = MessageRef.of(Contact.LID, poll.id(), true);
        talk.send(new OutgoingContent.PollVote(own, List.of("Tue")));
        PollVoted voted = stage.event(PollVoted.class);
        assertThat(voted.fromMe()).isTrue();
        assertThat(counts(voted.tally())).containsExactly(0, 2);
    }

    @Test
    void aWithdrawnVoteNoLongerCounts() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 1)));
        talk.hear("V1", vote(poll, -3, "Mon"));
        stage.event(PollVoted.class);
        talk.hear("V2", vote(poll, -2));
        PollVoted withdrawn = stage.event(PollVoted.class);
        assertThat(withdrawn.chosen()).isEmpty();
        assertThat(counts(withdrawn.tally())).containsExactly(0, 0);
        assertThat(withdrawn.tally().votes()).isEmpty();
    }

    @Test
    void anOlderVoteThatComesLateChangesNothing() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 1)));
        talk.hear("V2", vote(poll, -2, "Tue"));
        assertThat(counts(stage.event(PollVoted.class).tally())).containsExactly(0, 1);
        talk.hear("V1", vote(poll, -5, "Mon"));
        talk.hear("V3", vote(poll, -1, "Mon", "Tue"));
        PollVoted next = stage.event(PollVoted.class);
        assertThat(next.chosen()).containsExactly("Mon", "Tue");
    }

    @Test
    void aVoteFromTheFutureCanBeChanged() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 1)));
        talk.hear("V1", vote(poll, 1_000_000, "Tue"));
        stage.event(PollVoted.class);
        stage.clock.advance(Duration.ofSeconds(5));
        talk.hear("V2", vote(poll, 0, "Mon"));
        assertThat(counts(stage.event(PollVoted.class).tally())).containsExactly(1, 0);
    }

    @Test
    void secretsAndVotesOutliveARestart() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 0)));
        talk.hear("V1", vote(poll, -3, "Mon"));
        stage.event(PollVoted.class);
        talk.restart();
        MessageRef own = MessageRef.of(Contact.LID, poll.id(), true);
        stage.companion.send(new dev.switchboard.client.message.OutgoingMessage(
                "AFTER", Contact.PN, new OutgoingContent.PollVote(own, List.of("Mon", "Tue"))));
        assertThat(counts(stage.event(PollVoted.class).tally())).containsExactly(2, 1);
    }

    @Test
    void weVoteInTheirPoll() throws Exception {
        Bytes secret = Bytes.copyOf(new byte[32]);
        talk.heard("POLL", MessageContent.poll("Where?", List.of("here", "there"), 1, secret));
        MessageRef poll = new MessageRef(Contact.LID, "POLL", false, Optional.of(Contact.LID));
        Sent vote = talk.send(new OutgoingContent.PollVote(poll, List.of("there")));
        assertThat(vote.stanza().text("type")).contains("poll");
        assertThat(vote.stanza().requireChild("meta").text("polltype")).contains("vote");
        assertThat(Contact.encFor(vote.stanza(), talk.bob.phone.lid).hideOnFailure())
                .isTrue();
        PollUpdateMessage update = vote.message().getPollUpdateMessage();
        assertThat(update.getPollCreationMessageKey().getFromMe()).isFalse();
        byte[] opened = AddOnCipher.open(
                        Use.POLL_VOTE,
                        new AddOnCipher.Target("POLL", Contact.LID, secret),
                        SELF,
                        new AddOnCipher.Sealed(
                                Bytes.copyOf(update.getVote().getEncPayload().toByteArray()),
                                Bytes.copyOf(update.getVote().getEncIv().toByteArray())))
                .orElseThrow();
        assertThat(PollVoteMessage.parseFrom(opened).getSelectedOptionsList())
                .containsExactly(ByteString.copyFrom(Polls.optionHash("there").toByteArray()));
    }

    @Test
    void aForgedParentDoesNotReplaceTheRealOne() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 0)));
        talk.heard(poll.id(), MessageContent.poll("Mine!", List.of("x", "y"), 0, Bytes.copyOf(new byte[32])));
        talk.hear("V1", vote(poll, -3, "Mon"));
        assertThat(stage.event(PollVoted.class).chosen()).containsExactly("Mon");
    }

    @Test
    void aPollOfTheHistoryComesWithItsVotes() throws Exception {
        Bytes secret = Bytes.copyOf(new byte[32]);
        Message poll = MessageContent.poll("Old?", List.of("yes", "no"), 1, secret);
        PollUpdate vote = PollUpdate.newBuilder()
                .setPollUpdateMessageKey(MessageKeys.of(Contact.LID, false, "V1"))
                .setVote(Polls.vote(List.of("yes")))
                .setSenderTimestampMs(stage.clock.instant().toEpochMilli() - 5_000)
                .build();
        WebMessageInfo stored = WebMessageInfo.newBuilder()
                .setKey(MessageKeys.of(Contact.LID, false, "OLD"))
                .setMessage(poll)
                .setMessageSecret(ByteString.copyFrom(secret.toByteArray()))
                .setMessageTimestamp(stage.clock.instant().getEpochSecond() - 10)
                .addPollUpdates(vote)
                .build();
        HistorySync history = HistorySync.newBuilder()
                .setSyncType(HistorySyncType.RECENT)
                .addConversations(Conversation.newBuilder()
                        .setId(Contact.LID.toString())
                        .addMessages(HistorySyncMsg.newBuilder().setMessage(stored)))
                .build();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(history.toByteArray());
        }
        Message share = PeerMessages.history(HistorySyncNotification.newBuilder()
                .setSyncType(HistorySyncType.RECENT)
                .setInitialHistBootstrapInlinePayload(ByteString.copyFrom(packed.toByteArray()))
                .build());
        stage.phone.open(stage.clientBundle(5));
        talk.line.say(talk.bob.deliver("P1", Stage.LID.bare(), stage.phone.encrypt(share)).toBuilder()
                .attr("category", "peer")
                .attr("sender_pn", Stage.PN.bare())
                .build());
        stage.event(ClientEvent.HistoryReceived.class);
        MessageRef old = new MessageRef(Contact.LID, "OLD", false, Optional.of(Contact.LID));
        talk.send(new OutgoingContent.PollVote(old, List.of("yes")));
        assertThat(counts(stage.event(PollVoted.class).tally())).containsExactly(2, 0);
    }

    @Test
    void answersToOurEventAreToldAndOursAreSealed() throws Exception {
        Sent event = talk.send(new OutgoingContent.NewEvent(Samples.event()));
        EventResponseMessage going = EventResponseMessage.newBuilder()
                .setResponse(EventResponseMessage.EventResponseType.GOING)
                .setExtraGuestCount(2)
                .build();
        AddOnCipher.Sealed sealed =
                seal(Use.EVENT_RESPONSE, event.id(), SELF, secret(event.message()), going.toByteArray());
        talk.hear(
                "A1",
                Message.newBuilder()
                        .setEncEventResponseMessage(EncEventResponseMessage.newBuilder()
                                .setEventCreationMessageKey(MessageKeys.of(SELF, false, event.id()))
                                .setEncPayload(
                                        ByteString.copyFrom(sealed.payload().toByteArray()))
                                .setEncIv(ByteString.copyFrom(sealed.iv().toByteArray())))
                        .build());
        EventAnswered answered = stage.event(EventAnswered.class);
        assertThat(answered.answer()).isEqualTo(EventAnswer.GOING);
        assertThat(answered.extraGuests()).isEqualTo(2);

        MessageRef own = MessageRef.of(Contact.LID, event.id(), true);
        Sent reply = talk.send(new OutgoingContent.EventReply(own, EventAnswer.MAYBE, 1));
        assertThat(reply.stanza().requireChild("meta").text("event_type")).contains("response");
        EventAnswered mine = stage.event(EventAnswered.class);
        assertThat(mine.fromMe()).isTrue();
        assertThat(mine.answer()).isEqualTo(EventAnswer.MAYBE);
    }

    @Test
    void anEventIsEditedUnderItsSecret() throws Exception {
        Sent event = talk.send(new OutgoingContent.NewEvent(Samples.event()));
        MessageRef own = MessageRef.of(Contact.LID, event.id(), true);
        CalendarEvent later = CalendarEvent.of("Breakfast", Samples.event().start());
        Sent edit = talk.send(new OutgoingContent.EventEdit(own, later));
        assertThat(edit.stanza().requireChild("meta").text("event_type")).contains("edit");
        SecretEncryptedMessage sealed = edit.message().getSecretEncryptedMessage();
        byte[] opened = AddOnCipher.open(
                        Use.EVENT_EDIT,
                        new AddOnCipher.Target(event.id(), SELF, secret(event.message())),
                        SELF,
                        new AddOnCipher.Sealed(
                                Bytes.copyOf(sealed.getEncPayload().toByteArray()),
                                Bytes.copyOf(sealed.getEncIv().toByteArray())))
                .orElseThrow();
        assertThat(Message.parseFrom(opened).getEventMessage().getName()).isEqualTo("Breakfast");
    }

    @Test
    void hiddenReactionsAndCommentsAreOpened() throws Exception {
        Sent text = talk.send(new OutgoingContent.Text("say something"));
        Bytes secret = secret(text.message());
        MessageKey key = MessageKeys.of(SELF, false, text.id());
        byte[] sign = ReactionMessage.newBuilder().setText("👍").build().toByteArray();
        talk.hear("R1", MessageContent.encryptedReaction(key, seal(Use.REACTION, text.id(), SELF, secret, sign)));
        ClientEvent.ReactionChanged reacted = stage.event(ClientEvent.ReactionChanged.class);
        assertThat(reacted.emoji()).isEqualTo("👍");
        assertThat(reacted.target().id()).isEqualTo(text.id());

        AddOnCipher.Sealed comment = seal(
                Use.COMMENT, text.id(), SELF, secret, Contact.text("indeed").toByteArray());
        IncomingMessage heard = talk.heard(
                "C1",
                Message.newBuilder()
                        .setEncCommentMessage(EncCommentMessage.newBuilder()
                                .setTargetMessageKey(key)
                                .setEncPayload(
                                        ByteString.copyFrom(comment.payload().toByteArray()))
                                .setEncIv(ByteString.copyFrom(comment.iv().toByteArray())))
                        .build());
        assertThat(heard.kind()).isEqualTo(MessageKind.COMMENT);
        assertThat(heard.text()).contains("indeed");
        assertThat(((IncomingContent.Comment) heard.body()).target().map(MessageRef::id))
                .contains(text.id());
    }

    @Test
    void weReactAndCommentHiddenFromTheServer() throws Exception {
        talk.heard("H1", MessageContent.withSecret(Contact.text("news"), Bytes.copyOf(new byte[32])));
        MessageRef news = new MessageRef(Contact.LID, "H1", false, Optional.of(Contact.LID));
        Sent reaction = talk.send(new OutgoingContent.HiddenReaction(news, "👍"));
        assertThat(reaction.stanza().text("type")).contains("reaction");
        assertThat(reaction.message().hasEncReactionMessage()).isTrue();
        Sent comment = talk.send(new OutgoingContent.Comment(news, "indeed"));
        assertThat(comment.message().hasEncCommentMessage()).isTrue();
    }

    @Test
    void hiddenEditsAreOpenedIfTheyComeFromTheAuthor() throws Exception {
        Bytes secret = Bytes.copyOf(new byte[32]);
        talk.heard("H1", MessageContent.withSecret(Contact.text("helo"), secret));
        AddOnCipher.Sealed edit = seal(
                Use.MESSAGE_EDIT,
                "H1",
                Contact.LID,
                secret,
                Contact.text("hello").toByteArray());
        SecretEncryptedMessage.Builder hidden = SecretEncryptedMessage.newBuilder()
                .setTargetMessageKey(MessageKeys.of(SELF, true, "H1"))
                .setEncPayload(ByteString.copyFrom(edit.payload().toByteArray()))
                .setEncIv(ByteString.copyFrom(edit.iv().toByteArray()))
                .setSecretEncType(SecretEncryptedMessage.SecretEncType.MESSAGE_EDIT);
        talk.hear("E1", Message.newBuilder().setSecretEncryptedMessage(hidden).build());
        ClientEvent.MessageEdited edited = stage.event(ClientEvent.MessageEdited.class);
        assertThat(edited.text()).contains("hello");
        assertThat(edited.target().id()).isEqualTo("H1");
    }

    @Test
    void whatCannotBeOpenedIsToldAsItCame() throws Exception {
        MessageKey key = MessageKeys.of(SELF, false, "NEVER");
        AddOnCipher.Sealed sealed = seal(
                Use.POLL_VOTE,
                "NEVER",
                SELF,
                Bytes.copyOf(new byte[32]),
                Polls.vote(List.of("a")).toByteArray());
        IncomingMessage heard = talk.heard("V1", MessageContent.pollVote(key, sealed, stage.clock.instant()));
        assertThat(heard.kind()).isEqualTo(MessageKind.POLL_VOTE);
        assertThat(heard.body()).isEqualTo(new IncomingContent.Unsupported(MessageKind.POLL_VOTE));
        assertThat(heard.content().isEmpty()).isFalse();
    }

    @Test
    void aVoteForAPollOfAnotherSecretIsNotCounted() throws Exception {
        Sent poll = talk.send(new OutgoingContent.NewPoll(Poll.of("When?", List.of("Mon", "Tue"), 0)));
        AddOnCipher.Sealed sealed = seal(
                Use.POLL_VOTE,
                poll.id(),
                SELF,
                Bytes.copyOf(new byte[32]),
                Polls.vote(List.of("Mon")).toByteArray());
        MessageKey key = MessageKeys.of(SELF, false, poll.id());
        IncomingMessage heard = talk.heard("V1", MessageContent.pollVote(key, sealed, stage.clock.instant()));
        assertThat(heard.kind()).isEqualTo(MessageKind.POLL_VOTE);
    }
}
