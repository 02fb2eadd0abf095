// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.problem.Answers;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.gateway.session.LiveLinks;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/sessions/{id}/calls`.
@RestController
@RequestMapping("/api/v1/sessions/{id}/calls")
@Tag(name = "Calls", description = "Calls come as call.offered events; they can be turned down")
public final class CallResource {
    private static final int MESSAGE = 4_096;

    private final Sessions sessions;
    private final LiveLinks links;
    private final Database database;

    public CallResource(Sessions sessions, LiveLinks links, Database database) {
        this.sessions = sessions;
        this.links = links;
        this.database = database;
    }

    /// What is done with calls.
    @Schema(name = "CallRule")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleView(
            @Schema(description = "turn calls down", defaultValue = "false") @Nullable
            Boolean reject,

            @Schema(description = "what the caller is then written", example = "Please write to us.") @Nullable
            String message) {
        @Override
        public String toString() {
            return "RuleView[" + reject + "]";
        }
    }

    /// The body that turns a call down.
    @Schema(name = "CallToReject")
    public record ToReject(
            @Schema(description = "who calls, as the event told", example = "15550100002@s.whatsapp.net") @Nullable
            String caller) {
        @Override
        public String toString() {
            return "ToReject[]";
        }
    }

    @PostMapping("/{callId}/reject")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Turn a call down")
    void reject(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String callId,
            @RequestBody ToReject body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Answers.value(links.connected(session)
                .account()
                .rejectCall(callId, AnyAddress.person(body.caller() == null ? "" : body.caller())));
    }

    @GetMapping("/rule")
    @Operation(summary = "See what is done with calls")
    RuleView rule(@AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        Calls.Rule rule = database.read(tx -> Calls.rule(tx, session.key().ref()));
        return new RuleView(rule.reject(), rule.message().orElse(null));
    }

    @PutMapping("/rule")
    @Operation(summary = "Say what is done with calls", description = "Turn them down, and write to the caller.")
    RuleView rule(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") String sessionId, @RequestBody RuleView body) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        if (body.message() != null
                && (body.message().isBlank() || body.message().length() > MESSAGE)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The field message is blank or too long.")
                    .withAccepted("1 to " + MESSAGE + " characters")
                    .refusal();
        }
        Calls.Rule rule = new Calls.Rule(Boolean.TRUE.equals(body.reject()), Optional.ofNullable(body.message()));
        SessionLease lease = Sessions.lease(session);
        database.write(tx -> {
            lease.guard(tx);
            Calls.rule(tx, lease, rule);
            return true;
        });
        return new RuleView(rule.reject(), rule.message().orElse(null));
    }
}
