// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DecoderTortureTest {

    private static final byte[] SAMPLE = {0, 3, 'a', 'b', 'c'};

    private static void careful(byte[] input) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(input));
        int length = in.readUnsignedShort();
        if (length != in.available()) {
            throw new EOFException("length: " + length);
        }
    }

    @Test
    void passesDecoderThatKeepsItsWord() {
        DecoderTorture torture = DecoderTorture.of(IOException.class, DecoderTortureTest::careful)
                .run(SAMPLE, new byte[] {0, 0});
        assertThat(torture.rejected()).isPositive();
        assertThat(torture.accepted()).isPositive();
    }

    @Test
    void failsDecoderThatLetsOutAnotherException() {
        DecoderTorture torture = DecoderTorture.of(IOException.class, input -> {
            int length = input[0] << 8 | input[1];
            if (length != input.length - 2) {
                throw new IOException("length");
            }
        });
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> torture.run(SAMPLE))
                .withMessageContaining("ArrayIndexOutOfBounds");
    }

    @Test
    void failsDecoderThatTrustsLengthsWithMemory() {
        byte[][] kept = new byte[1][];
        DecoderTorture torture = DecoderTorture.of(IOException.class, input -> {
                    DataInputStream in = new DataInputStream(new ByteArrayInputStream(input));
                    kept[0] = new byte[in.readUnsignedShort() * 16];
                    in.readFully(kept[0], 0, kept[0].length / 16);
                })
                .maxAllocation(100_000);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> torture.run(SAMPLE))
                .withMessageContaining("allocated");
    }

    @Test
    void failsWhenTheSampleItselfDoesNotDecode() {
        DecoderTorture torture = DecoderTorture.of(IOException.class, DecoderTortureTest::careful);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> torture.run(new byte[] {9}))
                .withMessageContaining("undamaged");
    }
}
