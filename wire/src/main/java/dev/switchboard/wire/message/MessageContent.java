// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ContactMessage;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.DeviceSentMessage;
import dev.switchboard.wire.proto.EncReactionMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.KeepInChatMessage;
import dev.switchboard.wire.proto.KeepType;
import dev.switchboard.wire.proto.LocationMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageContextInfo;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.PinInChatMessage;
import dev.switchboard.wire.proto.PollCreationMessage;
import dev.switchboard.wire.proto.PollEncValue;
import dev.switchboard.wire.proto.PollUpdateMessage;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.ReactionMessage;
import dev.switchboard.wire.proto.SenderKeyDistributionMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Builds messages of the kinds that people send.
public final class MessageContent {

    private MessageContent() {}

    /// Plain text.
    public static Message text(String text) {
        return Message.newBuilder().setConversation(text).build();
    }

    /// Text with a context: an answer, a mention, a timer.
    public static Message text(String text, ContextInfo context) {
        return context.getSerializedSize() == 0 ? text(text) : extended(text, context);
    }

    static Message extended(String text, ContextInfo context) {
        return Message.newBuilder()
                .setExtendedTextMessage(
                        ExtendedTextMessage.newBuilder().setText(text).setContextInfo(context))
                .build();
    }

    /// A reaction; the key names the message as its recipient sees it. An empty sign takes the reaction back.
    public static Message reaction(MessageKey target, String sign, Instant now) {
        return Message.newBuilder()
                .setReactionMessage(ReactionMessage.newBuilder()
                        .setKey(target)
                        .setText(sign)
                        .setSenderTimestampMs(now.toEpochMilli()))
                .build();
    }

    /// New content for an own message, in the envelope that phones and web clients use.
    public static Message edit(MessageKey target, Message newContent, Instant now) {
        return Message.newBuilder()
                .setEditedMessage(FutureProofMessage.newBuilder().setMessage(bareEdit(target, newContent, now)))
                .build();
    }

    /// New content for an own message, without envelope.
    public static Message bareEdit(MessageKey target, Message newContent, Instant now) {
        return protocol(ProtocolMessage.newBuilder()
                .setKey(target)
                .setType(ProtocolMessage.Type.MESSAGE_EDIT)
                .setEditedMessage(newContent)
                .setTimestampMs(now.toEpochMilli()));
    }

    /// The deletion of a message for everyone.
    public static Message revoke(MessageKey target) {
        return protocol(ProtocolMessage.newBuilder().setKey(target).setType(ProtocolMessage.Type.REVOKE));
    }

