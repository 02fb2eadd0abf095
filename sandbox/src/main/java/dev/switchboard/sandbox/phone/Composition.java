// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.AddOnCipher;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.message.MessageContext;
import dev.switchboard.wire.message.Polls;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageContextInfo;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A message that a phone is about to send.
///
/// @param content the message
/// @param traits what the server is told about it
record Composition(Message content, StanzaTraits traits) {

    private static Composition of(Message content) {
        return new Composition(content, StanzaTraits.of(content));
    }

    /// A message that is quoted or referred to.
    ///
    /// @param entry the message
    /// @param chat the chat as the message to come addresses it
    /// @param author the author in the same address family
    record Reference(HistoryEntry entry, Jid chat, Jid author) {

        MessageKey key() {
            MessageKey.Builder key = MessageKey.newBuilder()
                    .setRemoteJid(chat.toString())
                    .setFromMe(entry.fromMe())
                    .setId(entry.id());
            if (chat.isGroup() && !entry.fromMe()) {
                key.setParticipant(author.toString());
            }
            return key.build();
        }
    }

    /// A text, with what it answers if it answers something.
    ///
    /// @param secret 32 random bytes
    static Composition text(String text, Optional<Reference> quote, byte[] secret) {
        Message.Builder message = Message.newBuilder();
        if (quote.isPresent()) {
            message.setExtendedTextMessage(
                    ExtendedTextMessage.newBuilder().setText(text).setContextInfo(quoting(quote.get())));
        } else {
            message.setConversation(text);
        }
        message.setMessageContextInfo(MessageContextInfo.newBuilder().setMessageSecret(ByteString.copyFrom(secret)));
        return of(message.build());
    }

    /// A message of any kind, with what it answers if it answers something.
    ///
    /// @param secret 32 random bytes, for a message that has none of its own
    static Composition content(Message content, Optional<Reference> quote, byte[] secret) {
        Message answering = quote.map(target -> answering(content, target)).orElse(content);
        return of(
                MessageContent.secret(answering).isPresent()
                        ? answering
                        : MessageContent.withSecret(answering, Bytes.copyOf(secret)));
    }

    private static Message answering(Message content, Reference quote) {
        ContextInfo context = MessageContext.reply(
                quote.entry().id(), quote.author(), quote.entry().message());
        if (content.hasDocumentWithCaptionMessage()) {
            Message inner = content.getDocumentWithCaptionMessage().getMessage();
            return content.toBuilder()
                    .setDocumentWithCaptionMessage(
                            FutureProofMessage.newBuilder().setMessage(MessageContext.add(inner, context)))
                    .build();
        }
        if (content.hasViewOnceMessage()) {
            Message inner = content.getViewOnceMessage().getMessage();
            return content.toBuilder()
                    .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(MessageContext.add(inner, context)))
                    .build();
        }
        return MessageContext.add(content, context);
    }

    /// A vote in a poll.
    ///
    /// @param voter the phone's own address in the family of the chat
    static Composition vote(Reference poll, Jid voter, List<String> options, RandomGenerator random, long now) {
        Bytes secret = MessageContent.secret(poll.entry().message()).orElseThrow(PhoneException.UnknownMessage::new);
        AddOnCipher.Sealed vote = AddOnCipher.seal(
                AddOnCipher.Use.POLL_VOTE,
                new AddOnCipher.Target(poll.entry().id(), poll.author().bare(), secret),
                voter,
                Polls.vote(options).toByteArray(),
                random);
        return of(MessageContent.pollVote(poll.key(), vote, Instant.ofEpochMilli(now)));
    }

    private static ContextInfo quoting(Reference quote) {
        Message.Builder quoted = quote.entry().message().toBuilder().clearMessageContextInfo();
        if (quoted.hasExtendedTextMessage()) {
            quoted.getExtendedTextMessageBuilder().clearContextInfo();
        }
        return ContextInfo.newBuilder()
                .setStanzaId(quote.entry().id())
                .setParticipant(quote.author().toString())
                .setQuotedMessage(quoted)
                .build();
    }

    static Composition reaction(Reference target, String emoji, long now) {
        ReactionMessage reaction = ReactionMessage.newBuilder()
                .setKey(target.key())
                .setText(emoji)
                .setSenderTimestampMs(now)
                .build();
        return of(Message.newBuilder().setReactionMessage(reaction).build());
    }

    static Composition edit(Reference target, String text, long now) {
        ProtocolMessage edit = ProtocolMessage.newBuilder()
                .setKey(target.key())
                .setType(ProtocolMessage.Type.MESSAGE_EDIT)
                .setEditedMessage(Message.newBuilder().setConversation(text))
                .setTimestampMs(now)
                .build();
        Message message = Message.newBuilder()
                .setEditedMessage(FutureProofMessage.newBuilder()
                        .setMessage(Message.newBuilder().setProtocolMessage(edit)))
                .build();
        return of(message);
    }

    /// The new content inside an [#edit].
    static Bytes editedContent(Composition edit) {
        Message edited = edit.content()
                .getEditedMessage()
                .getMessage()
                .getProtocolMessage()
                .getEditedMessage();
        return Bytes.copyOf(edited.toByteArray());
    }

    static Composition revoke(Reference target) {
        ProtocolMessage revoke = ProtocolMessage.newBuilder()
                .setKey(target.key())
                .setType(ProtocolMessage.Type.REVOKE)
                .build();
        return of(Message.newBuilder().setProtocolMessage(revoke).build());
    }
}
