// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Caller;
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
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Automations over the API.
@RestController
@Tag(name = "Automations", description = "What the gateway answers and does by itself")
public final class AutomationResource {
    private static final String ROOT = "/api/v1/automations";
    private static final int NAME = 200;
    private static final int STANDARD_POSITION = 100;

    private final Automations automations;
    private final Sessions sessions;
    private final Runs runs;
    private final DefinitionReader reader;
    private final JsonMapper json;

    AutomationResource(
            Automations automations, Sessions sessions, Runs runs, DefinitionReader reader, JsonMapper json) {
        this.automations = automations;
        this.sessions = sessions;
        this.runs = runs;
        this.reader = reader;
        this.json = json;
    }

    /// What a caller wants an automation to be.
    @Schema(name = "AutomationWish")
    record Wish(
            @Schema(example = "Opening hours") @Nullable String name,

            @Schema(description = "the one session it is for; all of the tenant's if left out") @Nullable
            String session,

            @Schema(
                    type = "object",
                    description = "as /api/v1/automations/schema has it",
                    example =
                            "{\"triggers\":[{\"type\":\"keyword\",\"words\":[\"hours\"]}],\"steps\":[{\"type\":\"reply\",\"text\":\"Hi"
                                    + " {{contact.name}}, we are open from nine to six.\"}]}")
            @Nullable
            JsonNode definition,

            @Schema(type = "object", description = "values for {{settings.…}}", example = "{}") @Nullable
            JsonNode settings,

            @Schema(defaultValue = "true") @Nullable Boolean enabled,

            @Schema(description = "automations are asked in this order", defaultValue = "100") @Nullable
            Integer position) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// What is wrong with a definition.
    @Schema(name = "AutomationReview")
    record Review(boolean valid, List<Fault> faults) {}

    @GetMapping(ROOT + "/schema")
    @Operation(summary = "Get the JSON schema of definitions")
    JsonNode schema() {
        return reader.schema();
    }

    @PostMapping(ROOT + "/validate")
    @Operation(
            summary = "Check a definition",
            description = "Everything wrong with it, with its path; nothing is kept.")
    Review validate(@RequestBody Wish wish) {
        List<Fault> faults = automations.faults(definition(wish), settings(wish), Optional.empty());
        return new Review(faults.isEmpty(), faults);
    }

    @PostMapping(ROOT)
    @ApiResponse(responseCode = "201", description = "The automation")
    @Operation(
            summary = "Make an automation",
            description = "A definition with faults is refused, each told with its path.")
    ResponseEntity<AutomationView.View> create(@AuthenticationPrincipal Caller caller, @RequestBody Wish wish) {
        Flow flow = saved(automations.create(caller, wanted(caller, wish, Optional.empty())));
        return ResponseEntity.created(URI.create(ROOT + "/" + flow.id())).body(AutomationView.View.of(flow, json));
    }

    @GetMapping(ROOT)
    @Operation(summary = "List automations", description = "Oldest first.")
    Page<AutomationView.View> list(
            @AuthenticationPrincipal Caller caller,
            @Schema(description = "only those for this session alone") @RequestParam(required = false) @Nullable
                    String session,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return automations
                .page(caller, session, number(cursor, 0), Cursor.limit(limit))
                .map(flow -> AutomationView.View.of(flow, json));
    }

    @GetMapping(ROOT + "/{automation}")
    @Operation(summary = "Look at an automation")
    AutomationView.View get(@AuthenticationPrincipal Caller caller, @PathVariable String automation) {
        return AutomationView.View.of(find(caller, automation), json);
    }

    @PutMapping(ROOT + "/{automation}")
    @Operation(
            summary = "Change an automation",
            description = "Makes a new version; runs that are under way go on in the version they began with.")
    AutomationView.View replace(
            @AuthenticationPrincipal Caller caller, @PathVariable String automation, @RequestBody Wish wish) {
        Flow flow = find(caller, automation);
        return AutomationView.View.of(
                saved(automations.replace(caller, flow, wanted(caller, wish, Optional.of(flow)))), json);
    }

