// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class MediaDecryptorFuzzTest {

    private static final MediaKey KEY = new MediaKey(Bytes.copyOf(Vectors.hex(Vectors.messaging(), "media/mediaKey")));

    static Stream<byte[]> files() {
        return Stream.of(Vectors.hex(Vectors.messaging(), "media/imageSample/file"));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1m")
    void anyFileIsDecryptedOrRefused(byte[] input) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try {
            MediaDecryptor.decrypt(
                    new ByteArrayInputStream(input),
                    plain,
                    KEY,
                    MediaKind.IMAGE,
                    MediaDecryptor.Expected.NOTHING,
                    input.length);
        } catch (WireException _) {
            // What damaged input must lead to.
        }
        assertThat(plain.size()).isLessThanOrEqualTo(input.length);
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1m")
    void anyPlainFileComesBack(byte[] input) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        EncryptedMedia media = MediaEncryptor.encrypt(
                new ByteArrayInputStream(input), file, KEY, MediaKind.AUDIO, MediaEncryptor.Extras.STREAMING);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        MediaDecryptor.decrypt(
                new ByteArrayInputStream(file.toByteArray()),
                plain,
                KEY,
                MediaKind.AUDIO,
                MediaDecryptor.Expected.of(media),
                input.length);
        assertThat(plain.toByteArray()).isEqualTo(input);
    }
}
