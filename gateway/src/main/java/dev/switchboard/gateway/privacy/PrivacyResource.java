// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.privacy;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.personal.DataPolicies;
import dev.switchboard.gateway.personal.Kept;
import dev.switchboard.gateway.personal.Person;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.Database;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// What is kept and for how long, and people's data.
@RestController
@Tag(name = "Privacy", description = "What is kept, for how long, and what people may ask for")
public final class PrivacyResource {
    private static final int LONGEST = 36_500;

    private final Database database;
    private final DataPolicies policies;
    private final Privacy privacy;
    private final Sessions sessions;
    private final AuditLog audit;

    public PrivacyResource(
            Database database, DataPolicies policies, Privacy privacy, Sessions sessions, AuditLog audit) {
        this.database = database;
        this.policies = policies;
        this.privacy = privacy;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// What a tenant keeps.
    @Schema(name = "DataPolicy")
    public record PolicyView(
            @Schema(
                    description =
                            "whether contents of messages are kept; if not, they are held sealed until they are sent and"
                                    + " delivered, and cannot be searched",
                    example = "true")
            boolean contents,

            @Schema(
                    description =
                            "days that things are kept; what is left out is kept for good. Kinds: messages, media,"
                                    + " events, deliveries, audit-message, audit-access, audit-system, audit-connection",
                    example = "{\"messages\": 365, \"media\": 30, \"events\": 30}")
            Map<String, Integer> retention) {
        public PolicyView {
            retention = Map.copyOf(retention);
        }
    }

    /// The body that says what a tenant keeps.
    @Schema(name = "DataPolicyChange")
    public record PolicyChange(
            @Schema(description = "left out: as before", example = "false") @Nullable
            Boolean contents,

            @Schema(description = "left out: as before", example = "{\"messages\": 365, \"media\": 30}") @Nullable
            Map<String, Integer> retention) {}

    /// Whether contents of a session are kept.
    @Schema(name = "SessionDataPolicy")
    public record SessionPolicy(
            @Schema(description = "null: as the tenant says", example = "false") @Nullable
            Boolean contents) {}

    @GetMapping("/api/v1/data-policy")
    @Operation(summary = "Look at what is kept, and how long")
    PolicyView policy(@AuthenticationPrincipal Caller caller) {
        Map<String, Integer> days = new TreeMap<>();
        policies.days(caller.tenant()).forEach((kind, count) -> days.put(kind.text(), count));
        return new PolicyView(policies.ofTenant(caller.tenant()).orElse(true), days);
    }

    @PutMapping("/api/v1/data-policy")
    @Operation(
            summary = "Say what is kept, and how long",
            description = "Where contents are no longer kept, those that were are taken away within minutes.")
    PolicyView policy(@AuthenticationPrincipal Caller caller, @RequestBody PolicyChange body) {
        Optional<Map<Kept, Integer>> days =
                Optional.ofNullable(body.retention()).map(PrivacyResource::days);
        database.write(tx -> {
            if (body.contents() != null) {
                policies.decide(tx, caller.tenant(), Optional.of(body.contents()));
            }
            days.ifPresent(kept -> policies.keep(tx, caller.tenant(), kept));
            audit.note(tx, noted(caller, null));
            return true;
        });
        return policy(caller);
    }

    private static Map<Kept, Integer> days(Map<String, Integer> wanted) {
        Map<Kept, Integer> days = new EnumMap<>(Kept.class);
        wanted.forEach((name, count) -> {
            Kept kind = Kept.of(name).orElseThrow(PrivacyResource::unknownKind);
            if (count < 1 || count > LONGEST) {
                throw Problem.of(ProblemKind.INVALID_REQUEST, "The number of days is out of bounds.")
                        .withAccepted("1 to " + LONGEST)
                        .refusal();
            }
            days.put(kind, count);
        });
        return days;
    }

    private static RuntimeException unknownKind() {
        return Problem.of(ProblemKind.INVALID_REQUEST, "There is no such kind of things that are kept.")
                .withAccepted(Arrays.stream(Kept.values()).map(Kept::text).collect(Collectors.joining(", ")))
                .refusal();
    }

    private static AuditEntry noted(Caller caller, @Nullable String session) {
        return new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), "data_policy.changed", session, null);
    }

    @GetMapping("/api/v1/sessions/{id}/data-policy")
    @Operation(summary = "Look at whether a session's contents are kept")
    SessionPolicy ofSession(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Session session = SessionLookup.find(sessions, caller, id);
        return new SessionPolicy(policies.ofSession(session.key()).orElse(null));
    }

    @PutMapping("/api/v1/sessions/{id}/data-policy")
    @Operation(summary = "Say whether a session's contents are kept")
    SessionPolicy ofSession(
            @AuthenticationPrincipal Caller caller, @PathVariable String id, @RequestBody SessionPolicy body) {
        Session session = SessionLookup.find(sessions, caller, id);
        database.write(tx -> {
            policies.decide(tx, session.key(), Optional.ofNullable(body.contents()));
            audit.note(tx, noted(caller, session.key().id()));
            return true;
        });
        return ofSession(caller, id);
    }

    @GetMapping("/api/v1/personal-data/{person}")
    @Operation(
            summary = "Export what is kept of a person",
            description = "A zip file with JSON lines for each kind of things, and the files; over all sessions.")
    @ApiResponse(
            responseCode = "200",
            description = "The zip file",
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    void export(@AuthenticationPrincipal Caller caller, @PathVariable String person, HttpServletResponse response)
            throws IOException {
        Person found = privacy.person(caller, AnyAddress.person(person));
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"personal-data.zip\"");
        response.setHeader("Cache-Control", "no-store");
        privacy.export(caller, found, response.getOutputStream());
    }

    /// What was erased.
    @Schema(name = "Erasure")
    public record Erasure(
            @Schema(description = "how many things were erased, by kind", example = "{\"messages\": 12, \"audit\": 30}")
            Map<String, Integer> erased) {}

    @DeleteMapping("/api/v1/personal-data/{person}")
    @Operation(
            summary = "Erase what is kept of a person",
            description =
                    "Messages with and of the person, contact, files, events, deliveries, and the person's addresses in"
                            + " the audit, which still verifies. It cannot be undone.")
    Erasure erase(@AuthenticationPrincipal Caller caller, @PathVariable String person) {
        Person found = privacy.person(caller, AnyAddress.person(person));
        return new Erasure(privacy.erase(caller, found));
    }
}
