// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Search by SQLite's own full-text index, which triggers keep in step with the messages.
final class SqliteMessageSearch implements MessageSearch {
    @Override
    public List<Long> find(ReadTx tx, long session, Query query, long[] place, int limit) {
        List<@Nullable Object> parameters = new ArrayList<>(List.of(match(query.words()), session, place[0], place[1]));
        StringBuilder sql = new StringBuilder(
                "SELECT m.ref FROM message_text t JOIN message m ON m.ref = t.rowid"
                        + " WHERE message_text MATCH ? AND m.session_ref = ? AND m.revoked_at IS NULL AND (m.at, m.ref) < (?, ?)");
        query.chat().map(Jid::toString).ifPresent(chat -> and(sql, parameters, "m.chat = ?", chat));
        query.type().ifPresent(type -> and(sql, parameters, "m.type = ?", type));
        query.after().map(Instant::toEpochMilli).ifPresent(time -> and(sql, parameters, "m.at >= ?", time));
        query.before().map(Instant::toEpochMilli).ifPresent(time -> and(sql, parameters, "m.at < ?", time));
        sql.append(" ORDER BY m.at DESC, m.ref DESC LIMIT ?");
        parameters.add(limit);
        return tx.list(sql.toString(), row -> row.number(1), parameters.toArray());
    }

    private static void and(StringBuilder sql, List<@Nullable Object> parameters, String condition, Object value) {
        sql.append(" AND ").append(condition);
        parameters.add(value);
    }

    /// Words as phrases, so that nothing in them is taken for the index's own language; the last one by its start.
    private static String match(List<String> words) {
        return words.stream()
                        .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(" "))
                + "*";
    }
}
