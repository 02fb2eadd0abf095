// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.ExtendedTextMessage;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.StickerMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.util.Optional;

/// Builds messages about files and links, as phones send them.
public final class PhoneContent {

    private static final int WAVEFORM_POINTS = 64;
    private static final int WAVEFORM_TOP = 100;

    private PhoneContent() {}

    /// A message about a file.
    public static Message file(MediaKind kind, SealedFile file, FileDetails details) {
        Message.Builder message = Message.newBuilder();
        switch (kind) {
            case IMAGE -> message.setImageMessage(image(file, details));
            case VIDEO, GIF -> message.setVideoMessage(video(file, details).setGifPlayback(kind == MediaKind.GIF));
            case VIDEO_NOTE -> message.setPtvMessage(video(file, details));
            case AUDIO, VOICE_NOTE -> message.setAudioMessage(audio(file, details, kind == MediaKind.VOICE_NOTE));
            case STICKER -> message.setStickerMessage(sticker(file, details));
            default -> {
                return document(file, details);
            }
        }
        return details.viewOnce()
                ? Message.newBuilder()
                        .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(message))
                        .build()
                : message.build();
    }

    private static ImageMessage.Builder image(SealedFile file, FileDetails details) {
        ImageMessage.Builder image = ImageMessage.newBuilder()
                .setUrl(file.url())
                .setDirectPath(file.directPath())
                .setMimetype(file.mimetype())
                .setMediaKey(file.keyBytes())
                .setMediaKeyTimestamp(file.seconds())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256())
                .setFileLength(file.length());
        details.caption().ifPresent(image::setCaption);
        details.thumbnail().map(PhoneContent::bytes).ifPresent(image::setJpegThumbnail);
        if (details.width() > 0) {
            image.setWidth(details.width()).setHeight(details.height());
        }
        return details.viewOnce() ? image.setViewOnce(true) : image;
    }

    private static VideoMessage.Builder video(SealedFile file, FileDetails details) {
        VideoMessage.Builder video = VideoMessage.newBuilder()
                .setUrl(file.url())
                .setDirectPath(file.directPath())
                .setMimetype(file.mimetype())
                .setMediaKey(file.keyBytes())
                .setMediaKeyTimestamp(file.seconds())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256())
                .setFileLength(file.length());
        details.caption().ifPresent(video::setCaption);
        details.thumbnail().map(PhoneContent::bytes).ifPresent(video::setJpegThumbnail);
        file.hashes().streamingSidecar().map(PhoneContent::bytes).ifPresent(video::setStreamingSidecar);
        if (details.seconds() > 0) {
            video.setSeconds(details.seconds());
        }
        if (details.width() > 0) {
            video.setWidth(details.width()).setHeight(details.height());
        }
        return details.viewOnce() ? video.setViewOnce(true) : video;
    }

    private static AudioMessage.Builder audio(SealedFile file, FileDetails details, boolean voice) {
        AudioMessage.Builder audio = AudioMessage.newBuilder()
                .setUrl(file.url())
                .setDirectPath(file.directPath())
                .setMimetype(file.mimetype())
                .setMediaKey(file.keyBytes())
                .setMediaKeyTimestamp(file.seconds())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256())
                .setFileLength(file.length())
                .setSeconds(details.seconds())
                .setPtt(voice);
        file.hashes().streamingSidecar().map(PhoneContent::bytes).ifPresent(audio::setStreamingSidecar);
        if (voice) {
            audio.setWaveform(waveform(file));
        }
        return details.viewOnce() ? audio.setViewOnce(true) : audio;
    }

    /// A phone draws what it recorded; here the file's digest gives the shape, the same each time.
    private static ByteString waveform(SealedFile file) {
        byte[] points = new byte[WAVEFORM_POINTS];
        Bytes digest = file.hashes().fileSha256();
        for (int i = 0; i < points.length; i++) {
            points[i] = (byte) ((digest.at(i % digest.size()) & 0xFF) * WAVEFORM_TOP / 0xFF);
        }
        return ByteString.copyFrom(points);
    }

    private static StickerMessage.Builder sticker(SealedFile file, FileDetails details) {
        StickerMessage.Builder sticker = StickerMessage.newBuilder()
                .setUrl(file.url())
                .setDirectPath(file.directPath())
                .setMimetype(file.mimetype())
                .setMediaKey(file.keyBytes())
                .setMediaKeyTimestamp(file.seconds())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256())
                .setFileLength(file.length())
                .setIsAnimated(details.animated())
                .setStickerSentTs(file.at());
        if (details.width() > 0) {
            sticker.setWidth(details.width()).setHeight(details.height());
        }
        return sticker;
    }

    /// A document with words under it comes in an envelope of its own.
    private static Message document(SealedFile file, FileDetails details) {
        String name = details.name().orElse("file");
        DocumentMessage.Builder document = DocumentMessage.newBuilder()
                .setUrl(file.url())
                .setDirectPath(file.directPath())
                .setMimetype(file.mimetype())
                .setMediaKey(file.keyBytes())
                .setMediaKeyTimestamp(file.seconds())
                .setFileSha256(file.fileSha256())
                .setFileEncSha256(file.fileEncSha256())
                .setFileLength(file.length())
                .setFileName(name)
                .setTitle(name);
        details.caption().ifPresent(document::setCaption);
        Message message = Message.newBuilder().setDocumentMessage(document).build();
        return details.caption().isEmpty()
                ? message
                : Message.newBuilder()
                        .setDocumentWithCaptionMessage(
                                FutureProofMessage.newBuilder().setMessage(message))
                        .build();
    }

    /// A text with the preview of a link in it.
    public static Message link(
            String text, String url, Optional<String> title, Optional<String> description, Optional<Bytes> thumbnail) {
        ExtendedTextMessage.Builder link =
                ExtendedTextMessage.newBuilder().setText(text).setMatchedText(url);
        title.ifPresent(link::setTitle);
        description.ifPresent(link::setDescription);
        thumbnail.map(PhoneContent::bytes).ifPresent(link::setJpegThumbnail);
        return Message.newBuilder().setExtendedTextMessage(link).build();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
