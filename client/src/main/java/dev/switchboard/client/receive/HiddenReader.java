// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.addon.AddOnReader;
import dev.switchboard.client.addon.AddOnReader.Addition;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.event.IncomingContext;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.receive.ContentReader.Envelope;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.EncCommentMessage;
import dev.switchboard.wire.proto.EncEventResponseMessage;
import dev.switchboard.wire.proto.EncReactionMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import java.util.Optional;

/// Events for what is added to messages under their secrets. Gives nothing for what cannot be opened here.
final class HiddenReader {

    private final Targets targets;
    private final AddOnReader addOns;
    private final ContentReader reader;

    HiddenReader(Targets targets, AddOnReader addOns, ContentReader reader) {
        this.targets = targets;
        this.addOns = addOns;
        this.reader = reader;
    }

    Optional<ClientEvent> read(Envelope envelope, Unwrapped unwrapped) {
        Message content = unwrapped.content();
        return switch (unwrapped.kind()) {
            case POLL_VOTE -> vote(envelope, content.getPollUpdateMessage());
            case EVENT_RESPONSE -> answer(envelope, content.getEncEventResponseMessage());
            case ENCRYPTED_REACTION -> reaction(envelope, content.getEncReactionMessage());
            case ENCRYPTED_COMMENT -> comment(envelope, unwrapped);
            case ENCRYPTED_EDIT -> edit(envelope, content.getSecretEncryptedMessage());
            default -> Optional.empty();
        };
    }

    private static Addition addition(Envelope envelope, MessageRef target) {
        return new Addition(target, envelope.sender(), envelope.timestamp());
    }

    private Optional<ClientEvent> vote(Envelope envelope, PollUpdateMessage update) {
        return targets.any(envelope, update.getPollCreationMessageKey())
                .flatMap(poll -> addOns.vote(addition(envelope, poll), update)
                        .map(vote -> new ClientEvent.PollVoted(
                                reader.chat(envelope),
                                poll,
                                envelope.sender(),
                                envelope.fromMe(),
                                vote.chosen(),
                                vote.tally(),
                                envelope.timestamp())));
    }

    private Optional<ClientEvent> answer(Envelope envelope, EncEventResponseMessage response) {
        return targets.any(envelope, response.getEventCreationMessageKey())
                .flatMap(event -> addOns.answer(addition(envelope, event), response)
                        .map(answer -> new ClientEvent.EventAnswered(
                                reader.chat(envelope),
                                event,
                                envelope.sender(),
                                envelope.fromMe(),
                                answer.answer(),
                                answer.extraGuests(),
                                envelope.timestamp())));
    }

    private Optional<ClientEvent> reaction(Envelope envelope, EncReactionMessage reaction) {
        return targets.any(envelope, reaction.getTargetMessageKey())
                .flatMap(target -> addOns.reaction(addition(envelope, target), reaction)
                        .map(sign -> new ClientEvent.ReactionChanged(
                                reader.chat(envelope),
                                target,
                                envelope.sender(),
                                envelope.fromMe(),
                                sign,
                                envelope.timestamp())));
    }

    private Optional<ClientEvent> comment(Envelope envelope, Unwrapped unwrapped) {
        EncCommentMessage comment = unwrapped.content().getEncCommentMessage();
        return targets.any(envelope, comment.getTargetMessageKey())
                .flatMap(target -> addOns.comment(
                                addition(envelope, target), comment.getEncPayload(), comment.getEncIv())
                        .map(opened -> {
                            Message shown = comment(opened);
                            IncomingContent body =
                                    new IncomingContent.Comment(Optional.of(target), BodyReader.read(opened));
                            return new ClientEvent.MessageReceived(
                                    reader.entry(envelope, Unwrapped.of(shown), body, IncomingContext.NONE));
                        }));
    }

    private static Message comment(Message opened) {
        Message.Builder shown = Message.newBuilder();
        shown.getCommentMessageBuilder().setMessage(opened);
        return shown.build();
    }

    private Optional<ClientEvent> edit(Envelope envelope, SecretEncryptedMessage edit) {
        return targets.own(envelope, edit.getTargetMessageKey())
                .flatMap(target -> addOns.edit(addition(envelope, target), edit)
                        .map(opened -> reader.edited(envelope, target, replacement(opened))));
    }

    /// Some clients hide the whole protocol message, others only the new content.
    private static Message replacement(Message opened) {
        Unwrapped unwrapped = Unwrapped.of(opened);
        return unwrapped.kind() == MessageKind.EDIT
                ? unwrapped.content().getProtocolMessage().getEditedMessage()
                : opened;
    }
}
