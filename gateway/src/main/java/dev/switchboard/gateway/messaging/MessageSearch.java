// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

        /// Completes a statement that has the message as `m` and ends in the condition of the words.
        List<Long> run(ReadTx tx, String found, String match, long session, long[] place, int limit) {
            List<@Nullable Object> parameters = new ArrayList<>(List.of(match, session, place[0], place[1]));
            StringBuilder sql = new StringBuilder(found)
                    .append(" AND m.session_ref = ? AND m.revoked_at IS NULL AND (m.at, m.ref) < (?, ?)");
            chat.map(Jid::toString).ifPresent(only -> and(sql, parameters, "m.chat = ?", only));
            type.ifPresent(only -> and(sql, parameters, "m.type = ?", only));
            after.map(Instant::toEpochMilli).ifPresent(time -> and(sql, parameters, "m.at >= ?", time));
            before.map(Instant::toEpochMilli).ifPresent(time -> and(sql, parameters, "m.at < ?", time));
            sql.append(" ORDER BY m.at DESC, m.ref DESC LIMIT ?");
            parameters.add(limit);
            return tx.list(sql.toString(), row -> row.number(1), parameters.toArray());
        }

        private static void and(StringBuilder sql, List<@Nullable Object> parameters, String condition, Object value) {
            sql.append(" AND ").append(condition);
            parameters.add(value);
        }

        @Override
        public String toString() {
            return "Query[" + words.size() + " words]";
        }
    }

    /// Numbers of messages before a place, newest first.
    List<Long> find(ReadTx tx, long session, Query query, long[] place, int limit);
}
