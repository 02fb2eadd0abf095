// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stored form of sender key records: a version byte, the number of keys, and the keys, newest first.
final class SenderKeyRecordFormat {

    private static final int VERSION = 1;
    private static final int STATE_SIZE = 128;

    private SenderKeyRecordFormat() {}

    static Bytes serialize(SenderKeyRecord record) {
        List<SenderKeyState> states = record.states();
        RecordWriter writer =
                new RecordWriter(8 + STATE_SIZE * states.size()).number(VERSION).number(states.size());
        for (SenderKeyState state : states) {
            writer.number(state.keyId()).receivingChain(state.chain());
            PrivateKey signing = state.signingPrivateKey();
            writer.flag(signing != null);
            if (signing != null) {
                writer.key(signing);
            }
        }
        return writer.toBytes();
    }

    static SenderKeyRecord parse(Bytes bytes) {
        RecordReader reader = new RecordReader(bytes);
        reader.version(VERSION);
        int size = reader.count(SenderKeyRecord.MAX_STATES);
        List<SenderKeyState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int keyId = reader.number();
            ReceivingChain chain = reader.receivingChain();
            if (chain.chainKey() == null) {
                throw RecordReader.malformed("sender key without chain");
            }
            @Nullable PrivateKey signing = reader.flag() ? reader.privateKey() : null;
            states.add(new SenderKeyState(keyId, chain, signing));
        }
        reader.end();
        return new SenderKeyRecord(states);
    }
}
