// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/search`.
@RestController
@Tag(name = "Messages")
public final class SearchResource {
    private static final int LONGEST = 200;
    private static final int WORDS = 12;

    private final Sessions sessions;
    private final Database database;
    private final MessageSearch search;

    public SearchResource(Sessions sessions, Database database) {
        this.sessions = sessions;
        this.database = database;
        this.search = switch (database.dialect()) {
            case SQLITE -> new SqliteMessageSearch();
            case POSTGRESQL -> new PostgresMessageSearch();
        };
    }

    @GetMapping("/api/v1/sessions/{id}/search")
    @Operation(
            summary = "Search messages",
            description =
                    "By the words in their texts and captions, whatever case and accents; the last word may be begun"
                            + " only. Newest first.")
    Page<MessageView> search(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @RequestParam("q") String words,
            @RequestParam(required = false) @Nullable String chat,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Instant after,
            @RequestParam(required = false) @Nullable Instant before,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        long ref = session.key().ref();
        int most = Cursor.limit(limit);
        List<String> asked = words(words);
        Jid only = chat == null ? null : MessageResource.chat(chat);
        long[] place = cursor == null ? new long[] {Long.MAX_VALUE, Long.MAX_VALUE} : Cursor.numbers(cursor);
        return database.read(tx -> {
            MessageSearch.Query query = new MessageSearch.Query(
                    asked,
                    Optional.ofNullable(only).map(jid -> AddressBook.canonical(tx, ref, jid)),
                    Optional.ofNullable(type),
                    Optional.ofNullable(after),
                    Optional.ofNullable(before));
            List<MessageRow> rows = search.find(tx, ref, query, place, most + 1).stream()
                    .flatMap(number -> MessageStore.byRef(tx, ref, number).stream())
                    .toList();
            return Page.of(rows, most, row -> Cursor.of(row.at().toEpochMilli(), row.ref()))
                    .map(row -> MessageStore.view(tx, ref, row));
        });
    }

    private static List<String> words(String text) {
        List<String> words = Stream.of(text.strip().split("\\s+", -1))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .toList();
        if (words.isEmpty() || words.size() > WORDS || text.length() > LONGEST) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The parameter q has no words, or too many.")
                    .withAccepted("1 to " + WORDS + " words")
                    .refusal();
        }
        return words;
    }
}
