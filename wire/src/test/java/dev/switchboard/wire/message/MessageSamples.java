// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.AlbumMessage;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.ButtonsMessage;
import dev.switchboard.wire.proto.ButtonsResponseMessage;
import dev.switchboard.wire.proto.ContactMessage;
import dev.switchboard.wire.proto.ContactsArrayMessage;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.EncEventResponseMessage;
import dev.switchboard.wire.proto.EventMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.GroupInviteMessage;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.KeepType;
import dev.switchboard.wire.proto.ListMessage;
import dev.switchboard.wire.proto.ListResponseMessage;
import dev.switchboard.wire.proto.LiveLocationMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.MessageKey;
import dev.switchboard.wire.proto.OrderMessage;
import dev.switchboard.wire.proto.PlaceholderMessage;
import dev.switchboard.wire.proto.ProtocolMessage;
import dev.switchboard.wire.proto.SecretEncryptedMessage;
import dev.switchboard.wire.proto.StickerMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message of every kind that matters, with what is to be found in it.
final class MessageSamples {

    static final Instant NOW = Instant.ofEpochSecond(1_750_000_000);
    static final Jid CHAT = Jid.pn("15550100001");
    static final MessageKey OWN = MessageKeys.of(CHAT, true, "3EB0AABBCCDDEEFF001122");
    static final MessageKey OTHERS =
            MessageKeys.of(Jid.group("120363000000000001"), false, "3EB0AABBCCDDEEFF001122", Jid.lid("100002", 3));
    private static final Bytes SECRET = Bytes.copyOf(new byte[32]);
    private static final AddOnCipher.Sealed SEALED = new AddOnCipher.Sealed(SECRET, SECRET.slice(0, 12));

    /// One message.
    ///
    /// @param kind what it is
    /// @param type the stanza's type
    /// @param mediaType the media type of its ciphertexts, or nothing
    /// @param edit the edit attribute, or nothing
    /// @param hidden whether a receiver that cannot open it shows nothing
    /// @param text its words, or nothing
    record Sample(
            Message message,
            MessageKind kind,
            String type,
            String mediaType,
            String edit,
            boolean hidden,
            String text) {}

    private MessageSamples() {}

