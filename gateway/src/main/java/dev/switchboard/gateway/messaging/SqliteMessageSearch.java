// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.storage.ReadTx;
import java.util.List;
import java.util.stream.Collectors;

/// Search by SQLite's own full-text index, which triggers keep in step with the messages.
final class SqliteMessageSearch implements MessageSearch {
    @Override
    public List<Long> find(ReadTx tx, long session, Query query, long[] place, int limit) {
        return query.run(
                tx,
                "SELECT m.ref FROM message_text t JOIN message m ON m.ref = t.rowid WHERE message_text MATCH ?",
                match(query.words()),
                session,
                place,
                limit);
    }

    /// Words as phrases, so that nothing in them is taken for the index's own language; the last one by its start.
    private static String match(List<String> words) {
        return words.stream()
                        .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(" "))
                + "*";
    }
}
