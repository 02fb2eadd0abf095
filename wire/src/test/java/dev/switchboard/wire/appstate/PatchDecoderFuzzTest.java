// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
class PatchDecoderFuzzTest {

    private static final JsonNode STATE = Vectors.at(Vectors.messaging(), "appState");
    private static final SyncKey KEY =
            new SyncKey(Bytes.copyOf(Vectors.hex(STATE, "keyId")), Bytes.copyOf(Vectors.hex(STATE, "keyData")));

    static Stream<byte[]> patches() {
        return Vectors.each(STATE.get("patches")).map(patch -> Vectors.hex(patch, "patchWire"));
    }

    static Stream<byte[]> snapshots() {
        return Stream.of(Vectors.hex(STATE, "snapshotWire"));
    }

    static Stream<byte[]> indexes() {
        return Stream.of("[\"mute\",\"15550100001@s.whatsapp.net\"]", "[\"\\u00e9\\n\"]", "[]")
                .map(text -> Bytes.utf8(text).toByteArray());
    }

    @MethodSource("patches")
    @FuzzTest(maxDuration = "1m")
    void anyPatchIsAppliedOrRefused(byte[] input) {
        try {
            // Every key is known, so that the input reaches the code behind the look-up.
            new PatchDecoder(id -> Optional.of(new SyncKey(id, KEY.data())))
                    .apply(
                            CollectionState.initial("regular_high"),
                            PatchDecoder.parsePatch(input),
                            _ -> Optional.empty());
        } catch (WireException _) {
            // What damaged input must lead to.
        }
    }

    @MethodSource("snapshots")
    @FuzzTest(maxDuration = "1m")
    void anySnapshotIsRestoredOrRefused(byte[] input) {
        try {
            new PatchDecoder(id -> Optional.of(new SyncKey(id, KEY.data())))
                    .restore("regular_high", PatchDecoder.parseSnapshot(input));
        } catch (WireException _) {
            // What damaged input must lead to.
        }
    }

    @MethodSource("indexes")
    @FuzzTest(maxDuration = "1m")
    void anyIndexIsWrittenAsItWasRead(byte[] input) {
        Optional<MutationIndex> index = MutationIndex.parse(Bytes.copyOf(input));
        if (index.isPresent() && !MutationIndex.parse(index.get().toJson()).equals(index)) {
            throw new AssertionError("index: changed on the way (expected: the same)");
        }
    }
}
