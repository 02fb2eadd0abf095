// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.MalformedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Everything the Signal layer reads, cut short at each byte, changed and made up.
final class SignalTortureTest {

    private static final int MEBIBYTE = 1 << 20;

    private final SignalSamples samples = new SignalSamples();

    @Test
    void messagesFailOnlyAsSuch() {
        DecoderTorture.of(DecryptFailed.class, wire -> samples.open(CiphertextType.MESSAGE, wire))
                .rounds(120)
                .maxAllocation(4 * MEBIBYTE)
                .run(samples.messages);
    }

    @Test
    void preKeyMessagesFailOnlyAsSuch() {
        DecoderTorture.of(DecryptFailed.class, wire -> samples.open(CiphertextType.PREKEY, wire))
                .rounds(120)
                .maxAllocation(4 * MEBIBYTE)
                .run(samples.preKeyMessages);
    }

    @Test
    void groupMessagesFailOnlyAsSuch() {
        DecoderTorture.of(DecryptFailed.class, wire -> GroupCipher.decrypt(samples.senderKey, Bytes.copyOf(wire)))
                .rounds(120)
                .maxAllocation(4 * MEBIBYTE)
                .run(samples.groupMessages);
    }

    @Test
    void distributionsFailOnlyAsSuch() {
        DecoderTorture.of(DecryptFailed.class, wire -> SenderKeyDistribution.decode(Bytes.copyOf(wire)))
                .maxAllocation(MEBIBYTE)
                .run(samples.distributions);
    }

    @Test
    void storedRecordsFailOnlyAsSuchAndReadBackWhatTheyWrote() {
        List<byte[]> sessions = new ArrayList<>();
        sessions.add(samples.session().serialize().toByteArray());
        sessions.add(SessionRecord.EMPTY.serialize().toByteArray());
        DecoderTorture.of(MalformedRecord.class, bytes -> {
                    SessionRecord record = SessionRecord.parse(Bytes.copyOf(bytes));
                    assertThat(SessionRecord.parse(record.serialize())).isEqualTo(record);
                })
                .maxAllocation(MEBIBYTE)
                .run(sessions);
        DecoderTorture.of(MalformedRecord.class, bytes -> {
                    SenderKeyRecord record = SenderKeyRecord.parse(Bytes.copyOf(bytes));
                    assertThat(SenderKeyRecord.parse(record.serialize())).isEqualTo(record);
                })
                .maxAllocation(MEBIBYTE)
                .run(samples.senderKey.serialize().toByteArray());
    }

    @Test
    void refusesEveryRecordCutShort() {
        byte[] stored = samples.session().serialize().toByteArray();
        int refused = 0;
        for (int length = 0; length < stored.length; length++) {
            try {
                SessionRecord.parse(Bytes.copyOf(stored, 0, length));
            } catch (MalformedRecord _) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(stored.length);
    }

    @Test
    void staysSmallWithThePerRecordLimitsReached() {
        SeededRandom random = new SeededRandom(5);
        Party alice = Party.create(0, random);
        Party bob = Party.create(0, random);
        for (int state = 0; state < 50; state++) {
            alice.begin(bob.bundle(1, Optional.empty()), random);
            bob.decrypt(alice.encrypt("hello"), random);
            alice.decrypt(bob.encrypt("hello"), random);
            alice.encrypt("lost");
            bob.decrypt(alice.encrypt("after"), random);
        }
        assertThat(bob.session().archivedCount()).isEqualTo(SessionRecord.MAX_ARCHIVED);
        assertThat(bob.session().serialize().size()).isLessThan(41 * 600);
    }
}
