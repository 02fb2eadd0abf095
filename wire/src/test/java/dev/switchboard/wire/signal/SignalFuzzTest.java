// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the seeds in normal test runs; fuzzes with `JAZZER_FUZZ=1` in the environment.
final class SignalFuzzTest {

    private static final SignalSamples SAMPLES = new SignalSamples();

    static Stream<byte[]> messages() {
        return SAMPLES.messages.stream();
    }

    static Stream<byte[]> preKeyMessages() {
        return SAMPLES.preKeyMessages.stream();
    }

    static Stream<byte[]> groupMessages() {
        return SAMPLES.groupMessages.stream();
    }

    static Stream<byte[]> distributions() {
        return SAMPLES.distributions.stream();
    }

    static Stream<byte[]> sessionRecords() {
        return Stream.of(SAMPLES.session().serialize().toByteArray());
    }

    static Stream<byte[]> senderKeyRecords() {
        return Stream.of(SAMPLES.senderKey.serialize().toByteArray());
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "2m")
    void opensOrRefusesMessages(byte[] input) {
        try {
            SAMPLES.open(CiphertextType.MESSAGE, input);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("preKeyMessages")
    @FuzzTest(maxDuration = "2m")
    void opensOrRefusesPreKeyMessages(byte[] input) {
        try {
            SAMPLES.open(CiphertextType.PREKEY, input);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("groupMessages")
    @FuzzTest(maxDuration = "2m")
    void opensOrRefusesGroupMessages(byte[] input) {
        try {
            GroupCipher.decrypt(SAMPLES.senderKey, Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("distributions")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesDistributions(byte[] input) {
        try {
            SenderKeyDistribution distribution = SenderKeyDistribution.decode(Bytes.copyOf(input));
            GroupCipher.process(SAMPLES.senderKey, SenderKeyDistribution.decode(distribution.encode()));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("sessionRecords")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesSessionRecords(byte[] input) {
        try {
            SessionRecord record = SessionRecord.parse(Bytes.copyOf(input));
            if (!SessionRecord.parse(record.serialize()).equals(record)) {
                throw new AssertionError("a record changes when it is stored");
            }
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @MethodSource("senderKeyRecords")
    @FuzzTest(maxDuration = "2m")
    void readsOrRefusesSenderKeyRecords(byte[] input) {
        try {
            SenderKeyRecord record = SenderKeyRecord.parse(Bytes.copyOf(input));
            if (!SenderKeyRecord.parse(record.serialize()).equals(record)) {
                throw new AssertionError("a record changes when it is stored");
            }
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }
}