    /// A new timer for a chat with one person; zero turns it off.
    public static Message timer(Duration timer, Instant now) {
        return protocol(ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.EPHEMERAL_SETTING)
                .setEphemeralExpiration((int) timer.toSeconds())
                .setEphemeralSettingTimestamp(now.getEpochSecond()));
    }

    static Message protocol(ProtocolMessage.Builder content) {
        return Message.newBuilder().setProtocolMessage(content).build();
    }

    /// A message pinned for a time.
    public static Message pin(MessageKey target, Duration duration, Instant now) {
        return Message.newBuilder()
                .setPinInChatMessage(pin(target, PinInChatMessage.Type.PIN_FOR_ALL, now))
                .setMessageContextInfo(
                        MessageContextInfo.newBuilder().setMessageAddOnDurationInSecs((int) duration.toSeconds()))
                .build();
    }

    /// A message no longer pinned.
    public static Message unpin(MessageKey target, Instant now) {
        return Message.newBuilder()
                .setPinInChatMessage(pin(target, PinInChatMessage.Type.UNPIN_FOR_ALL, now))
                .build();
    }

    private static PinInChatMessage pin(MessageKey target, PinInChatMessage.Type type, Instant now) {
        return PinInChatMessage.newBuilder()
                .setKey(target)
                .setType(type)
                .setSenderTimestampMs(now.toEpochMilli())
                .build();
    }

    /// A message of a chat with timer kept, or no longer.
    public static Message keep(MessageKey target, KeepType type, Instant now) {
        return Message.newBuilder()
                .setKeepInChatMessage(KeepInChatMessage.newBuilder()
                        .setKey(target)
                        .setKeepType(type)
                        .setTimestampMs(now.toEpochMilli()))
                .build();
    }

    /// A poll. Its secret must be kept to read the votes.
    ///
    /// @param question the question
    /// @param options the options
    /// @param selectable how many may be chosen; 0 for any number
    /// @param secret 32 random bytes
    public static Message poll(String question, List<String> options, int selectable, Bytes secret) {
        PollCreationMessage.Builder poll =
                PollCreationMessage.newBuilder().setName(question).setSelectableOptionsCount(selectable);
        options.forEach(
                name -> poll.addOptions(PollCreationMessage.Option.newBuilder().setOptionName(name)));
        Message.Builder message = Message.newBuilder();
        if (selectable == 1) {
            message.setPollCreationMessageV3(poll);
        } else {
            message.setPollCreationMessage(poll);
        }
        return withSecret(message.build(), secret);
    }

    /// A vote, its content sealed under the poll's secret.
    public static Message pollVote(MessageKey poll, AddOnCipher.Sealed vote, Instant now) {
        return Message.newBuilder()
                .setPollUpdateMessage(PollUpdateMessage.newBuilder()
                        .setPollCreationMessageKey(poll)
                        .setVote(PollEncValue.newBuilder()
                                .setEncPayload(bytes(vote.payload()))
                                .setEncIv(bytes(vote.iv())))
                        .setSenderTimestampMs(now.toEpochMilli()))
                .build();
    }

    /// A reaction hidden from the server.
    public static Message encryptedReaction(MessageKey target, AddOnCipher.Sealed reaction) {
        return Message.newBuilder()
                .setEncReactionMessage(EncReactionMessage.newBuilder()
                        .setTargetMessageKey(target)
                        .setEncPayload(bytes(reaction.payload()))
                        .setEncIv(bytes(reaction.iv())))
                .build();
    }

    /// A place.
    public static Message location(double latitude, double longitude, Optional<String> name, Optional<String> address) {
        LocationMessage.Builder location =
                LocationMessage.newBuilder().setDegreesLatitude(latitude).setDegreesLongitude(longitude);
        name.ifPresent(location::setName);
        address.ifPresent(location::setAddress);
        return Message.newBuilder().setLocationMessage(location).build();
    }

    /// A contact card.
    public static Message contact(String displayName, String vcard) {
        return Message.newBuilder()
                .setContactMessage(
                        ContactMessage.newBuilder().setDisplayName(displayName).setVcard(vcard))
                .build();
    }

    /// The copy of a message for the own other devices.
    ///
    /// @param destination the chat
    /// @param message what was sent
    /// @param phash the hash of the addressed devices
    public static Message deviceSent(Jid destination, Message message, Optional<String> phash) {
        DeviceSentMessage.Builder sent = DeviceSentMessage.newBuilder()
                .setDestinationJid(destination.toString())
                .setMessage(message);
        phash.ifPresent(sent::setPhash);
        Message.Builder copy = Message.newBuilder().setDeviceSentMessage(sent);
        if (message.hasMessageContextInfo()) {
            copy.setMessageContextInfo(message.getMessageContextInfo());
        }
        return copy.build();
    }

    /// A message with a secret, which later votes, reactions and edits are hidden with.
    ///
    /// @param secret 32 random bytes
    public static Message withSecret(Message message, Bytes secret) {
        return message.toBuilder()
                .setMessageContextInfo(
                        message.getMessageContextInfo().toBuilder().setMessageSecret(bytes(secret)))
                .build();
    }

    /// Whether a message of this kind carries a secret of its own.
    public static boolean wantsSecret(MessageKind kind) {
        return switch (kind) {
            case REACTION, ENCRYPTED_REACTION, EVENT_RESPONSE, POLL_VOTE -> false;
            default -> kind.isEntry() || kind.isAddOn();
        };
    }

    /// The secret of a message.
    public static Optional<Bytes> secret(Message message) {
        ByteString secret = Unwrapped.of(message).context().getMessageSecret();
        return secret.isEmpty() ? Optional.empty() : Optional.of(Bytes.copyOf(secret.toByteArray()));
    }

    /// The plaintext that hands a sender key to a member of a group.
    ///
    /// @param group the group
    /// @param distribution the Signal layer's distribution message
    public static Message senderKeyDistribution(Jid group, Bytes distribution) {
        return Message.newBuilder()
                .setSenderKeyDistributionMessage(SenderKeyDistributionMessage.newBuilder()
                        .setGroupId(group.toString())
                        .setAxolotlSenderKeyDistributionMessage(bytes(distribution)))
                .build();
    }

    static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
