// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a message says about its place in the talk: what it answers, whom it names, how long it lasts.
///
/// @param quotedId the id of the message it answers
/// @param quotedAuthor the author of that message
/// @param quoted the content of that message
/// @param quotedChat the chat of that message, if it is another one
/// @param mentions the users it names
/// @param mentionsAll whether it names everyone in the group
/// @param forwardingScore how often it was forwarded; 0 if it was not
/// @param timer how long it lasts, in a chat with timer
public record MessageContext(
        Optional<String> quotedId,
        Optional<Jid> quotedAuthor,
        Optional<Message> quoted,
        Optional<Jid> quotedChat,
        List<Jid> mentions,
        boolean mentionsAll,
        int forwardingScore,
        Optional<Duration> timer) {

    private static final String FIELD = "contextInfo";

    /// Keeps an unmodifiable copy.
    public MessageContext {
        mentions = List.copyOf(mentions);
    }

    /// The context of a message, whatever envelopes it is in; all empty if it has none.
    ///
    /// @throws dev.switchboard.wire.MalformedMessage if there are too many envelopes
    public static MessageContext of(Message message) {
        return read(find(Unwrapped.of(message).content()).orElse(ContextInfo.getDefaultInstance()));
    }

    private static MessageContext read(ContextInfo info) {
        return new MessageContext(
                info.hasStanzaId() ? Optional.of(info.getStanzaId()) : Optional.empty(),
                MessageKeys.jid(info.getParticipant()),
                info.hasQuotedMessage() ? Optional.of(info.getQuotedMessage()) : Optional.empty(),
                MessageKeys.jid(info.getRemoteJid()),
                info.getMentionedJidList().stream()
                        .map(MessageKeys::jid)
                        .flatMap(Optional::stream)
                        .toList(),
                info.getNonJidMentions() != 0,
                info.getForwardingScore() == 0 && info.getIsForwarded() ? 1 : info.getForwardingScore(),
                info.getExpiration() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(info.getExpiration()))));
    }

    /// The context of the one kind that an unwrapped message is.
    public static Optional<ContextInfo> find(Message content) {
        for (Map.Entry<FieldDescriptor, Object> field : content.getAllFields().entrySet()) {
            Optional<FieldDescriptor> slot = slot(field.getKey());
            if (slot.isPresent() && field.getValue() instanceof com.google.protobuf.Message kind) {
                return kind.hasField(slot.get()) && kind.getField(slot.get()) instanceof ContextInfo info
                        ? Optional.of(info)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<FieldDescriptor> slot(FieldDescriptor kind) {
        if (kind.isRepeated() || kind.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return Optional.empty();
        }
        FieldDescriptor slot = kind.getMessageType().findFieldByName(FIELD);
        return slot != null
                        && slot.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && slot.getMessageType() == ContextInfo.getDescriptor()
                ? Optional.of(slot)
                : Optional.empty();
    }

    /// An unwrapped message with additions to its context. Plain text becomes extended text, which has a place for it.
    /// A kind without place for a context stays as it is.
    public static Message add(Message content, ContextInfo additions) {
        if (content.hasConversation()) {
            Message extended = MessageContent.extended(content.getConversation(), additions);
            return extended.toBuilder()
                    .mergeFrom(content.toBuilder().clearConversation().build())
                    .build();
        }
        for (Map.Entry<FieldDescriptor, Object> field : content.getAllFields().entrySet()) {
            Optional<FieldDescriptor> slot = slot(field.getKey());
            if (slot.isPresent() && field.getValue() instanceof com.google.protobuf.Message kind) {
                ContextInfo merged = ((ContextInfo) kind.getField(slot.get()))
                        .toBuilder().mergeFrom(additions).build();
                return content.toBuilder()
                        .setField(
                                field.getKey(),
                                kind.toBuilder().setField(slot.get(), merged).build())
                        .build();
            }
        }
        return content;
    }

    /// The context of an answer to a message of the same chat.
    ///
    /// @param id the id of the message answered
    /// @param author its author
    /// @param quoted its content in any envelopes
    public static ContextInfo reply(String id, Jid author, Message quoted) {
        return ContextInfo.newBuilder()
                .setStanzaId(id)
                .setParticipant(author.bare().toString())
                .setQuotedMessage(quotable(quoted))
                .build();
    }

    /// The context of an answer to a message of another chat, such as a status.
    public static ContextInfo reply(String id, Jid author, Message quoted, Jid chat) {
        return reply(id, author, quoted).toBuilder()
                .setRemoteJid(chat.toString())
                .build();
    }

    private static Message quotable(Message quoted) {
        Message content = Unwrapped.of(quoted).content().toBuilder()
                .clearMessageContextInfo()
                .clearSenderKeyDistributionMessage()
                .build();
        for (Map.Entry<FieldDescriptor, Object> field : content.getAllFields().entrySet()) {
            Optional<FieldDescriptor> slot = slot(field.getKey());
            if (slot.isPresent() && field.getValue() instanceof com.google.protobuf.Message kind) {
                return content.toBuilder()
                        .setField(
                                field.getKey(),
                                kind.toBuilder().clearField(slot.get()).build())
                        .build();
            }
        }
        return content;
    }

    /// The context of a message that names users; their numbers also stand in the text, after an "@".
    public static ContextInfo mention(Collection<Jid> users) {
        ContextInfo.Builder info = ContextInfo.newBuilder();
        users.forEach(user -> info.addMentionedJid(user.bare().toString()));
        return info.build();
    }

    /// The context of a message that names everyone in the group.
    public static ContextInfo mentionAll() {
        return ContextInfo.newBuilder().setNonJidMentions(1).build();
    }

    /// The context of a message that was forwarded so often.
    public static ContextInfo forwarded(int score) {
        return ContextInfo.newBuilder()
                .setIsForwarded(true)
                .setForwardingScore(score)
                .build();
    }

    /// An unwrapped message whose context is left out.
    public static Message clear(Message content) {
        return quotable(content);
    }

    /// The context of a forwarded message.
    ///
    /// @param previousScore how often it had been forwarded
    /// @param own whether it is the forwarder's own message
    public static ContextInfo forward(int previousScore, boolean own) {
        return ContextInfo.newBuilder()
                .setIsForwarded(true)
                .setForwardingScore(own ? previousScore : previousScore + 1)
                .build();
    }

    /// The context of a message in a chat with timer.
    ///
    /// @param timer how long it lasts
    /// @param since when the timer was set
    public static ContextInfo timer(Duration timer, Instant since) {
        return ContextInfo.newBuilder()
                .setExpiration((int) timer.toSeconds())
                .setEphemeralSettingTimestamp(since.getEpochSecond())
                .build();
    }
}
