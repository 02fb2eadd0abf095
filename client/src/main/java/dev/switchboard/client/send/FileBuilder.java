// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import static dev.switchboard.client.send.TalkBuilder.bytes;

import com.google.protobuf.ByteString;
import dev.switchboard.client.addon.Unsendable;
import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.client.message.Frame;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.VideoForm;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.AlbumMessage;
import dev.switchboard.wire.proto.AudioMessage;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.ImageMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.StickerMessage;
import dev.switchboard.wire.proto.VideoMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Builds messages that have a file.
final class FileBuilder {

    private static final int WAVEFORM_SIZE = 64;

    private FileBuilder() {}

    /// What every kind of file tells, to be set on a kind's builder.
    private record Parts(UploadedMedia file) {

        Parts {
            MediaReference reference = file.reference();
            if (reference.directPath().isEmpty() && reference.url().isEmpty()) {
                throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
            }
        }

        MediaReference reference() {
            return file.reference();
        }

        void url(Consumer<String> setter) {
            reference().url().ifPresent(setter);
        }

        void path(Consumer<String> setter) {
            reference().directPath().ifPresent(setter);
        }

        String mimetype(String usual) {
            return reference().mimetype().orElse(usual);
        }

        void key(Consumer<ByteString> setter) {
            reference().key().ifPresent(key -> setter.accept(bytes(key.bytes())));
        }

        void plainHash(Consumer<ByteString> setter) {
            reference().expected().fileSha256().ifPresent(hash -> setter.accept(bytes(hash)));
        }

        void encryptedHash(Consumer<ByteString> setter) {
            reference().expected().fileEncSha256().ifPresent(hash -> setter.accept(bytes(hash)));
        }

        void length(Consumer<Long> setter) {
            reference().expected().fileLength().ifPresent(setter::accept);
        }

        void time(Consumer<Long> setter) {
            if (reference().key().isPresent()) {
                setter.accept(file.uploaded().getEpochSecond());
            }
        }

        void sidecar(Consumer<ByteString> setter) {
            file.streamingSidecar().ifPresent(sidecar -> setter.accept(bytes(sidecar)));
        }
    }

    static Message image(OutgoingContent.Image content) {
        Parts file = new Parts(content.file());
        ImageMessage.Builder image = ImageMessage.newBuilder().setMimetype(file.mimetype("image/jpeg"));
        file.url(image::setUrl);
        file.path(image::setDirectPath);
        file.key(image::setMediaKey);
        file.time(image::setMediaKeyTimestamp);
        file.plainHash(image::setFileSha256);
        file.encryptedHash(image::setFileEncSha256);
        file.length(image::setFileLength);
        content.caption().ifPresent(image::setCaption);
        Frame frame = content.frame();
        frame.width().ifPresent(image::setWidth);
        frame.height().ifPresent(image::setHeight);
        frame.thumbnail().ifPresent(picture -> image.setJpegThumbnail(bytes(picture)));
        if (content.viewOnce()) {
            image.setViewOnce(true);
        }
        return Message.newBuilder().setImageMessage(image).build();
    }

    static Message video(OutgoingContent.Video content) {
        Parts file = new Parts(content.file());
        VideoMessage.Builder video = VideoMessage.newBuilder().setMimetype(file.mimetype("video/mp4"));
        file.url(video::setUrl);
        file.path(video::setDirectPath);
        file.key(video::setMediaKey);
        file.time(video::setMediaKeyTimestamp);
        file.plainHash(video::setFileSha256);
        file.encryptedHash(video::setFileEncSha256);
        file.length(video::setFileLength);
        file.sidecar(video::setStreamingSidecar);
        content.caption().ifPresent(video::setCaption);
        seconds(content.length()).ifPresent(video::setSeconds);
        Frame frame = content.frame();
        frame.width().ifPresent(video::setWidth);
        frame.height().ifPresent(video::setHeight);
        frame.thumbnail().ifPresent(picture -> video.setJpegThumbnail(bytes(picture)));
        if (content.viewOnce()) {
            video.setViewOnce(true);
        }
        if (content.form() == VideoForm.GIF) {
            video.setGifPlayback(true);
        }
        return content.form() == VideoForm.NOTE
                ? Message.newBuilder().setPtvMessage(video).build()
                : Message.newBuilder().setVideoMessage(video).build();
    }

