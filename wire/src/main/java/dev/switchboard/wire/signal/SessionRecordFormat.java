// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The stored form of session records: a version byte, whether there is a current state, the number of states, and
/// the states, the current one first.
final class SessionRecordFormat {

    private static final int VERSION = 1;
    private static final int STATE_SIZE = 512;

    private SessionRecordFormat() {}

    static Bytes serialize(SessionRecord record) {
        List<SessionState> states = record.states();
        RecordWriter writer = new RecordWriter(16 + STATE_SIZE * states.size())
                .number(VERSION)
                .flag(record.canEncrypt())
                .number(states.size());
        for (SessionState state : states) {
            write(writer, state);
        }
        return writer.toBytes();
    }

    static SessionRecord parse(Bytes bytes) {
        RecordReader reader = new RecordReader(bytes);
        reader.version(VERSION);
        boolean hasCurrent = reader.flag();
        int size = reader.count(SessionRecord.MAX_ARCHIVED + (hasCurrent ? 1 : 0));
        if (hasCurrent && size == 0) {
            throw RecordReader.malformed("no current state");
        }
        List<SessionState> states = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            states.add(read(reader));
        }
        reader.end();
        return hasCurrent
                ? new SessionRecord(Optional.of(states.getFirst()), states.subList(1, size))
                : new SessionRecord(Optional.empty(), states);
    }

    private static void write(RecordWriter writer, SessionState state) {
        Peers peers = state.peers();
        writer.key(peers.localIdentity())
                .key(peers.remoteIdentity())
                .number(peers.localRegistrationId())
                .number(peers.remoteRegistrationId())
                .key(state.baseKey())
                .bytes(state.rootKey())
                .keyPair(state.sending().ratchet())
                .chainKey(state.sending().chainKey())
                .number(state.sending().previousCounter());
        writer.number(state.receiving().size());
        for (ReceivingChain chain : state.receiving()) {
            writer.receivingChain(chain);
        }
        PendingPreKey pending = state.pending();
        writer.flag(pending != null);
        if (pending != null) {
            writer.flag(pending.preKeyId().isPresent())
                    .number(pending.preKeyId().orElse(0))
                    .number(pending.signedPreKeyId());
        }
    }

    private static SessionState read(RecordReader reader) {
        Peers peers = new Peers(reader.publicKey(), reader.publicKey(), reader.number(), reader.number());
        var baseKey = reader.publicKey();
        Bytes rootKey = reader.secret();
        SendingChain sending = new SendingChain(reader.keyPair(), reader.chainKey(), reader.count(Integer.MAX_VALUE));
        int chains = reader.count(SessionState.MAX_RECEIVING_CHAINS);
        List<ReceivingChain> receiving = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            receiving.add(reader.receivingChain());
        }
        return new SessionState(peers, baseKey, rootKey, sending, receiving, readPending(reader));
    }

    private static @Nullable PendingPreKey readPending(RecordReader reader) {
        if (!reader.flag()) {
            return null;
        }
        boolean hasPreKey = reader.flag();
        int preKeyId = reader.number();
        return new PendingPreKey(hasPreKey ? OptionalInt.of(preKeyId) : OptionalInt.empty(), reader.number());
    }
}