    static List<Sample> all() {
        return java.util.stream.Stream.of(entries(), media(), business(), addOns(), protocol())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Sample> entries() {
        return List.of(
                entry(MessageContent.text("hi"), MessageKind.TEXT, "text", "", "hi"),
                entry(
                        MessageContent.text("hi", MessageContext.mention(List.of(CHAT))),
                        MessageKind.TEXT,
                        "text",
                        "",
                        "hi"),
                entry(
                        Message.newBuilder()
                                .setExtendedTextMessage(ExtendedTextMessage.newBuilder()
                                        .setText("see https://example.org")
                                        .setMatchedText("https://example.org"))
                                .build(),
                        MessageKind.TEXT,
                        "media",
                        "url",
                        "see https://example.org"),
                entry(
                        MessageContent.location(1.5, 2.5, Optional.of("Here"), Optional.empty()),
                        MessageKind.LOCATION,
                        "media",
                        "location",
                        ""),
                entry(
                        Message.newBuilder()
                                .setLiveLocationMessage(
                                        LiveLocationMessage.newBuilder().setCaption("on my way"))
                                .build(),
                        MessageKind.LIVE_LOCATION,
                        "media",
                        "livelocation",
                        "on my way"),
                entry(MessageContent.contact("Ada", "BEGIN:VCARD"), MessageKind.CONTACT, "media", "vcard", ""),
                entry(
                        Message.newBuilder()
                                .setContactsArrayMessage(ContactsArrayMessage.newBuilder()
                                        .addContacts(ContactMessage.newBuilder().setDisplayName("Ada")))
                                .build(),
                        MessageKind.CONTACTS,
                        "media",
                        "contact_array",
                        ""),
                entry(
                        MessageContent.poll("Which?", List.of("A", "B"), 1, SECRET),
                        MessageKind.POLL,
                        "poll",
                        "",
                        "Which?"),
                entry(
                        MessageContent.poll("Which?", List.of("A", "B"), 0, SECRET),
                        MessageKind.POLL,
                        "poll",
                        "",
                        "Which?"),
                entry(
                        Message.newBuilder()
                                .setEventMessage(EventMessage.newBuilder().setName("Party"))
                                .build(),
                        MessageKind.EVENT,
                        "event",
                        "",
                        "Party"),
                entry(
                        Message.newBuilder()
                                .setGroupInviteMessage(
                                        GroupInviteMessage.newBuilder().setCaption("join"))
                                .build(),
                        MessageKind.GROUP_INVITE,
                        "media",
                        "url",
                        "join"),
                entry(
                        Message.newBuilder()
                                .setPlaceholderMessage(PlaceholderMessage.getDefaultInstance())
                                .build(),
                        MessageKind.PLACEHOLDER,
                        "text",
                        "",
                        ""),
                entry(
                        MessageContent.deviceSent(CHAT, MessageContent.text("hi"), Optional.of("2:47DEQpj8")),
                        MessageKind.TEXT,
                        "text",
                        "",
                        "hi"));
    }

    private static List<Sample> media() {
        Message image = Message.newBuilder()
                .setImageMessage(ImageMessage.newBuilder().setCaption("look").setViewOnce(true))
                .build();
        return List.of(
                entry(image, MessageKind.IMAGE, "media", "image", "look"),
                entry(
                        Message.newBuilder()
                                .setViewOnceMessageV2(
                                        FutureProofMessage.newBuilder().setMessage(image))
                                .build(),
                        MessageKind.IMAGE,
                        "media",
                        "image",
                        "look"),
                entry(video(VideoMessage.newBuilder()), MessageKind.VIDEO, "media", "video", ""),
                entry(video(VideoMessage.newBuilder().setGifPlayback(true)), MessageKind.GIF, "media", "gif", ""),
                entry(
                        Message.newBuilder()
                                .setPtvMessage(VideoMessage.getDefaultInstance())
                                .build(),
                        MessageKind.VIDEO_NOTE,
                        "media",
                        "ptv",
                        ""),
                entry(audio(false), MessageKind.AUDIO, "media", "audio", ""),
                entry(audio(true), MessageKind.VOICE_NOTE, "media", "ptt", ""),
                entry(
                        Message.newBuilder()
                                .setDocumentWithCaptionMessage(FutureProofMessage.newBuilder()
                                        .setMessage(Message.newBuilder()
                                                .setDocumentMessage(DocumentMessage.newBuilder()
                                                        .setCaption("the file"))))
                                .build(),
                        MessageKind.DOCUMENT,
                        "media",
                        "document",
                        "the file"),
                entry(
                        Message.newBuilder()
                                .setStickerMessage(StickerMessage.getDefaultInstance())
                                .build(),
                        MessageKind.STICKER,
                        "media",
                        "sticker",
                        ""),
                entry(
                        Message.newBuilder()
                                .setAlbumMessage(AlbumMessage.newBuilder().setExpectedImageCount(2))
                                .build(),
                        MessageKind.ALBUM,
                        "text",
                        "",
                        ""));
    }

    private static List<Sample> business() {
        return List.of(
                entry(
                        Message.newBuilder()
                                .setListMessage(ListMessage.newBuilder().setDescription("choose"))
                                .build(),
                        MessageKind.LIST,
                        "media",
                        "list",
                        "choose"),
                entry(
                        Message.newBuilder()
                                .setListResponseMessage(
                                        ListResponseMessage.newBuilder().setTitle("One"))
                                .build(),
                        MessageKind.CHOICE,
                        "media",
                        "list_response",
                        "One"),
                entry(
                        Message.newBuilder()
                                .setButtonsMessage(ButtonsMessage.newBuilder().setContentText("press"))
                                .build(),
                        MessageKind.BUTTONS,
                        "text",
                        "",
                        "press"),
                entry(
                        Message.newBuilder()
                                .setButtonsResponseMessage(
                                        ButtonsResponseMessage.newBuilder().setSelectedDisplayText("Yes"))
                                .build(),
                        MessageKind.CHOICE,
                        "media",
                        "buttons_response",
                        "Yes"),
                entry(
                        Message.newBuilder()
                                .setOrderMessage(OrderMessage.newBuilder().setMessage("two, please"))
                                .build(),
                        MessageKind.ORDER,
                        "media",
                        "order",
                        "two, please"));
    }

    private static List<Sample> addOns() {
        return List.of(
                addOn(MessageContent.reaction(OTHERS, "👍", NOW), MessageKind.REACTION, "reaction", "", ""),
                addOn(MessageContent.reaction(OTHERS, "", NOW), MessageKind.REACTION, "reaction", "7", ""),
                addOn(
                        MessageContent.encryptedReaction(OTHERS, SEALED),
                        MessageKind.ENCRYPTED_REACTION,
                        "reaction",
                        "",
                        ""),
                addOn(MessageContent.pollVote(OTHERS, SEALED, NOW), MessageKind.POLL_VOTE, "poll", "", ""),
                addOn(
                        Message.newBuilder()
                                .setEncEventResponseMessage(EncEventResponseMessage.getDefaultInstance())
                                .build(),
                        MessageKind.EVENT_RESPONSE,
                        "text",
                        "",
                        ""),
                addOn(
                        MessageContent.edit(OWN, MessageContent.text("better"), NOW),
                        MessageKind.EDIT,
                        "text",
                        "1",
                        "better"),
                addOn(
                        MessageContent.bareEdit(OWN, MessageContent.text("better"), NOW),
                        MessageKind.EDIT,
                        "text",
                        "1",
                        "better"),
                addOn(
                        MessageContent.deviceSent(
                                CHAT, MessageContent.edit(OWN, MessageContent.text("better"), NOW), Optional.empty()),
                        MessageKind.EDIT,
                        "text",
                        "1",
                        "better"),
                addOn(MessageContent.revoke(OWN), MessageKind.REVOKE, "text", "7", ""),
                addOn(MessageContent.revoke(OTHERS), MessageKind.REVOKE, "text", "8", ""),
                addOn(MessageContent.pin(OTHERS, Duration.ofDays(7), NOW), MessageKind.PIN, "text", "2", ""),
                addOn(MessageContent.unpin(OTHERS, NOW), MessageKind.PIN, "text", "2", ""),
                addOn(MessageContent.keep(OTHERS, KeepType.KEEP_FOR_ALL, NOW), MessageKind.KEEP, "text", "", ""),
                addOn(MessageContent.keep(OTHERS, KeepType.UNDO_KEEP_FOR_ALL, NOW), MessageKind.KEEP, "text", "7", ""),
                addOn(
                        Message.newBuilder()
                                .setSecretEncryptedMessage(SecretEncryptedMessage.newBuilder()
                                        .setSecretEncType(SecretEncryptedMessage.SecretEncType.MESSAGE_EDIT))
                                .build(),
                        MessageKind.ENCRYPTED_EDIT,
                        "text",
                        "1",
                        ""));
    }

    private static List<Sample> protocol() {
        return List.of(
                protocol(MessageContent.timer(Duration.ofDays(1), NOW), MessageKind.TIMER),
                protocol(PeerMessages.history(HistorySyncNotification.getDefaultInstance()), MessageKind.HISTORY_SYNC),
                protocol(PeerMessages.keyShare(List.of()), MessageKind.APP_STATE_KEY_SHARE),
                protocol(PeerMessages.keyRequest(List.of(SECRET)), MessageKind.APP_STATE_KEY_REQUEST),
                protocol(PeerMessages.appStateException(List.of("regular"), NOW), MessageKind.APP_STATE_EXCEPTION),
                protocol(PeerMessages.placeholderResend(List.of(OTHERS)), MessageKind.PEER_DATA_REQUEST),
                protocol(PeerMessages.historyOnDemand(OTHERS, NOW, 50), MessageKind.PEER_DATA_REQUEST),
                protocol(PeerMessages.lidMappings(Map.of(CHAT, Jid.lid("100001")), NOW), MessageKind.LID_MAPPING),
                protocol(
                        Message.newBuilder()
                                .setProtocolMessage(ProtocolMessage.newBuilder().setKey(OWN))
                                .build(),
                        MessageKind.OTHER_PROTOCOL),
                protocol(
                        MessageContent.senderKeyDistribution(Jid.group("120363000000000001"), SECRET),
                        MessageKind.SENDER_KEY),
                protocol(Message.getDefaultInstance(), MessageKind.EMPTY));
    }

    private static Sample entry(Message message, MessageKind kind, String type, String mediaType, String text) {
        return new Sample(message, kind, type, mediaType, "", false, text);
    }

    private static Sample addOn(Message message, MessageKind kind, String type, String edit, String text) {
        return new Sample(message, kind, type, "", edit, true, text);
    }

    private static Sample protocol(Message message, MessageKind kind) {
        return new Sample(message, kind, "text", "", "", false, "");
    }

    private static Message video(VideoMessage.Builder video) {
        return Message.newBuilder().setVideoMessage(video).build();
    }

    private static Message audio(boolean voiceNote) {
        return Message.newBuilder()
                .setAudioMessage(
                        AudioMessage.newBuilder().setPtt(voiceNote).setWaveform(ByteString.copyFrom(new byte[64])))
                .build();
    }
}
