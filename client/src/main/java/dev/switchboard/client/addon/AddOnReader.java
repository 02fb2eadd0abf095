// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.addon;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.client.device.Parent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.PollTally;
import dev.switchboard.client.message.EventAnswer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.AddOnCipher;
import dev.switchboard.wire.message.AddOnCipher.Sealed;
import dev.switchboard.wire.message.AddOnCipher.Target;
import dev.switchboard.wire.message.AddOnCipher.Use;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.proto.EncEventResponseMessage;
import dev.switchboard.wire.proto.EncReactionMessage;
import dev.switchboard.wire.proto.EventResponseMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.proto.PollVoteMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens what others add to messages. Gives nothing where the secret is not known, or does not open it.
public final class AddOnReader {

    private final Parents parents;

    public AddOnReader(Parents parents) {
        this.parents = parents;
    }

    /// Who adds what to which message.
    ///
    /// @param target the message, with its chat
    /// @param by who adds to it
    /// @param at when, by the server's time
    public record Addition(MessageRef target, Party by, Instant at) {}

    /// A vote.
    ///
    /// @param chosen the options' words
    /// @param tally how the poll stands with it
    public record Vote(List<String> chosen, PollTally tally) {}

    /// An answer to an event.
    public record Answer(EventAnswer answer, int extraGuests) {}

    /// Opens a vote and counts it.
    public Optional<Vote> vote(Addition addition, PollUpdateMessage update) {
        Optional<Parent> parent =
                parents.find(addition.target().chat(), addition.target().id());
        Optional<Parent.Ballot> ballot = parent.flatMap(Parent::poll);
        if (ballot.isEmpty()) {
            return Optional.empty();
        }
        Sealed sealed =
                sealed(update.getVote().getEncPayload(), update.getVote().getEncIv());
        Optional<byte[]> plain = open(Use.POLL_VOTE, addition, parent.get(), sealed);
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> numbers = numbers(ballot.get().options(), parse(plain.get(), PollVoteMessage::parseFrom));
        Instant at = update.getSenderTimestampMs() > 0
                ? earlier(Instant.ofEpochMilli(update.getSenderTimestampMs()), addition.at())
                : addition.at();
        Parent.Vote vote = new Parent.Vote(addition.by().jid(), numbers, at);
        Optional<Parent> counted = parent.get().withVote(vote);
        counted.ifPresent(
                after -> parents.put(addition.target().chat(), addition.target().id(), after));
        Parent.Ballot now = counted.flatMap(Parent::poll).orElse(ballot.get());
        return counted.map(_ -> new Vote(Parents.options(now, numbers), parents.tally(now)));
    }

    /// The voter's clock may be wrong, but a vote is not cast after it came: such a one could never be changed again.
    private static Instant earlier(Instant said, Instant came) {
        return said.isAfter(came.plusSeconds(1)) ? came : said;
    }

    /// The numbers of the options that a vote names.
    public static List<Integer> numbers(List<String> options, PollVoteMessage vote) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            Bytes hash = Polls.optionHash(options.get(i));
            boolean chosen = vote.getSelectedOptionsList().stream()
                    .anyMatch(one -> Bytes.copyOf(one.toByteArray()).equals(hash));
            if (chosen) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    /// Opens an answer to an event.
    public Optional<Answer> answer(Addition addition, EncEventResponseMessage response) {
        return open(Use.EVENT_RESPONSE, addition, sealed(response.getEncPayload(), response.getEncIv()))
                .map(plain -> parse(plain, EventResponseMessage::parseFrom))
                .flatMap(AddOnReader::answer);
    }

    private static Optional<Answer> answer(EventResponseMessage response) {
        int guests = Math.max(0, response.getExtraGuestCount());
        return switch (response.getResponse()) {
            case GOING -> Optional.of(new Answer(EventAnswer.GOING, guests));
            case NOT_GOING -> Optional.of(new Answer(EventAnswer.NOT_GOING, 0));
            case MAYBE -> Optional.of(new Answer(EventAnswer.MAYBE, guests));
            case UNKNOWN -> Optional.empty();
        };
    }

    /// Opens a hidden reaction; gives its sign.
    public Optional<String> reaction(Addition addition, EncReactionMessage reaction) {
        return open(Use.REACTION, addition, sealed(reaction.getEncPayload(), reaction.getEncIv()))
                .map(plain -> parse(plain, ReactionMessage::parseFrom).getText());
    }

    /// Opens a hidden comment.
    public Optional<Message> comment(Addition addition, ByteString payload, ByteString iv) {
        return open(Use.COMMENT, addition, sealed(payload, iv)).map(MessageCodec::parse);
    }

    /// Opens a hidden edit; gives the message that takes the place of the old one, or that says what changes.
    public Optional<Message> edit(Addition addition, SecretEncryptedMessage edit) {
        Sealed sealed = sealed(edit.getEncPayload(), edit.getEncIv());
        Stream<Use> uses = switch (edit.getSecretEncType()) {
            case EVENT_EDIT -> Stream.of(Use.EVENT_EDIT);
            case MESSAGE_EDIT -> Stream.of(Use.MESSAGE_EDIT);
            case POLL_EDIT -> Stream.of(Use.POLL_EDIT);
            // Clients do not agree on the label of an added option.
            case POLL_ADD_OPTION -> Stream.of(Use.POLL_EDIT, Use.POLL_ADD_OPTION);
            case UNKNOWN, MESSAGE_SCHEDULE -> Stream.empty();
        };
        return uses.flatMap(use -> open(use, addition, sealed).stream())
                .findFirst()
                .map(MessageCodec::parse);
    }

    private Optional<byte[]> open(Use use, Addition addition, Sealed sealed) {
        return parents.find(addition.target().chat(), addition.target().id())
                .flatMap(parent -> open(use, addition, parent, sealed));
    }

    private Optional<byte[]> open(Use use, Addition addition, Parent parent, Sealed sealed) {
        Target target = new Target(addition.target().id(), parent.author(), parent.secret());
        List<Jid> modifiers = parents.addresses(addition.by().jid());
        return AddOnCipher.openAny(use, target, parents.addresses(parent.author()), modifiers, sealed);
    }

    private static Sealed sealed(ByteString payload, ByteString iv) {
        return new Sealed(Bytes.copyOf(payload.toByteArray()), Bytes.copyOf(iv.toByteArray()));
    }

    private interface Parser<T> {
        T parse(byte[] bytes) throws InvalidProtocolBufferException;
    }

    private static <T> T parse(byte[] plain, Parser<T> parser) {
        try {
            return parser.parse(plain);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMessage("hidden add-on: no protobuf (expected: one of its kind)", e);
        }
    }
}
