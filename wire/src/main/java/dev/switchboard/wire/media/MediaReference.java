// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.Unwrapped;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.HistorySyncNotification;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.StickerMessage;
import dev.switchboard.wire.proto.StickerPackMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.util.Optional;
import java.util.OptionalLong;

/// Where the file of a message lies, and what opens it. The files of channels have no key and are not encrypted.
///
/// @param kind the kind of file
/// @param mimetype what is in it
/// @param directPath the path on any media host
/// @param url the full address, where a host is named
/// @param key the key, unless the file is not encrypted
/// @param expected what must hold of the file
public record MediaReference(
        MediaKind kind,
        Optional<String> mimetype,
        Optional<String> directPath,
        Optional<String> url,
        Optional<MediaKey> key,
        MediaDecryptor.Expected expected) {

    /// The file of a message, whatever envelopes it is in.
    ///
    /// @throws dev.switchboard.wire.WireException if the message is nested too deep or its key has a wrong size
    public static Optional<MediaReference> of(Message message) {
        Unwrapped unwrapped = Unwrapped.of(message);
        Message content = unwrapped.content();
        MessageKind kind = unwrapped.kind();
        return switch (kind) {
            case IMAGE -> Optional.of(of(content.getImageMessage()));
            case VIDEO -> Optional.of(of(MediaKind.VIDEO, content.getVideoMessage()));
            case GIF -> Optional.of(of(MediaKind.GIF, content.getVideoMessage()));
            case VIDEO_NOTE -> Optional.of(of(MediaKind.VIDEO_NOTE, content.getPtvMessage()));
            case AUDIO -> Optional.of(of(MediaKind.AUDIO, content.getAudioMessage()));
            case VOICE_NOTE -> Optional.of(of(MediaKind.VOICE_NOTE, content.getAudioMessage()));
            case DOCUMENT -> Optional.of(of(content.getDocumentMessage()));
            case STICKER -> Optional.of(of(content.getStickerMessage()));
            case STICKER_PACK -> Optional.of(of(content.getStickerPackMessage()));
            default -> Optional.empty();
        };
    }

    /// The file of a picture, wherever it stands.
    ///
    /// @throws dev.switchboard.wire.WireException if its key has a wrong size
    public static MediaReference of(ImageMessage file) {
        return new MediaReference(
                MediaKind.IMAGE,
                text(file.getMimetype()),
                text(file.getDirectPath()),
                text(file.getUrl()),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    private static MediaReference of(MediaKind kind, VideoMessage file) {
        return new MediaReference(
                kind,
                text(file.getMimetype()),
                text(file.getDirectPath()),
                text(file.getUrl()),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    private static MediaReference of(MediaKind kind, AudioMessage file) {
        return new MediaReference(
                kind,
                text(file.getMimetype()),
                text(file.getDirectPath()),
                text(file.getUrl()),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    private static MediaReference of(DocumentMessage file) {
        return new MediaReference(
                MediaKind.DOCUMENT,
                text(file.getMimetype()),
                text(file.getDirectPath()),
                text(file.getUrl()),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    private static MediaReference of(StickerMessage file) {
        return new MediaReference(
                MediaKind.STICKER,
                text(file.getMimetype()),
                text(file.getDirectPath()),
                text(file.getUrl()),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    private static MediaReference of(StickerPackMessage file) {
        return new MediaReference(
                MediaKind.STICKER_PACK,
                Optional.empty(),
                text(file.getDirectPath()),
                Optional.empty(),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    /// The file of a piece of history that does not come inline.
    public static MediaReference of(HistorySyncNotification file) {
        return new MediaReference(
                MediaKind.HISTORY,
                Optional.empty(),
                text(file.getDirectPath()),
                Optional.empty(),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileLength()));
    }

    /// The file of a snapshot or large patch of app state.
    public static MediaReference of(ExternalBlobReference file) {
        return new MediaReference(
                MediaKind.APP_STATE,
                Optional.empty(),
                text(file.getDirectPath()),
                Optional.empty(),
                key(file.getMediaKey()),
                expected(file.getFileSha256(), file.getFileEncSha256(), file.getFileSizeBytes()));
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<MediaKey> key(ByteString key) {
        return bytes(key).map(MediaKey::new);
    }

    private static MediaDecryptor.Expected expected(ByteString plain, ByteString encrypted, long length) {
        return new MediaDecryptor.Expected(
                bytes(plain), bytes(encrypted), length > 0 ? OptionalLong.of(length) : OptionalLong.empty());
    }

    private static Optional<Bytes> bytes(ByteString bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Bytes.copyOf(bytes.toByteArray()));
    }
}
