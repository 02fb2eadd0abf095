// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;

/// Coverage-guided fuzzing, with `JAZZER_FUZZ=1` in the environment; otherwise only known inputs are run.
final class SignalFuzzTest {

    private static final SignalSamples SAMPLES = new SignalSamples();

    @FuzzTest
    void opensOrRefusesMessages(byte[] input) {
        try {
            SAMPLES.open(CiphertextType.MESSAGE, input);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void opensOrRefusesPreKeyMessages(byte[] input) {
        try {
            SAMPLES.open(CiphertextType.PREKEY, input);
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void opensOrRefusesGroupMessages(byte[] input) {
        try {
            GroupCipher.decrypt(SAMPLES.senderKey, Bytes.copyOf(input));
            SenderKeyDistribution.decode(Bytes.copyOf(input));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
    void readsOrRefusesDistributions(byte[] input) {
        try {
            SenderKeyDistribution distribution = SenderKeyDistribution.decode(Bytes.copyOf(input));
            GroupCipher.process(SAMPLES.senderKey, SenderKeyDistribution.decode(distribution.encode()));
        } catch (WireException _) {
            // the one kind of failure that may come out
        }
    }

    @FuzzTest
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

    @FuzzTest
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
