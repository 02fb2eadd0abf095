// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.proto.ContextInfo;
import dev.switchboard.wire.proto.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of an unwrapped message that a chat shows.
///
/// @param text the text, null for kinds that have none
/// @param caption the caption of media
/// @param quotedId the id of the message it answers
/// @param file the file that belongs to it
public record ContentReading(
        @Nullable String text,
        @Nullable String caption,
        @Nullable String quotedId,
        @Nullable FileReading file) {

    /// Nothing to show.
    static final ContentReading NOTHING = new ContentReading(null, null, null, null);

    /// A file as its message describes it.
    ///
    /// @param mimetype its type
    /// @param sha256 the digest of its plain bytes
    /// @param size how many they are
    public record FileReading(String mimetype, Bytes sha256, long size) {

        private static FileReading of(String mimetype, ByteString sha256, long size) {
            return new FileReading(mimetype, Bytes.copyOf(sha256.toByteArray()), size);
        }
    }

    /// Reads an unwrapped message.
    static ContentReading of(Message message) {
        String words = MessageText.of(message).orElse(null);
        String quoted = context(message)
                .map(ContextInfo::getStanzaId)
                .filter(id -> !id.isEmpty())
                .orElse(null);
        FileReading file = file(message);
        return MessageKind.of(message).isMedia()
                ? new ContentReading(null, words, quoted, file)
                : new ContentReading(words, null, quoted, file);
    }

    private static @Nullable FileReading file(Message message) {
        return switch (MessageKind.of(message)) {
            case IMAGE -> {
                var image = message.getImageMessage();
                yield FileReading.of(image.getMimetype(), image.getFileSha256(), image.getFileLength());
            }
            case VIDEO, GIF -> {
                var video = message.getVideoMessage();
                yield FileReading.of(video.getMimetype(), video.getFileSha256(), video.getFileLength());
            }
            case VIDEO_NOTE -> {
                var note = message.getPtvMessage();
                yield FileReading.of(note.getMimetype(), note.getFileSha256(), note.getFileLength());
            }
            case AUDIO, VOICE_NOTE -> {
                var audio = message.getAudioMessage();
                yield FileReading.of(audio.getMimetype(), audio.getFileSha256(), audio.getFileLength());
            }
            case DOCUMENT -> {
                var document = message.getDocumentMessage();
                yield FileReading.of(document.getMimetype(), document.getFileSha256(), document.getFileLength());
            }
            case STICKER -> {
                var sticker = message.getStickerMessage();
                yield FileReading.of(sticker.getMimetype(), sticker.getFileSha256(), sticker.getFileLength());
            }
            default -> null;
        };
    }

    private static Optional<ContextInfo> context(Message message) {
        return Optional.ofNullable(
                switch (MessageKind.of(message)) {
                    case TEXT -> message.getExtendedTextMessage().getContextInfo();
                    case IMAGE -> message.getImageMessage().getContextInfo();
                    case VIDEO, GIF -> message.getVideoMessage().getContextInfo();
                    case VIDEO_NOTE -> message.getPtvMessage().getContextInfo();
                    case AUDIO, VOICE_NOTE -> message.getAudioMessage().getContextInfo();
                    case DOCUMENT -> message.getDocumentMessage().getContextInfo();
                    case STICKER -> message.getStickerMessage().getContextInfo();
                    case LOCATION -> message.getLocationMessage().getContextInfo();
                    case LIVE_LOCATION -> message.getLiveLocationMessage().getContextInfo();
                    case CONTACT -> message.getContactMessage().getContextInfo();
                    case CONTACTS -> message.getContactsArrayMessage().getContextInfo();
                    case EVENT -> message.getEventMessage().getContextInfo();
                    default -> null;
                });
    }
}
