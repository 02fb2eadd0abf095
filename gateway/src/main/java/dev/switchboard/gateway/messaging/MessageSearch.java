// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds messages by their words. Each database has a way of its own.
interface MessageSearch {
    /// What is looked for.
    ///
    /// @param words all of them have to be in the text, the last one perhaps not written to its end
    /// @param chat only in this chat
    /// @param type only messages of this kind
    /// @param after only messages from this time on
    /// @param before only messages before this time
    record Query(
            List<String> words,
            Optional<Jid> chat,
            Optional<String> type,
            Optional<Instant> after,
            Optional<Instant> before) {
        public Query {
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return "Query[" + words.size() + " words]";
        }
    }

    /// Numbers of messages before a place, newest first.
    List<Long> find(ReadTx tx, long session, Query query, long[] place, int limit);
}
