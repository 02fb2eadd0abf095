// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of an unwrapped message that a chat shows.
///
/// @param kind what it is
/// @param text the text, null for kinds that have none
/// @param caption the caption of media
/// @param mimetype the type of media
/// @param sha256 the digest of media
/// @param size the length of media, -1 where there is none
/// @param quotedId the id of the message it answers
public record ContentReading(
        MessageKind kind,
        @Nullable String text,
        @Nullable String caption,
        @Nullable String mimetype,
        @Nullable Bytes sha256,
        long size,
        @Nullable String quotedId) {

    /// Reads an unwrapped message.
    public static ContentReading of(Message message) {
        return media(message).orElseGet(() -> plain(message));
    }

    private static ContentReading plain(Message message) {
        if (message.hasConversation()) {
            return of(MessageKind.TEXT, message.getConversation(), null);
        }
        if (message.hasExtendedTextMessage()) {
            var text = message.getExtendedTextMessage();
            return of(MessageKind.TEXT, text.getText(), text.hasContextInfo() ? text.getContextInfo() : null);
        }
        if (message.hasLocationMessage()) {
            var place = message.getLocationMessage();
            return of(MessageKind.LOCATION, name(place.getName()), place.getContextInfo());
        }
        if (message.hasLiveLocationMessage()) {
            return of(MessageKind.LOCATION, null, message.getLiveLocationMessage().getContextInfo());
        }
        if (message.hasContactMessage()) {
            var card = message.getContactMessage();
            return of(MessageKind.CONTACT, name(card.getDisplayName()), card.getContextInfo());
        }
        if (message.hasContactsArrayMessage()) {
            var cards = message.getContactsArrayMessage();
            return of(MessageKind.CONTACT, name(cards.getDisplayName()), cards.getContextInfo());
        }
        if (message.hasEventMessage()) {
            var event = message.getEventMessage();
            return of(MessageKind.EVENT, name(event.getName()), event.getContextInfo());
        }
        return poll(message).orElseGet(() -> of(MessageKind.UNSUPPORTED, null, null));
    }

    private static Optional<ContentReading> poll(Message message) {
        var poll = message.hasPollCreationMessage()
                ? message.getPollCreationMessage()
                : message.hasPollCreationMessageV2()
                        ? message.getPollCreationMessageV2()
                        : message.hasPollCreationMessageV3()
                                ? message.getPollCreationMessageV3()
                                : message.hasPollCreationMessageV5()
                                        ? message.getPollCreationMessageV5()
                                        : message.hasPollCreationMessageV6()
                                                ? message.getPollCreationMessageV6()
                                                : null;
        return Optional.ofNullable(poll).map(p -> of(MessageKind.POLL, name(p.getName()), p.getContextInfo()));
    }

    private static Optional<ContentReading> media(Message message) {
        if (message.hasImageMessage()) {
            ImageMessage image = message.getImageMessage();
            return Optional.of(file(MessageKind.IMAGE, image.getMimetype(), image.getFileSha256(), image.getFileLength())
                    .captioned(image.getCaption(), image.getContextInfo()));
        }
        if (message.hasVideoMessage() || message.hasPtvMessage()) {
            var video = message.hasVideoMessage() ? message.getVideoMessage() : message.getPtvMessage();
            return Optional.of(file(MessageKind.VIDEO, video.getMimetype(), video.getFileSha256(), video.getFileLength())
                    .captioned(video.getCaption(), video.getContextInfo()));
        }
        if (message.hasAudioMessage()) {
            var audio = message.getAudioMessage();
            return Optional.of(file(MessageKind.AUDIO, audio.getMimetype(), audio.getFileSha256(), audio.getFileLength())
                    .captioned("", audio.getContextInfo()));
        }
        if (message.hasDocumentMessage()) {
            var file = message.getDocumentMessage();
            return Optional.of(file(MessageKind.DOCUMENT, file.getMimetype(), file.getFileSha256(), file.getFileLength())
                    .captioned(file.getCaption(), file.getContextInfo()));
        }
        if (message.hasStickerMessage()) {
            var sticker = message.getStickerMessage();
            return Optional.of(
                    file(MessageKind.STICKER, sticker.getMimetype(), sticker.getFileSha256(), sticker.getFileLength())
                            .captioned("", sticker.getContextInfo()));
        }
        return Optional.empty();
    }

    private static ContentReading of(MessageKind kind, @Nullable String text, @Nullable ContextInfo context) {
        return new ContentReading(kind, text, null, null, null, -1, quoted(context));
    }

    private static ContentReading file(
            MessageKind kind, String mimetype, ByteString sha256, long size) {
        Bytes digest = sha256.isEmpty() ? null : Bytes.copyOf(sha256.toByteArray());
        return new ContentReading(kind, null, null, name(mimetype), digest, size, null);
    }

    private ContentReading captioned(String words, ContextInfo context) {
        return new ContentReading(kind, text, name(words), mimetype, sha256, size, quoted(context));
    }

    private static @Nullable String quoted(@Nullable ContextInfo context) {
        return context == null ? null : name(context.getStanzaId());
    }

    private static @Nullable String name(String value) {
        return value.isEmpty() ? null : value;
    }
}
