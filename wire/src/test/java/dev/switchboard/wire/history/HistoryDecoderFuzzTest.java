// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.history;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class HistoryDecoderFuzzTest {

    private static final HistoryDecoder.Limits LIMITS = new HistoryDecoder.Limits(1 << 20, 1 << 18);

    static Stream<byte[]> blobs() {
        return Stream.of(Vectors.hex(Vectors.messaging(), "historySync/deflated"));
    }

    static Stream<byte[]> contents() {
        return Stream.of(Vectors.hex(Vectors.messaging(), "historySync/raw"));
    }

    @MethodSource("blobs")
    @FuzzTest(maxDuration = "1m")
    void anyBlobIsHistoryOrMalformed(byte[] input) {
        decode(input);
    }

    @MethodSource("contents")
    @FuzzTest(maxDuration = "1m")
    void anyContentIsHistoryOrMalformed(byte[] input) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(input);
        }
        decode(compressed.toByteArray());
    }

    private static void decode(byte[] blob) {
        try {
            HistoryDecoder.decode(Bytes.copyOf(blob), LIMITS);
        } catch (WireException _) {
            // What damaged input must lead to.
        }
    }
}
