// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import dev.switchboard.wire.crypto.Sha;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Files decrypted or checked as they are read.
class DecryptedStreamTest {

    private final SeededRandom random = SeededRandom.of("decrypted stream");
    private final MediaKey key = MediaKey.generate(random);

    private byte[] plain(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private record Sealed(byte[] bytes, MediaDecryptor.Expected expected) {}

    private Sealed seal(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EncryptedMedia facts = MediaEncryptor.encrypt(new ByteArrayInputStream(plain), out, key, MediaKind.VIDEO);
        return new Sealed(out.toByteArray(), MediaDecryptor.Expected.of(facts));
    }

    private InputStream open(byte[] sealed, MediaDecryptor.Expected expected, long most) {
        return new DecryptedStream(new Dribble(sealed), key, MediaKind.VIDEO, expected, most);
    }

    /// Gives a few bytes at a time, as networks do.
    private final class Dribble extends InputStream {
        private final ByteArrayInputStream in;

        Dribble(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return in.read(into, offset, Math.min(length, 1 + random.nextInt(3000)));
        }
    }

    @Test
    void readsWhatWasEncrypted() throws IOException {
        for (int size : new int[] {0, 1, 15, 16, 17, 4096, 16_384, 16_385, 100_003}) {
            byte[] plain = plain(size);
            Sealed sealed = seal(plain);
            try (InputStream in = open(sealed.bytes(), sealed.expected(), size)) {
                assertThat(in.readAllBytes()).as("size %d", size).isEqualTo(plain);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void everyChangedByteIsFoundBeforeTheEnd() throws IOException {
        Sealed sealed = seal(plain(500));
        for (int at = 0; at < sealed.bytes().length; at++) {
            byte[] damaged = sealed.bytes().clone();
            damaged[at] ^= 1;
            InputStream in = open(damaged, MediaDecryptor.Expected.NOTHING, 1000);
            assertThat(catchThrowableOfType(MediaFailed.class, in::readAllBytes))
                    .isNotNull();
            assertThat(catchThrowableOfType(MediaFailed.class, in::read))
                    .as("it does not end later either")
                    .isNotNull();
        }
    }

    @Test
    void everyTruncationIsFoundBeforeTheEnd() throws IOException {
        Sealed sealed = seal(plain(300));
        for (int length = 0; length < sealed.bytes().length; length++) {
            InputStream in =
                    open(java.util.Arrays.copyOf(sealed.bytes(), length), MediaDecryptor.Expected.NOTHING, 1000);
            assertThat(catchThrowableOfType(MediaFailed.class, in::readAllBytes))
                    .isNotNull();
        }
    }

    @Test
    void anotherFileUnderTheSameKeyIsNotTheAnnouncedOne() throws IOException {
        Sealed announced = seal(plain(300));
        Sealed other = seal(plain(300));
        InputStream in = open(other.bytes(), announced.expected(), 1000);
        assertThat(catchThrowableOfType(MediaFailed.class, in::readAllBytes).reason())
                .isEqualTo(MediaFailed.Reason.BAD_HASH);
    }

    @Test
    void moreThanAllowedIsNotRead() throws IOException {
        Sealed sealed = seal(plain(50_000));
        InputStream in = open(sealed.bytes(), sealed.expected(), 49_999);
        assertThat(catchThrowableOfType(MediaFailed.class, in::readAllBytes)).isNotNull();
    }

    @Test
    void filesWithoutKeyAreCheckedToo() throws IOException {
        byte[] plain = plain(10_000);
        MediaDecryptor.Expected expected = new MediaDecryptor.Expected(
                Optional.of(Bytes.copyOf(Sha.sha256(plain))), Optional.empty(), OptionalLong.of(10_000));
        assertThat(new CheckedStream(new Dribble(plain), expected, 10_000).readAllBytes())
                .isEqualTo(plain);
        plain[77] ^= 1;
        InputStream damaged = new CheckedStream(new Dribble(plain), expected, 10_000);
        assertThat(catchThrowableOfType(MediaFailed.class, damaged::readAllBytes))
                .isNotNull();
        InputStream large = new CheckedStream(new Dribble(plain), MediaDecryptor.Expected.NOTHING, 9_999);
        assertThat(catchThrowableOfType(MediaFailed.class, large::readAllBytes)).isNotNull();
    }
}
