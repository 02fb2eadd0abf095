// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.MalformedFrame;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class FrameFuzzTest {

    private static final int MAX_LENGTH = 1 << 16;

    static Stream<byte[]> seeds() {
        var vectors = Vectors.auth();
        return Stream.of(
                Vectors.hex(vectors, "noiseXX/firstWebSocketMessage"),
                Vectors.hex(vectors, "noiseXX/secondWebSocketMessage"),
                Vectors.hex(vectors, "edgeRoutingPreIntro/firstWebSocketMessageHead"));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void anyStreamIsFramesOrMalformed(byte[] input) {
        FrameDecoder frames = new FrameDecoder(MAX_LENGTH);
        int framed = 0;
        try {
            ByteBuffer stream = ByteBuffer.wrap(input);
            if (new IntroDecoder().feed(stream).isEmpty()) {
                return;
            }
            framed = stream.remaining();
            frames.feed(stream);
        } catch (MalformedFrame e) {
            assertThat(e).hasMessageContaining("expected");
        }
        int found = 0;
        for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
            found += Frames.HEADER_SIZE + frame.get().length;
        }
        assertThat(found).isLessThanOrEqualTo(framed);
    }
}
