// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class ClientIntentFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of("registration", "login").map(name -> Vectors.hex(Vectors.auth(), "clientPayload/" + name));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void anyPayloadIsAnIntentOrMalformed(byte[] input) {
        try {
            ClientIntent.parse(input);
        } catch (WireException _) {
            // What damaged input must lead to.
        }
    }
}
