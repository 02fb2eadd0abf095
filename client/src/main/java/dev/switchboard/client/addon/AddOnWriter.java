// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.addon;

import com.google.protobuf.ByteString;
import dev.switchboard.client.device.Parent;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.AddOnCipher;
import dev.switchboard.wire.message.AddOnCipher.Sealed;
import dev.switchboard.wire.message.AddOnCipher.Use;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.proto.EncCommentMessage;
import dev.switchboard.wire.proto.EncEventResponseMessage;
import dev.switchboard.wire.proto.EventResponseMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.ReactionMessage;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Seals what this account adds to messages.
public final class AddOnWriter {

    private final Workbench bench;
    private final Parents parents;

    public AddOnWriter(Workbench bench, Parents parents) {
        this.bench = bench;
        this.parents = parents;
    }

    /// A vote.
    ///
    /// @param chat the chat as it is addressed
    /// @throws Unsendable if the poll is not known here, or has no such options
    public Message vote(Jid chat, OutgoingContent.PollVote vote, MessageKey key) {
        Parent poll = parent(chat, vote.poll());
        boolean offered = poll.poll()
                .filter(ballot -> ballot.options().containsAll(vote.options()))
                .isPresent();
        if (!offered) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        byte[] plain = Polls.vote(vote.options()).toByteArray();
        count(chat, vote, poll);
        return MessageContent.pollVote(key, seal(Use.POLL_VOTE, vote.poll(), poll, plain), bench.now());
    }

    /// What this account does itself, nobody tells it: its own vote is counted here.
    private void count(Jid chat, OutgoingContent.PollVote vote, Parent poll) {
        Parent.Ballot ballot = poll.poll().orElseThrow();
        List<Integer> numbers =
                vote.options().stream().map(ballot.options()::indexOf).toList();
        Jid self = bench.state().account().lid().bare();
        Optional<Parent> counted = poll.withVote(new Parent.Vote(self, numbers, bench.now()));
        counted.ifPresent(after -> parents.put(chat, vote.poll().id(), after));
        Parent.Ballot now = counted.flatMap(Parent::poll).orElse(ballot);
        bench.emit(new ClientEvent.PollVoted(
                parents.party(chat),
                vote.poll(),
                parents.party(self),
                true,
                vote.options(),
                parents.tally(now),
                bench.now()));
    }

    /// An answer to an event.
    ///
    /// @throws Unsendable if the event is not known here
    public Message answer(Jid chat, OutgoingContent.EventReply reply, MessageKey key) {
        Parent event = parent(chat, reply.event());
        EventResponseMessage response = EventResponseMessage.newBuilder()
                .setResponse(EventResponseMessage.EventResponseType.valueOf(
                        reply.answer().name()))
                .setTimestampMs(bench.now().toEpochMilli())
                .setExtraGuestCount(reply.extraGuests())
                .build();
        Sealed sealed = seal(Use.EVENT_RESPONSE, reply.event(), event, response.toByteArray());
        bench.emit(new ClientEvent.EventAnswered(
                parents.party(chat),
                reply.event(),
                parents.party(bench.state().account().lid()),
                true,
                reply.answer(),
                reply.extraGuests(),
                bench.now()));
        return Message.newBuilder()
                .setEncEventResponseMessage(EncEventResponseMessage.newBuilder()
                        .setEventCreationMessageKey(key)
                        .setEncPayload(bytes(sealed.payload()))
                        .setEncIv(bytes(sealed.iv())))
                .build();
    }

    /// A reaction hidden from the server.
    ///
    /// @throws Unsendable if the message is not known here
    public Message reaction(Jid chat, OutgoingContent.HiddenReaction reaction, MessageKey key) {
        Parent parent = parent(chat, reaction.target());
        Instant now = bench.now();
        byte[] plain = ReactionMessage.newBuilder()
                .setText(reaction.emoji())
                .setSenderTimestampMs(now.toEpochMilli())
                .build()
                .toByteArray();
        return MessageContent.encryptedReaction(key, seal(Use.REACTION, reaction.target(), parent, plain));
    }

    /// A comment hidden from the server.
    ///
    /// @throws Unsendable if the message is not known here
    public Message comment(Jid chat, OutgoingContent.Comment comment, MessageKey key) {
        Parent parent = parent(chat, comment.target());
        byte[] plain = MessageContent.text(comment.text()).toByteArray();
        Sealed sealed = seal(Use.COMMENT, comment.target(), parent, plain);
        return Message.newBuilder()
                .setEncCommentMessage(EncCommentMessage.newBuilder()
                        .setTargetMessageKey(key)
                        .setEncPayload(bytes(sealed.payload()))
                        .setEncIv(bytes(sealed.iv())))
                .build();
    }

    /// New content for an own event, hidden from the server.
    ///
    /// @throws Unsendable if the event is not known here
    public Message eventEdit(Jid chat, MessageRef target, MessageKey key, Message event) {
        Parent parent = parent(chat, target);
        Sealed sealed = seal(Use.EVENT_EDIT, target, parent, event.toByteArray());
        return Message.newBuilder()
                .setSecretEncryptedMessage(SecretEncryptedMessage.newBuilder()
                        .setTargetMessageKey(key)
                        .setEncPayload(bytes(sealed.payload()))
                        .setEncIv(bytes(sealed.iv()))
                        .setSecretEncType(SecretEncryptedMessage.SecretEncType.EVENT_EDIT))
                .build();
    }

    private Parent parent(Jid chat, MessageRef target) {
        return parents.find(chat, target.id())
                .or(() -> parents.find(target.chat(), target.id()))
                .orElseThrow(() -> new Unsendable(SendFailure.Kind.UNKNOWN_TARGET));
    }

    /// Both people are named by addresses of one family: hidden ids, where the author's is known.
    private Sealed seal(Use use, MessageRef target, Parent parent, byte[] plain) {
        Jid author = parents.addresses(parent.author()).getFirst();
        Jid self = author.isPn()
                ? bench.state().account().pn().bare()
                : bench.state().account().lid().bare();
        return AddOnCipher.seal(
                use, new AddOnCipher.Target(target.id(), author, parent.secret()), self, plain, bench.random());
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
