// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.LtHash;
import java.nio.ByteBuffer;

/// What is stored of a collection.
///
/// @param state version and hash
/// @param behind whether the server is known to have more
/// @param whole whether all of it has been taken in at least once
record StoredCollection(CollectionState state, boolean behind, boolean whole) {

    private static final int BEHIND = 1;
    private static final int PARTIAL = 2;
    private static final int PLAIN_SIZE = Long.BYTES + LtHash.SIZE;

    static StoredCollection nothing(String name) {
        return new StoredCollection(CollectionState.initial(name), true, false);
    }

    StoredCollection at(CollectionState next) {
        return new StoredCollection(next, behind, whole);
    }

    StoredCollection withBehind(boolean now) {
        return new StoredCollection(state, now, whole || !now);
    }

    /// The stored form: the flags are left out where there are none.
    Bytes encode() {
        int flags = (behind ? BEHIND : 0) | (whole ? 0 : PARTIAL);
        Bytes version = Bytes.copyOf(
                ByteBuffer.allocate(Long.BYTES).putLong(state.version()).array());
        Bytes plain = Bytes.concat(version, state.hash().state());
        return flags == 0 ? plain : Bytes.concat(plain, Bytes.of((byte) flags));
    }

    static StoredCollection decode(String name, Bytes record) {
        long version = record.asReadOnlyBuffer().getLong();
        LtHash hash = new LtHash(record.slice(Long.BYTES, PLAIN_SIZE));
        int flags = record.size() > PLAIN_SIZE ? record.at(PLAIN_SIZE) : 0;
        return new StoredCollection(
                new CollectionState(name, version, hash), (flags & BEHIND) != 0, (flags & PARTIAL) == 0);
    }
}
