// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.audience.AudienceViews.NoteView;
import dev.switchboard.gateway.audience.AudienceViews.NoteWish;
import dev.switchboard.gateway.messaging.Messages;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Tags and notes on those who write to a session: `/api/v1/sessions/{id}/contacts/{person}/tags` and `/notes`. A
/// person is one for the whole tenant; who may see some sessions only sees those who have a chat there.
@RestController
@RequestMapping("/api/v1/sessions/{id}/contacts/{person}")
@Tag(name = "Contacts")
public final class CardResource {
    private final Sessions sessions;
    private final Messages messages;
    private final People people;
    private final Database database;

    public CardResource(Sessions sessions, Messages messages, People people, Database database) {
        this.sessions = sessions;
        this.messages = messages;
        this.people = people;
        this.database = database;
    }

    @GetMapping("/tags")
    @Operation(summary = "List somebody's tags")
    List<String> tags(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String person) {
        Jid jid = person(caller, sessionId, person);
        return people.find(caller.tenant(), jid).map(Person::tags).orElse(List.of());
    }

    @PutMapping("/tags/{tag}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Put a tag on somebody")
    void tag(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @PathVariable String tag) {
        people.tag(caller, person(caller, sessionId, person), AudienceViews.tag(tag));
    }

    @DeleteMapping("/tags/{tag}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a tag off somebody")
    void untag(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @PathVariable String tag) {
        people.untag(caller, person(caller, sessionId, person), tag);
    }

    @GetMapping("/notes")
    @Operation(summary = "List notes on somebody", description = "Newest first.")
    Page<NoteView> notes(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Jid jid = person(caller, sessionId, person);
        return people.notes(caller.tenant(), jid, AudienceViews.number(cursor, Long.MAX_VALUE), Cursor.limit(limit))
                .map(NoteView::of);
    }

    @PostMapping("/notes")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Add a note on somebody", description = "For colleagues; the person never sees it.")
    NoteView note(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @RequestBody NoteWish wish) {
        return NoteView.of(people.addNote(caller, person(caller, sessionId, person), wish.words()));
    }

    @DeleteMapping("/notes/{noteId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a note")
    void forget(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String person,
            @PathVariable String noteId) {
        if (!people.deleteNote(caller, person(caller, sessionId, person), noteId)) {
            throw AudienceViews.unknown(ProblemKind.NOTE_NOT_FOUND);
        }
    }

    private Jid person(Caller caller, String sessionId, String person) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Jid named = AudienceViews.person(person);
        Jid jid = database.read(tx -> AddressBook.canonical(tx, session.key().ref(), named));
        if (!caller.sessions().isEmpty() && messages.chat(session, jid).isEmpty()) {
            throw AudienceViews.unknown(ProblemKind.PERSON_NOT_FOUND);
        }
        return jid;
    }
}
