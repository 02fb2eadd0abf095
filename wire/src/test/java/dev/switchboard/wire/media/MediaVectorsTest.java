// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.MediaRetryNotification;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MediaVectorsTest {

    private static final JsonNode VECTORS = Vectors.messaging();
    private static final JsonNode MEDIA = Vectors.at(VECTORS, "media");
    private static final MediaKey KEY = new MediaKey(Bytes.copyOf(Vectors.hex(MEDIA, "mediaKey")));
    private static final Map<MediaKind, String> EXPANSIONS = Map.ofEntries(
            Map.entry(MediaKind.IMAGE, "image"),
            Map.entry(MediaKind.STICKER, "image"),
            Map.entry(MediaKind.VIDEO, "video"),
            Map.entry(MediaKind.AUDIO, "audio"),
            Map.entry(MediaKind.VOICE_NOTE, "audio"),
            Map.entry(MediaKind.DOCUMENT, "document"),
            Map.entry(MediaKind.HISTORY, "md-msg-hist"),
            Map.entry(MediaKind.APP_STATE, "md-app-state"),
            Map.entry(MediaKind.IMAGE_THUMBNAIL, "thumbnail-image"),
            Map.entry(MediaKind.VIDEO_THUMBNAIL, "thumbnail-video"),
            Map.entry(MediaKind.DOCUMENT_THUMBNAIL, "thumbnail-document"),
            Map.entry(MediaKind.LINK_THUMBNAIL, "thumbnail-link"));

    @ParameterizedTest
    @EnumSource(
            value = MediaKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GIF", "VIDEO_NOTE", "STICKER_PACK", "STICKER_PACK_THUMBNAIL", "PAYMENT_BACKGROUND"})
    void derivesKeysAsBaileysDoes(MediaKind kind) {
        JsonNode expected = Vectors.at(MEDIA, "expansions/" + EXPANSIONS.get(kind));
        MediaKeys keys = MediaKeys.derive(KEY, kind);
        assertThat(kind.keyInfo()).isEqualTo(expected.get("info").textValue());
        assertThat(keys.iv().hex()).isEqualTo(expected.get("iv").textValue());
        assertThat(keys.cipherKey().hex()).isEqualTo(expected.get("cipherKey").textValue());
        assertThat(keys.macKey().hex()).isEqualTo(expected.get("macKey").textValue());
        assertThat(keys.referenceKey().hex()).isEqualTo(expected.get("refKey").textValue());
    }

    @Test
    void encryptsAnImageAsBaileysDoes() throws IOException {
        JsonNode sample = Vectors.at(MEDIA, "imageSample");
        byte[] plain = sample.get("plaintextUtf8").textValue().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        EncryptedMedia media = MediaEncryptor.encrypt(new ByteArrayInputStream(plain), file, KEY, MediaKind.IMAGE);
        assertThat(file.toByteArray()).isEqualTo(Vectors.hex(sample, "file"));
        assertThat(media.fileSha256().hex()).isEqualTo(sample.get("fileSha256").textValue());
        assertThat(media.fileEncSha256().hex())
                .isEqualTo(sample.get("fileEncSha256").textValue());
        assertThat(media.fileLength()).isEqualTo(sample.get("fileLength").longValue());
        assertThat(media.encryptedLength()).isEqualTo(file.size());
        assertThat(MediaUrls.uploadToken(media.fileEncSha256()))
                .isEqualTo(sample.get("uploadTokenPadded").textValue());
    }

    @Test
    void decryptsWhatBaileysEncrypted() throws IOException {
        JsonNode sample = Vectors.at(MEDIA, "imageSample");
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        MediaDecryptor.decrypt(
                new ByteArrayInputStream(Vectors.hex(sample, "file")),
                plain,
                KEY,
                MediaKind.IMAGE,
                MediaDecryptor.Expected.NOTHING,
                1_000);
        assertThat(plain.toString(StandardCharsets.UTF_8))
                .isEqualTo(sample.get("plaintextUtf8").textValue());
    }

    @Test
    void makesTheSidecarsOfAVideo() throws IOException {
        byte[] plain = new byte[150_000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (7 * i + (i >> 8));
        }
        JsonNode sample = Vectors.at(MEDIA, "videoSample");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        MediaEncryptor.Extras extras = new MediaEncryptor.Extras(true, OptionalInt.of(1_000));
        EncryptedMedia media =
                MediaEncryptor.encrypt(new ByteArrayInputStream(plain), file, KEY, MediaKind.VIDEO, extras);
        assertThat(media.encryptedLength()).isEqualTo(sample.get("encLength").longValue());
        assertThat(media.fileSha256().hex()).isEqualTo(sample.get("fileSha256").textValue());
        assertThat(media.fileEncSha256().hex())
                .isEqualTo(sample.get("fileEncSha256").textValue());
        assertThat(media.streamingSidecar().orElseThrow().hex())
                .isEqualTo(sample.get("streamingSidecar").textValue());
        assertThat(media.firstFrameSidecar().orElseThrow().hex())
                .isEqualTo(Vectors.at(MEDIA, "firstFrameSidecarExample/value").textValue());
    }

    @Test
    void sealsARetryRequestAsBaileysDoes() {
        JsonNode retry = Vectors.at(VECTORS, "mediaRetry");
        String messageId = retry.get("messageId").textValue();
        FixedRandom random = FixedRandom.of(Vectors.hex(retry, "request/iv"));
        MediaRetryStanza.Sealed sealed = MediaRetry.sealRequest(KEY, messageId, random);
        assertThat(sealed.payload().hex())
                .isEqualTo(Vectors.at(retry, "request/enc_p").textValue());
        assertThat(MediaRetry.openRequest(KEY, messageId, sealed).getStanzaId()).isEqualTo(messageId);
    }

    @Test
    void opensARetryAnswer() {
        JsonNode retry = Vectors.at(VECTORS, "mediaRetry");
        MediaRetryStanza.Sealed sealed = new MediaRetryStanza.Sealed(
                Bytes.copyOf(Vectors.hex(retry, "answer/enc_p")), Bytes.copyOf(Vectors.hex(retry, "answer/iv")));
        MediaRetryNotification answer =
                MediaRetry.openAnswer(KEY, retry.get("messageId").textValue(), sealed);
        assertThat(answer.getResult()).isEqualTo(MediaRetryNotification.ResultType.SUCCESS);
        assertThat(answer.getDirectPath())
                .isEqualTo(Vectors.at(retry, "answer/directPath").textValue());
    }
}
