// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.proto.DocumentMessage;
import dev.switchboard.wire.proto.FutureProofMessage;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.proto.VideoMessage;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaCryptTest {

    private final SeededRandom random = new SeededRandom(7);
    private final MediaKey key = MediaKey.generate(random);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 65_509, 65_510, 65_520, 65_536, 65_537, 131_072, 200_000})
    void givesBackWhatItEncrypted(int size) throws IOException {
        byte[] plain = random.bytes(size);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        EncryptedMedia media =
                MediaEncryptor.encrypt(dribble(plain), file, key, MediaKind.DOCUMENT, MediaEncryptor.Extras.STREAMING);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        long length = MediaDecryptor.decrypt(
                dribble(file.toByteArray()), back, key, MediaKind.DOCUMENT, MediaDecryptor.Expected.of(media), size);
        assertThat(back.toByteArray()).isEqualTo(plain);
        assertThat(length).isEqualTo(size);
        assertThat(media.streamingSidecar().orElseThrow()).isEqualTo(sidecar(file.toByteArray()));
    }

    /// The rule, word by word, over the whole file in memory.
    private Bytes sidecar(byte[] file) {
        MediaKeys keys = MediaKeys.derive(key, MediaKind.DOCUMENT);
        Bytes all = Bytes.concat(keys.iv(), Bytes.copyOf(file));
        Bytes macs = Bytes.EMPTY;
        for (int at = 0; at < all.size(); at += 65_536) {
            Bytes piece = all.slice(at, Math.min(at + 65_536 + 16, all.size()));
            byte[] mac = dev.switchboard.wire.crypto.Hmac.sha256(keys.macKey().toByteArray(), piece.toByteArray());
            macs = Bytes.concat(macs, Bytes.copyOf(mac, 0, 10));
        }
        return macs;
    }

    /// A stream that gives odd numbers of bytes, as a network does.
    private InputStream dribble(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return super.read(target, from, Math.min(length, 1 + random.nextInt(9_000)));
            }
        };
    }

    @Test
    void refusesAFileWithAnyBitChanged() throws IOException {
        byte[] file = encrypted(random.bytes(40));
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> decrypt(damaged, MediaDecryptor.Expected.NOTHING))
                    .isInstanceOf(MediaFailed.class);
        }
    }

    @Test
    void refusesAFileCutAnywhere() throws IOException {
        byte[] file = encrypted(random.bytes(40));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> decrypt(cut, MediaDecryptor.Expected.NOTHING))
                    .isInstanceOf(MediaFailed.class);
        }
    }

    @Test
    void refusesAFileWithAnotherHashOrLength() throws IOException {
        byte[] file = encrypted(random.bytes(40));
        Bytes other = Bytes.copyOf(random.bytes(32));
        assertThatThrownBy(() -> decrypt(
                        file, new MediaDecryptor.Expected(Optional.of(other), Optional.empty(), OptionalLong.empty())))
                .isInstanceOfSatisfying(
                        MediaFailed.class, e -> assertThat(e.reason()).isEqualTo(MediaFailed.Reason.BAD_HASH));
        assertThatThrownBy(() -> decrypt(
                        file, new MediaDecryptor.Expected(Optional.empty(), Optional.of(other), OptionalLong.empty())))
                .isInstanceOf(MediaFailed.class);
        assertThatThrownBy(() -> decrypt(
                        file, new MediaDecryptor.Expected(Optional.empty(), Optional.empty(), OptionalLong.of(41))))
                .isInstanceOf(MediaFailed.class);
    }

    @Test
    void stopsAtTheLimit() throws IOException {
        byte[] file = encrypted(random.bytes(100_000));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> MediaDecryptor.decrypt(
                        new ByteArrayInputStream(file),
                        out,
                        key,
                        MediaKind.IMAGE,
                        MediaDecryptor.Expected.NOTHING,
                        50_000))
                .isInstanceOf(MediaFailed.class);
        assertThat(out.size()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void decryptsARangeOutOfTheMiddle() throws IOException {
        byte[] plain = random.bytes(1_000);
        Bytes file = Bytes.copyOf(encrypted(plain));
        MediaKeys keys = MediaKeys.derive(key, MediaKind.IMAGE);
        Bytes middle = MediaDecryptor.decryptBlocks(keys, Optional.of(file.slice(304, 320)), file.slice(320, 640));
        Bytes head = MediaDecryptor.decryptBlocks(keys, Optional.empty(), file.slice(0, 32));
        assertThat(middle).isEqualTo(Bytes.copyOf(plain, 320, 640));
        assertThat(head).isEqualTo(Bytes.copyOf(plain, 0, 32));
    }

    @Test
    void keepsNothingOfALargeFileInMemory() throws IOException {
        long size = 64L << 20;
        InputStream zeros = InputStream.nullInputStream();
        InputStream large = new FilterInputStream(zeros) {
            private long left = size;

            @Override
            public int read(byte[] target, int from, int length) {
                int count = (int) Math.min(left, length);
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        EncryptedMedia media = MediaEncryptor.encrypt(
                large, OutputStream.nullOutputStream(), key, MediaKind.VIDEO, MediaEncryptor.Extras.STREAMING);
        assertThat(media.fileLength()).isEqualTo(size);
        assertThat(media.streamingSidecar().orElseThrow().size()).isEqualTo(1_025 * 10);
    }

    @Test
    void findsTheFileOfAMessageInItsEnvelopes() {
        Message message = Message.newBuilder()
                .setDocumentWithCaptionMessage(FutureProofMessage.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setDocumentMessage(DocumentMessage.newBuilder()
                                        .setMimetype("application/pdf")
                                        .setDirectPath("/v/t62.7119-24/a?ccb=11-4")
                                        .setFileLength(12)
                                        .setMediaKey(
                                                ByteString.copyFrom(key.bytes().toByteArray())))))
                .build();
        MediaReference file = MediaReference.of(message).orElseThrow();
        assertThat(file.kind()).isEqualTo(MediaKind.DOCUMENT);
        assertThat(file.mimetype()).contains("application/pdf");
        assertThat(file.key()).contains(key);
        assertThat(file.url()).isEmpty();
        assertThat(file.expected().fileLength()).hasValue(12);
        assertThat(MediaReference.of(Message.newBuilder().setConversation("x").build()))
                .isEmpty();
    }

    @Test
    void refusesAKeyOfAnotherSize() {
        Message message = Message.newBuilder()
                .setVideoMessage(VideoMessage.newBuilder().setMediaKey(ByteString.copyFrom(new byte[31])))
                .build();
        assertThatThrownBy(() -> MediaReference.of(message)).isInstanceOf(MediaFailed.class);
    }

    @Test
    void writesAddressesThatServersUnderstand() {
        Bytes hash = Bytes.copyOf(new byte[] {(byte) 0xFB, (byte) 0xFF, 0});
        assertThat(MediaUrls.upload("localhost:8443", MediaKind.VOICE_NOTE, hash, "a b+/"))
                .isEqualTo("https://localhost:8443/mms/audio/-_8A?auth=a%20b%2B%2F&token=-_8A");
        assertThat(MediaUrls.download("h", "/v/x?ccb=1", MediaKind.IMAGE, Bytes.copyOf(new byte[] {1})))
                .isEqualTo("https://h/v/x?ccb=1&hash=AQ%3D%3D&mms-type=image&__wa-mms=");
        assertThat(MediaUrls.download("h", "/v/x", MediaKind.IMAGE_THUMBNAIL, hash))
                .isEqualTo("https://h/v/x?hash=-_8A&__wa-mms=");
    }

    @Test
    void survivesTortureOfRetryAnswers() {
        String id = "3EB0AABBCCDDEEFF001122";
        MediaRetryStanza.Sealed sealed = MediaRetry.sealRequest(key, id, random);
        DecoderTorture.of(
                        WireException.class,
                        input -> MediaRetry.openRequest(
                                key, id, new MediaRetryStanza.Sealed(Bytes.copyOf(input), sealed.iv())))
                .rounds(300)
                .run(sealed.payload().toByteArray());
    }

    private byte[] encrypted(byte[] plain) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        MediaEncryptor.encrypt(new ByteArrayInputStream(plain), file, key, MediaKind.IMAGE);
        return file.toByteArray();
    }

    private void decrypt(byte[] file, MediaDecryptor.Expected expected) throws IOException {
        MediaDecryptor.decrypt(
                new ByteArrayInputStream(file),
                OutputStream.nullOutputStream(),
                key,
                MediaKind.IMAGE,
                expected,
                1_000_000);
    }
}