    static Message audio(OutgoingContent.Audio content) {
        AudioMessage.Builder audio = audio(new Parts(content.file()), content.length(), "audio/mp4");
        return Message.newBuilder().setAudioMessage(audio).build();
    }

    static Message voiceNote(OutgoingContent.VoiceNote content) {
        AudioMessage.Builder audio = audio(new Parts(content.file()), content.length(), "audio/ogg; codecs=opus")
                .setPtt(true);
        waveform(content.waveform()).ifPresent(wave -> audio.setWaveform(bytes(wave)));
        if (content.viewOnce()) {
            audio.setViewOnce(true);
        }
        return Message.newBuilder().setAudioMessage(audio).build();
    }

    private static AudioMessage.Builder audio(Parts file, Optional<Duration> length, String usual) {
        AudioMessage.Builder audio = AudioMessage.newBuilder().setMimetype(file.mimetype(usual));
        file.url(audio::setUrl);
        file.path(audio::setDirectPath);
        file.key(audio::setMediaKey);
        file.time(audio::setMediaKeyTimestamp);
        file.plainHash(audio::setFileSha256);
        file.encryptedHash(audio::setFileEncSha256);
        file.length(audio::setFileLength);
        file.sidecar(audio::setStreamingSidecar);
        seconds(length).ifPresent(audio::setSeconds);
        return audio;
    }

    private static Optional<Bytes> waveform(Bytes waveform) {
        if (waveform.isEmpty()) {
            return Optional.empty();
        }
        boolean sound = waveform.size() == WAVEFORM_SIZE;
        for (int i = 0; sound && i < waveform.size(); i++) {
            sound = waveform.at(i) >= 0 && waveform.at(i) <= 100;
        }
        if (!sound) {
            throw new Unsendable(SendFailure.Kind.INVALID_CONTENT);
        }
        return Optional.of(waveform);
    }

    static Message document(OutgoingContent.Document content) {
        Parts file = new Parts(content.file());
        DocumentMessage.Builder document =
                DocumentMessage.newBuilder().setMimetype(file.mimetype("application/octet-stream"));
        file.url(document::setUrl);
        file.path(document::setDirectPath);
        file.key(document::setMediaKey);
        file.time(document::setMediaKeyTimestamp);
        file.plainHash(document::setFileSha256);
        file.encryptedHash(document::setFileEncSha256);
        file.length(document::setFileLength);
        content.fileName().ifPresent(document::setFileName);
        content.title().or(content::fileName).ifPresent(document::setTitle);
        content.pages().ifPresent(document::setPageCount);
        content.caption().ifPresent(document::setCaption);
        Frame frame = content.frame();
        frame.width().ifPresent(document::setThumbnailWidth);
        frame.height().ifPresent(document::setThumbnailHeight);
        frame.thumbnail().ifPresent(picture -> document.setJpegThumbnail(bytes(picture)));
        return Message.newBuilder().setDocumentMessage(document).build();
    }

    static Message sticker(OutgoingContent.Sticker content) {
        Parts file = new Parts(content.file());
        StickerMessage.Builder sticker = StickerMessage.newBuilder()
                .setMimetype(file.mimetype("image/webp"))
                .setIsAnimated(content.animated());
        file.url(sticker::setUrl);
        file.path(sticker::setDirectPath);
        file.key(sticker::setMediaKey);
        file.time(sticker::setMediaKeyTimestamp);
        file.plainHash(sticker::setFileSha256);
        file.encryptedHash(sticker::setFileEncSha256);
        file.length(sticker::setFileLength);
        Frame frame = content.frame();
        frame.width().ifPresent(sticker::setWidth);
        frame.height().ifPresent(sticker::setHeight);
        frame.thumbnail().ifPresent(picture -> sticker.setPngThumbnail(bytes(picture)));
        return Message.newBuilder().setStickerMessage(sticker).build();
    }

    static Message album(OutgoingContent.Album content) {
        return Message.newBuilder()
                .setAlbumMessage(AlbumMessage.newBuilder()
                        .setExpectedImageCount(content.images())
                        .setExpectedVideoCount(content.videos()))
                .build();
    }

    /// A length in seconds, of which a begun one counts.
    private static Optional<Integer> seconds(Optional<Duration> length) {
        return length.filter(time -> !time.isNegative()).map(time ->
                (int) Math.min(Integer.MAX_VALUE, time.plusMillis(999).toSeconds()));
    }
}
