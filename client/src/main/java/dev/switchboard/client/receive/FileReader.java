// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import com.google.protobuf.ByteString;
import dev.switchboard.client.event.IncomingContent;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.wire.media.MediaDecryptor;
import dev.switchboard.wire.media.MediaKey;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.StickerMessage;
import dev.switchboard.wire.proto.StickerPackMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads messages that have a file.
final class FileReader {

    private FileReader() {}

    static Optional<IncomingContent> read(MessageKind kind, Message content) {
        return MediaReference.of(content).map(file -> switch (kind) {
            case IMAGE -> image(file, content.getImageMessage());
            case VIDEO -> video(file, content.getVideoMessage(), VideoForm.VIDEO);
            case GIF -> video(file, content.getVideoMessage(), VideoForm.GIF);
            case VIDEO_NOTE -> video(file, content.getPtvMessage(), VideoForm.NOTE);
            case AUDIO ->
                new IncomingContent.Audio(
                        file, Values.seconds(content.getAudioMessage().getSeconds()));
            case VOICE_NOTE -> voice(file, content.getAudioMessage());
            case DOCUMENT -> document(file, content.getDocumentMessage());
            case STICKER -> sticker(file, content.getStickerMessage());
            case STICKER_PACK -> pack(file, content.getStickerPackMessage());
            default -> new IncomingContent.Unsupported(kind);
        });
    }

    private static IncomingContent image(MediaReference file, ImageMessage image) {
        return new IncomingContent.Image(
                file,
                Values.text(image.getCaption()),
                frame(image.getWidth(), image.getHeight(), image.getJpegThumbnail()));
    }

    private static IncomingContent video(MediaReference file, VideoMessage video, VideoForm form) {
        return new IncomingContent.Video(
                file,
                Values.text(video.getCaption()),
                frame(video.getWidth(), video.getHeight(), video.getJpegThumbnail()),
                Values.seconds(video.getSeconds()),
                form);
    }

    private static IncomingContent voice(MediaReference file, AudioMessage audio) {
        return new IncomingContent.VoiceNote(
                file, Values.seconds(audio.getSeconds()), Values.copy(audio.getWaveform()));
    }

    private static IncomingContent document(MediaReference file, DocumentMessage document) {
        return new IncomingContent.Document(
                file,
                Values.text(document.getFileName()),
                Values.text(document.getTitle()),
                Values.number(document.getPageCount()),
                Values.text(document.getCaption()),
                frame(document.getThumbnailWidth(), document.getThumbnailHeight(), document.getJpegThumbnail()));
    }

    private static IncomingContent sticker(MediaReference file, StickerMessage sticker) {
        return new IncomingContent.Sticker(
                file,
                frame(sticker.getWidth(), sticker.getHeight(), sticker.getPngThumbnail()),
                sticker.getIsAnimated());
    }

    private static IncomingContent pack(MediaReference file, StickerPackMessage pack) {
        return new IncomingContent.StickerPack(
                file, pack.getStickerPackId(), pack.getName(), pack.getPublisher(), pack.getStickersCount());
    }

    private static Frame frame(int width, int height, ByteString thumbnail) {
        return new Frame(Values.number(width), Values.number(height), Values.bytes(thumbnail));
    }

    static Frame frame(int width, int height) {
        OptionalInt across = Values.number(width);
        OptionalInt down = Values.number(height);
        return across.isEmpty() && down.isEmpty() ? Frame.NONE : new Frame(across, down, Optional.empty());
    }

    /// The larger picture of a link's preview.
    static Optional<UploadedMedia> previewPicture(ExtendedTextMessage text) {
        if (text.getThumbnailDirectPath().isEmpty() || text.getMediaKey().isEmpty()) {
            return Optional.empty();
        }
        MediaReference picture = new MediaReference(
                MediaKind.LINK_THUMBNAIL,
                Optional.of("image/jpeg"),
                Optional.of(text.getThumbnailDirectPath()),
                Optional.empty(),
                Values.bytes(text.getMediaKey()).map(MediaKey::new),
                new MediaDecryptor.Expected(
                        Values.bytes(text.getThumbnailSha256()),
                        Values.bytes(text.getThumbnailEncSha256()),
                        OptionalLong.empty()));
        return Optional.of(UploadedMedia.of(
                picture, Values.time(text.getMediaKeyTimestamp()).orElse(Instant.EPOCH)));
    }
}
