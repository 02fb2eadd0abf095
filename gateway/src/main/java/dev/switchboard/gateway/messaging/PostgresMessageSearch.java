// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.storage.ReadTx;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Search by a column of PostgreSQL that holds the words of the text, which the database keeps in step.
final class PostgresMessageSearch implements MessageSearch {
    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SPACE = Pattern.compile(" ");

    @Override
    public List<Long> find(ReadTx tx, long session, Query query, long[] place, int limit) {
        return query.run(
                tx,
                "SELECT m.ref FROM message m WHERE m.words @@ to_tsquery('simple', ?)",
                match(query.words()),
                session,
                place,
                limit);
    }

    /// What was typed between spaces may be several words to the database: those have to follow each other. As only
    /// letters and digits are left, nothing in them is taken for the query's own language.
    private static String match(List<String> words) {
        return words.stream()
                        .map(PostgresMessageSearch::plain)
                        .filter(word -> !word.isEmpty())
                        .map(word -> SPACE.splitAsStream(word)
                                .map(part -> "'" + part + "'")
                                .collect(Collectors.joining(" <-> ")))
                        .map(phrase -> "(" + phrase)
                        .collect(Collectors.joining(") & "))
                + ":*)";
    }

    /// As `switchboard_words` in the schema.
    private static String plain(String word) {
        String letters = ACCENTS.matcher(Normalizer.normalize(word, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return BETWEEN.matcher(letters).replaceAll(" ").strip();
    }
}
