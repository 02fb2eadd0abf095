// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.addon.AddOnWriter;
import dev.switchboard.client.addon.Parents;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageCodec;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.MessageKeys;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.KeepType;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageAssociation;
import dev.switchboard.wire.proto.MessageKey;

/// Turns what the owner wants to say into the message that is encrypted.
final class ContentBuilder {

    private static final int SECRET_SIZE = 32;

    private final Workbench bench;
    private final AddOnWriter addOns;
    private final ContextBuilder contexts;

    ContentBuilder(Workbench bench, Parents parents) {
        this.bench = bench;
        this.addOns = new AddOnWriter(bench, parents);
        this.contexts = new ContextBuilder(bench);
    }

    /// The message for a chat.
    ///
    /// @param chat the chat as it is addressed
    /// @throws dev.switchboard.wire.MalformedMessage if raw content is no message
    /// @throws Unsendable if it cannot be sent
    Message build(Jid chat, OutgoingMessage outgoing) {
        Message message = wrapped(chat, outgoing.content(), outgoing.context());
        if (message.getSerializedSize() > MessageCodec.MAX_BYTES) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        boolean lacksSecret = message.getMessageContextInfo().getMessageSecret().isEmpty();
        return lacksSecret && MessageContent.wantsSecret(Unwrapped.of(message).kind()) ? withSecret(message) : message;
    }

    private Message withSecret(Message message) {
        byte[] secret = new byte[SECRET_SIZE];
        bench.random().nextBytes(secret);
        return MessageContent.withSecret(message, Bytes.copyOf(secret));
    }

    /// A content with its context and its envelopes.
    private Message wrapped(Jid chat, OutgoingContent content, OutgoingContext context) {
        Message plain = plain(chat, content, context);
        Message message = placed(chat, plain, context);
        return switch (content) {
            case OutgoingContent.Image image when image.viewOnce() -> viewOnce(message);
            case OutgoingContent.Video video when video.viewOnce() -> viewOnce(message);
            case OutgoingContent.VoiceNote note when note.viewOnce() -> viewOnce(message);
            case OutgoingContent.Document _, OutgoingContent.Forward _ -> withCaption(message);
            case OutgoingContent.Interactive _ ->
                message.hasInteractiveMessage() ? InteractionBuilder.wrap(message) : message;
            default -> message;
        };
    }

    private Message placed(Jid chat, Message plain, OutgoingContext context) {
        if (plain.hasProtocolMessage() || plain.hasEditedMessage()) {
            return plain;
        }
        ContextInfo info = contexts.build(chat, context);
        Message message = info.getSerializedSize() == 0 ? plain : MessageContext.add(plain, info);
        return context.album().map(head -> inAlbum(message, key(chat, head))).orElse(message);
    }

    private static Message inAlbum(Message message, MessageKey head) {
        Message.Builder part = message.toBuilder();
        part.getMessageContextInfoBuilder()
                .setMessageAssociation(MessageAssociation.newBuilder()
                        .setAssociationType(MessageAssociation.AssociationType.MEDIA_ALBUM)
                        .setParentMessageKey(head));
        return part.build();
    }

