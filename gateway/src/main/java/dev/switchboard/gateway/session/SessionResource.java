// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions`.
@RestController
@RequestMapping("/api/v1/sessions")
@Tag(name = "Sessions", description = "Linked WhatsApp accounts")
public final class SessionResource {
    private static final int LABEL_LIMIT = 200;
    private static final Pattern PHONE = Pattern.compile("\\+?[1-9]\\d{6,14}");

    private final Sessions sessions;
    private final SessionProfiles profiles;

    public SessionResource(Sessions sessions, SessionProfiles profiles) {
        this.sessions = sessions;
        this.profiles = profiles;
    }

    /// The body that makes a session.
    @Schema(name = "NewSession")
    public record NewSession(
            @Schema(description = "its name in the tenant; minted if left out", example = "shop") @Nullable
            String id,

            @Schema(description = "a name for people", example = "The shop's phone") @Nullable
            String name,

            @Schema(
                    description =
                            "the number to be linked: after three QR codes in vain a pairing code is offered by itself",
                    example = "15550100001")
            @Nullable
            String phone,

            @Schema(description = "connect at once, which offers a QR code", defaultValue = "true") @Nullable
            Boolean connect) {}

    @PostMapping
    @ApiResponse(responseCode = "201", description = "The session, made")
    @Operation(
            summary = "Make a session",
            description = "Unless connect is false, it connects at once and offers a QR code.")
    ResponseEntity<SessionView> create(
            @AuthenticationPrincipal Caller caller, @RequestBody(required = false) @Nullable NewSession body) {
        NewSession wish = body == null ? new NewSession(null, null, null, null) : body;
        if (wish.name() != null && wish.name().length() > LABEL_LIMIT) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The name is too long.")
                    .withAccepted("name of at most " + LABEL_LIMIT + " characters")
                    .refusal();
        }
        if (wish.phone() != null && !PHONE.matcher(wish.phone()).matches()) {
            throw Problem.of(ProblemKind.INVALID_PHONE, "The phone is not a number.")
                    .withAccepted("phone as 7 to 15 digits with the country code")
                    .refusal();
        }
        Creation creation = sessions.create(caller, Optional.ofNullable(wish.id()), Optional.ofNullable(wish.name()));
        return switch (creation) {
            case Creation.Created(Session session) -> {
                profiles.add(session, SessionProfile.ofPhone(Optional.ofNullable(wish.phone())));
                if (wish.connect() == null || wish.connect()) {
                    sessions.connect(caller, session);
                }
                yield ResponseEntity.created(
                                URI.create("/api/v1/sessions/" + session.key().id()))
                        .body(view(find(caller, session.key().id())));
            }
            case Creation.Taken _ ->
                throw Problem.of(ProblemKind.SESSION_EXISTS, "A session with this id exists.")
                        .withAdvice("Use the session there is, delete it, or take another id.")
                        .refusal();
            case Creation.Full(long most) ->
                throw Problem.of(ProblemKind.QUOTA_REACHED, "The tenant has all the " + most + " sessions it may have.")
                        .withAdvice("Delete a session, or have the quota raised.")
                        .refusal();
            case Creation.InvalidId _ ->
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The id has a form that is not accepted.")
                        .withAccepted("id of " + Sessions.ID_FORM)
                        .refusal();
        };
    }

    @GetMapping
    @Operation(summary = "List sessions")
    Page<SessionView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page<Session> page =
                sessions.page(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit));
        return new Page<>(
                page.items().stream()
                        .filter(session -> caller.sees(session.key().id()))
                        .map(this::view)
                        .toList(),
                page.next() == null ? null : Cursor.of(page.next()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Look at a session")
    SessionView get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return view(find(caller, id));
    }

    @GetMapping("/{id}/status")
    @Operation(summary = "Look at a session's state", description = "The same as the session itself.")
    SessionView status(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return view(find(caller, id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a session", description = "Unlinks the account and deletes all of the session's data.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        sessions.delete(caller, find(caller, id));
    }

    @PostMapping("/{id}/connect")
    @Operation(
            summary = "Connect",
            description =
                    "Logs in if an account is linked, else offers QR codes. It stays connected, also after a restart.")
    SessionView connect(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        sessions.connect(caller, find(caller, id));
        return view(find(caller, id));
    }

    @PostMapping("/{id}/disconnect")
    @Operation(summary = "Disconnect", description = "Keeps the link; stays down until connected again.")
    SessionView disconnect(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        sessions.disconnect(caller, find(caller, id));
        return view(find(caller, id));
    }

    @PostMapping("/{id}/logout")
    @Operation(summary = "Log out", description = "Unlinks the account and deletes its secrets; the session stays.")
    SessionView logout(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        sessions.logout(caller, find(caller, id));
        return view(find(caller, id));
    }

    private Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }

    private SessionView view(Session session) {
        return SessionView.of(session, sessions.qrAvailable(session), sessions.restriction(session));
    }
}
