// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class MessageFuzzTest {

    static Stream<byte[]> seeds() {
        SeededRandom random = new SeededRandom(1);
        return MessageSamples.all().stream().map(sample -> MessageCodec.encode(sample.message(), random));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void anyPlaintextIsAMessageOrMalformed(byte[] input) {
        try {
            MessageCodecTest.readEverything(input);
        } catch (WireException _) {
            // What damaged input must lead to.
        }
    }
}