    @DeleteMapping(ROOT + "/{automation}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an automation", description = "With its versions and runs.")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String automation) {
        automations.delete(caller, find(caller, automation));
    }

    @PostMapping(ROOT + "/{automation}/enable")
    @Operation(summary = "Enable an automation")
    AutomationView.View enable(@AuthenticationPrincipal Caller caller, @PathVariable String automation) {
        return AutomationView.View.of(automations.enable(caller, find(caller, automation), true), json);
    }

    @PostMapping(ROOT + "/{automation}/disable")
    @Operation(summary = "Disable an automation", description = "Its runs end.")
    AutomationView.View disable(@AuthenticationPrincipal Caller caller, @PathVariable String automation) {
        return AutomationView.View.of(automations.enable(caller, find(caller, automation), false), json);
    }

    @GetMapping(ROOT + "/{automation}/versions")
    @Operation(summary = "List the versions of an automation", description = "Newest first.")
    Page<AutomationView.VersionView> versions(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String automation,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return automations
                .versions(find(caller, automation), number(cursor, Long.MAX_VALUE), Cursor.limit(limit))
                .map(version -> AutomationView.VersionView.of(version, json));
    }

    @PostMapping(ROOT + "/{automation}/versions/{version}/restore")
    @Operation(summary = "Go back to a version", description = "Which makes a new version like it.")
    AutomationView.View restore(
            @AuthenticationPrincipal Caller caller, @PathVariable String automation, @PathVariable int version) {
        Flow flow = find(caller, automation);
        FlowStore.Version old = automations.version(flow, version).orElseThrow(AutomationResource::unknown);
        Automations.Wish wish = new Automations.Wish(
                old.name(),
                Optional.ofNullable(flow.session()).map(id -> SessionLookup.find(sessions, caller, id)),
                flow.market(),
                json.readTree(old.definition()),
                json.readTree(old.settings()),
                flow.enabled(),
                flow.position());
        return AutomationView.View.of(saved(automations.replace(caller, flow, wish)), json);
    }

    @GetMapping(ROOT + "/{automation}/runs")
    @Operation(summary = "List the runs of an automation", description = "Newest first; kept for thirty days.")
    Page<AutomationView.RunView> runs(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String automation,
            @Schema(description = "only those that are under way") @RequestParam(defaultValue = "false") boolean live,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return runs.page(find(caller, automation), live, number(cursor, Long.MAX_VALUE), Cursor.limit(limit));
    }

    @GetMapping(ROOT + "/{automation}/runs/{run}")
    @Operation(summary = "Look at a run", description = "With its variables and everything it did.")
    AutomationView.RunView run(
            @AuthenticationPrincipal Caller caller, @PathVariable String automation, @PathVariable String run) {
        return runs.one(find(caller, automation), reference(run)).orElseThrow(AutomationResource::unknown);
    }

    @PostMapping(ROOT + "/{automation}/runs/{run}/stop")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a run")
    void stop(@AuthenticationPrincipal Caller caller, @PathVariable String automation, @PathVariable String run) {
        if (!runs.stop(find(caller, automation), reference(run))) {
            throw unknown();
        }
    }

    @GetMapping("/api/v1/sessions/{id}/chats/{chat}/automations")
    @Operation(summary = "List what automations did in a chat", description = "Newest run first, with its steps.")
    Page<AutomationView.RunView> inChat(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") String sessionId,
            @PathVariable String chat,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        Session session = SessionLookup.find(sessions, caller, sessionId);
        return runs.page(session, AnyAddress.chat(chat), number(cursor, Long.MAX_VALUE), Cursor.limit(limit));
    }

    private Automations.Wish wanted(Caller caller, Wish wish, Optional<Flow> before) {
        String name = wish.name();
        if (name == null || name.isBlank() || name.length() > NAME) {
            throw refused("The field name is missing, blank or too long.", "text of 1 to " + NAME + " characters");
        }
        String session = wish.session();
        if (session == null && !caller.sessions().isEmpty()) {
            throw refused("The credential is for some sessions only.", "session: one of them");
        }
        return new Automations.Wish(
                name,
                Optional.ofNullable(session).map(id -> SessionLookup.find(sessions, caller, id)),
                before.flatMap(Flow::market),
                definition(wish),
                settings(wish),
                wish.enabled() == null ? before.map(Flow::enabled).orElse(true) : wish.enabled(),
                wish.position() == null ? before.map(Flow::position).orElse(STANDARD_POSITION) : wish.position());
    }

    private static JsonNode definition(Wish wish) {
        JsonNode definition = wish.definition();
        if (definition == null || !definition.isObject()) {
            throw refused("The field definition is missing or no object.", "as /api/v1/automations/schema has it");
        }
        return definition;
    }

    private JsonNode settings(Wish wish) {
        JsonNode settings = wish.settings();
        if (settings == null || settings.isNull()) {
            return json.createObjectNode();
        }
        if (!settings.isObject()) {
            throw refused("The field settings is no object.", "{...}");
        }
        return settings;
    }

    static Flow saved(Automations.Saved saved) {
        return switch (saved) {
            case Automations.Saved.Done(Flow flow) -> flow;
            case Automations.Saved.Full _ ->
                throw refused("There are as many automations as there may be.", "at most " + Automations.MOST);
            case Automations.Saved.Faulty(List<Fault> faults) -> throw faulty(faults);
        };
    }

    static RuntimeException faulty(List<Fault> faults) {
        StringBuilder all = new StringBuilder();
        for (Fault fault : faults) {
            all.append(all.isEmpty() ? "" : "; ")
                    .append(fault.path())
                    .append(": ")
                    .append(fault.message());
        }
        return Problem.of(ProblemKind.AUTOMATION_INVALID, all.toString())
                .withAdvice("POST /api/v1/automations/validate tells all faults as a list.")
                .refusal();
    }

    private Flow find(Caller caller, String id) {
        return automations.find(caller, id).orElseThrow(AutomationResource::unknown);
    }

    static RuntimeException unknown() {
        return Problem.of(ProblemKind.AUTOMATION_NOT_FOUND, "You have no automation, version or run with this id.")
                .withAdvice("GET /api/v1/automations lists the automations there are.")
                .refusal();
    }

    private static long reference(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw unknown();
        }
    }

    static long number(@Nullable String cursor, long otherwise) {
        if (cursor == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(Cursor.key(cursor));
        } catch (NumberFormatException _) {
            throw Cursor.refused();
        }
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
