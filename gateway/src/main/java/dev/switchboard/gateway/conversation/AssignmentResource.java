// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.conversation;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Users;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Who has which chat, over the API.
@RestController
@RequestMapping("/api/v1/sessions/{id}")
@Tag(name = "Assignments", description = "Who of the users has a chat; automations are silent where a person has it")
public final class AssignmentResource {
    private static final int NOTE = 1_000;

    private final Sessions sessions;
    private final Assignments assignments;
    private final Users users;

    public AssignmentResource(Sessions sessions, Assignments assignments, Users users) {
        this.sessions = sessions;
        this.assignments = assignments;
        this.users = users;
    }

    /// The body that assigns a chat.
    @Schema(name = "AssignmentWish")
    record Wish(
            @Schema(description = "id or login of the user who gets it; nobody in particular if left out") @Nullable
            String user,

            @Schema(
                    description = "whether a person has it, so that automations are silent there",
                    defaultValue = "true",
                    example = "true")
            @Nullable
            Boolean handed,

            @Schema(example = "wants a discount") @Nullable String note) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    @GetMapping("/assignments")
    @Operation(summary = "List the chats that somebody has", description = "The newest assignment first.")
    Page<Assignment> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @Schema(description = "only those of this user, by id or login") @RequestParam(required = false) @Nullable
                    String user,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return assignments.page(session, user(caller, user), cursor, Cursor.limit(limit));
    }

    @GetMapping("/chats/{chat}/assignment")
    @Operation(summary = "Say who has a chat")
    Assignment get(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        return assignments.of(SessionLookup.find(sessions, caller, sessionId), AnyAddress.chat(chat));
    }

    @PutMapping("/chats/{chat}/assignment")
    @Operation(
            summary = "Assign a chat to a user, or hand it to a person",
            description = "Automations are silent in the chat until it is given back, unless handed is false.")
    Assignment put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestBody Wish wish) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (wish.note() != null && wish.note().length() > NOTE) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The note is too long.")
                    .withAccepted("at most " + NOTE + " characters")
                    .refusal();
        }
        return assignments.assign(
                session,
                AnyAddress.chat(chat),
                new Assignments.Order(
                        user(caller, wish.user()),
                        wish.handed() == null || wish.handed(),
                        Optional.ofNullable(wish.note()),
                        caller.actor()));
    }

    @DeleteMapping("/chats/{chat}/assignment")
    @Operation(summary = "Give a chat back", description = "Nobody has it, and automations answer there again.")
    Assignment giveBack(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @PathVariable String chat) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return assignments.giveBack(session, AnyAddress.chat(chat), caller.actor());
    }

    private Optional<String> user(Caller caller, @Nullable String wish) {
        if (wish == null || wish.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(users.find(caller.tenant(), wish)
                .or(() -> users.all(caller.tenant()).stream()
                        .filter(user -> user.login().equals(wish))
                        .findFirst())
                .map(Users.User::id)
                .orElseThrow(() -> Problem.of(ProblemKind.USER_NOT_FOUND, "There is no user with this id or login.")
                        .withAdvice("Users are made at /api/v1/users.")
                        .refusal()));
    }
}
