// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.label;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.Address;
import dev.switchboard.gateway.address.AddressBook;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderChats.Label;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.wire.jid.Jid;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/labels`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/labels")
@Tag(name = "Labels", description = "Labels of business accounts")
public final class LabelResource {
    private final Sessions sessions;
    private final LiveLinks links;
    private final Labels labels;
    private final Database database;

    public LabelResource(Sessions sessions, LiveLinks links, Labels labels, Database database) {
        this.sessions = sessions;
        this.links = links;
        this.labels = labels;
        this.database = database;
    }

    /// A label.
    @Schema(name = "Label")
    public record LabelView(
            String id,
            @Schema(example = "Paid") String name,

            @Schema(description = "one of the network's numbers for colours, 0 to 19")
            int color) {
        @Override
        public String toString() {
            return "LabelView[" + id + "]";
        }
    }

    /// The body that makes a label or changes it.
    @Schema(name = "NewLabel")
    public record NewLabel(
            @Schema(example = "Paid") @Nullable String name,
            @Nullable Integer color) {
        @Override
        public String toString() {
            return "NewLabel[]";
        }
    }

    @GetMapping
    @Operation(summary = "List labels")
    List<LabelView> list(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        return known(SessionLookup.find(sessions, caller, sessionId)).stream()
                .map(label -> new LabelView(label.id(), label.name(), label.color()))
                .toList();
    }

    private List<Label> known(Session session) {
        return database.read(tx -> Labels.all(tx, session.key().ref()));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a label")
    LabelView create(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody NewLabel body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return save(session, Labels.nextId(known(session)), body);
    }

    @PutMapping("/{labelId}")
    @Operation(summary = "Change a label")
    LabelView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String labelId,
            @RequestBody NewLabel body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return save(session, find(session, labelId).id(), body);
    }

    private LabelView save(Session session, String id, NewLabel body) {
        String name = body.name();
        if (name == null || name.isBlank() || name.length() > 100) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field name is missing, blank or too long.")
                    .withAccepted("1 to 100 characters")
                    .refusal();
        }
        Label label = new Label(id, name, body.color() == null ? 0 : Math.clamp(body.color(), 0, 19));
        Answers.value(links.connected(session).chats().saveLabel(label));
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            labels.saved(tx, lease, label);
            return true;
        });
        return new LabelView(label.id(), label.name(), label.color());
    }

    @DeleteMapping("/{labelId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a label")
    void delete(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String labelId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Label label = find(session, labelId);
        Answers.value(links.connected(session).chats().deleteLabel(label.id()));
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            labels.deleted(tx, lease, label.id());
            return true;
        });
    }

    @GetMapping("/{labelId}/chats")
    @Operation(summary = "List chats that have a label")
    List<Address> chats(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String labelId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        long ref = session.key().ref();
        return database.read(tx -> Labels.chats(tx, ref, labelId).stream()
                .map(jid -> AddressBook.shown(tx, ref, jid))
                .toList());
    }

    @PutMapping("/{labelId}/chats/{chat}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Put a label on a chat")
    void put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String labelId,
            @PathVariable String chat) {
        link(SessionLookup.find(sessions, caller, sessionId), labelId, chat, true);
    }

    @DeleteMapping("/{labelId}/chats/{chat}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a label off a chat")
    void take(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String labelId,
            @PathVariable String chat) {
        link(SessionLookup.find(sessions, caller, sessionId), labelId, chat, false);
    }

    private void link(Session session, String labelId, String chat, boolean on) {
        Label label = find(session, labelId);
        Jid jid = database.read(tx -> AddressBook.canonical(tx, session.key().ref(), AnyAddress.chat(chat)));
        ProviderChats chats = links.connected(session).chats();
        Answers.value(chats.label(jid, Optional.empty(), label.id(), on));
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            labels.linked(tx, lease, new ProviderEvent.Labelled(Party.of(jid), Optional.empty(), label.id(), on));
            return true;
        });
    }

    private Label find(Session session, String id) {
        return known(session).stream()
                .filter(label -> label.id().equals(id))
                .findFirst()
                .orElseThrow(LabelResource::unknown);
    }

    private static Refusal unknown() {
        return Problem.of(ProblemKind.NOT_FOUND, "The session has no label with this id.")
                .refusal();
    }
}