    private static Message viewOnce(Message message) {
        return Message.newBuilder()
                .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(message))
                .build();
    }

    private static Message withCaption(Message message) {
        return message.getDocumentMessage().getCaption().isEmpty()
                ? message
                : Message.newBuilder()
                        .setDocumentWithCaptionMessage(
                                FutureProofMessage.newBuilder().setMessage(message))
                        .build();
    }

    private Message plain(Jid chat, OutgoingContent content, OutgoingContext context) {
        return switch (content) {
            case OutgoingContent.Text text -> TalkBuilder.text(text);
            case OutgoingContent.Image image -> FileBuilder.image(image);
            case OutgoingContent.Video video -> FileBuilder.video(video);
            case OutgoingContent.Audio audio -> FileBuilder.audio(audio);
            case OutgoingContent.VoiceNote note -> FileBuilder.voiceNote(note);
            case OutgoingContent.Document document -> FileBuilder.document(document);
            case OutgoingContent.Sticker sticker -> FileBuilder.sticker(sticker);
            case OutgoingContent.Album album -> FileBuilder.album(album);
            case OutgoingContent.Location location -> TalkBuilder.location(location.place());
            case OutgoingContent.LiveLocation location -> TalkBuilder.liveLocation(location);
            case OutgoingContent.Contacts contacts -> TalkBuilder.contacts(contacts.cards());
            case OutgoingContent.NewPoll poll -> TalkBuilder.poll(poll.poll());
            case OutgoingContent.NewEvent event -> TalkBuilder.event(event.event());
            case OutgoingContent.Invitation invitation -> TalkBuilder.invitation(invitation.invite());
            case OutgoingContent.Interactive interactive -> InteractionBuilder.build(interactive);
            case OutgoingContent.Forward forward -> forward(forward);
            case OutgoingContent.Raw(Bytes raw) -> MessageCodec.parse(raw.toByteArray());
            case OutgoingContent.ChatTimer timer -> MessageContent.timer(timer.time(), bench.now());
            default -> change(chat, content, context);
        };
    }

    /// What changes or is added to another message.
    private Message change(Jid chat, OutgoingContent content, OutgoingContext context) {
        return switch (content) {
            case OutgoingContent.Edit edit -> edit(chat, edit, context);
            case OutgoingContent.Revoke(MessageRef target) -> MessageContent.revoke(key(chat, target));
            case OutgoingContent.Reaction reaction ->
                MessageContent.reaction(key(chat, reaction.target()), reaction.emoji(), bench.now());
            case OutgoingContent.Pin pin -> MessageContent.pin(key(chat, pin.target()), pin.time(), bench.now());
            case OutgoingContent.Unpin(MessageRef target) -> MessageContent.unpin(key(chat, target), bench.now());
            case OutgoingContent.Keep keep ->
                MessageContent.keep(
                        key(chat, keep.target()),
                        keep.kept() ? KeepType.KEEP_FOR_ALL : KeepType.UNDO_KEEP_FOR_ALL,
                        bench.now());
            case OutgoingContent.PollVote vote -> addOns.vote(chat, vote, key(chat, vote.poll()));
            case OutgoingContent.EventReply reply -> addOns.answer(chat, reply, key(chat, reply.event()));
            case OutgoingContent.HiddenReaction reaction ->
                addOns.reaction(chat, reaction, key(chat, reaction.target()));
            case OutgoingContent.Comment comment -> addOns.comment(chat, comment, key(chat, comment.target()));
            case OutgoingContent.EventEdit edit ->
                addOns.eventEdit(chat, edit.target(), key(chat, edit.target()), TalkBuilder.event(edit.event()));
            default -> throw new IllegalStateException("content that is no change was taken for one");
        };
    }

    private Message edit(Jid chat, OutgoingContent.Edit edit, OutgoingContext context) {
        if (edit.replacement() instanceof OutgoingContent.Edit) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        Message replacement = wrapped(chat, edit.replacement(), context);
        return MessageContent.edit(key(chat, edit.target()), replacement, bench.now());
    }

    private static Message forward(OutgoingContent.Forward forward) {
        Unwrapped unwrapped = Unwrapped.of(MessageCodec.parse(forward.message().toByteArray()));
        if (!unwrapped.kind().isEntry() || unwrapped.isViewOnce()) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        int before = MessageContext.of(unwrapped.content()).forwardingScore();
        return MessageContext.add(
                MessageContext.clear(unwrapped.content()), MessageContext.forward(before, forward.own()));
    }

    private static MessageKey key(Jid chat, MessageRef target) {
        boolean needsAuthor = chat.isGroup() && !target.fromMe();
        return needsAuthor && target.author().isPresent()
                ? MessageKeys.of(chat, false, target.id(), target.author().get())
                : MessageKeys.of(chat, target.fromMe(), target.id());
    }

    /// The bytes of a message.
    static Bytes bytes(Message message) {
        return Bytes.copyOf(message.toByteArray());
    }

    /// The message of these bytes.
    static Message parse(Bytes bytes) {
        return MessageCodec.parse(bytes.toByteArray());
    }
}
