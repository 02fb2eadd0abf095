// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.messaging.NumberedText;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.tenant.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulator over the API.
@RestController
@Tag(name = "Automations")
public final class SimulationResource {
    private static final int TEXTS = 50;

    private final Simulator simulator;
    private final Automations automations;
    private final Sessions sessions;
    private final JsonMapper json;

    SimulationResource(Simulator simulator, Automations automations, Sessions sessions, JsonMapper json) {
        this.simulator = simulator;
        this.automations = automations;
        this.sessions = sessions;
        this.json = json;
    }

    /// What is assumed.
    @Schema(name = "Simulation")
    record Wish(
            @Nullable String session,

            @Schema(description = "who writes", example = "+1 555 010 0002") @Nullable
            String from,

            @Schema(description = "what they write", example = "hello") @Nullable
            String text,

            @Schema(description = "instead of text: what they write, one after the other as they are asked") @Nullable
            List<String> texts,

            @Schema(defaultValue = "text") @Nullable String type,

            @Schema(description = "when; now if left out") @Nullable
            Instant at,

            @Schema(description = "whether it is the first contact; as it is if left out") @Nullable
            Boolean first,

            @Schema(description = "the contact's tags; as they are if left out") @Nullable
            List<String> tags,

            @Schema(description = "only this automation, enabled or not") @Nullable
            String automation,

            @Schema(type = "object", description = "only this definition, which need not be kept") @Nullable
            JsonNode definition,

            @Schema(type = "object", description = "with definition") @Nullable
            JsonNode settings,

            @Schema(type = "object", description = "what a webhook call brings, instead of a message") @Nullable
            JsonNode call,

            @Schema(type = "array", description = "what calls of addresses answer, in their order") @Nullable
            List<JsonNode> answers) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// What would happen.
    @Schema(name = "SimulationResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @Schema(description = "whether an automation would begin or go on")
            boolean answered,

            @Schema(description = "why no automation would look at the message", example = "handed_to_a_person")
            @Nullable
            String ignored,

            @Schema(description = "everything that would be sent, in order")
            List<Said> messages,

            List<Considered> automations) {}

    /// A message that would be sent.
    @Schema(name = "SimulatedMessage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            @Schema(example = "text") String type,
            @Nullable String text,

            @Schema(description = "what can be chosen") @Nullable
            List<String> choices) {
        static Said of(Content content) {
            List<Content.Row> rows = NumberedText.answers(content);
            return new Said(
                    content.type(),
                    content.words().orElse(null),
                    rows.isEmpty()
                            ? null
                            : rows.stream().map(Content.Row::title).toList());
        }

        @Override
        public String toString() {
            return "Said[" + type + "]";
        }
    }

    /// How an automation would deal with it.
    @Schema(name = "SimulatedAutomation")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Considered(
            @Nullable String id,
            String name,
            boolean begins,

            @Schema(description = "which of its triggers fits") @Nullable
            Integer trigger,

            @Schema(
                    description =
                            "why it would not begin (no_trigger, condition <path>, runs_already, limits), or how its run would"
                                    + " end or pause (finished, asking, handed, ...)",
                    example = "finished")
            String reason,

            List<Trace> trace,

            @Schema(type = "object") @Nullable JsonNode variables) {
        @Override
        public String toString() {
            return "Considered[" + reason + "]";
        }
    }

    /// One thing that would be done.
    @Schema(name = "SimulatedStep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trace(
            @Schema(example = "/steps/0") String path,
            @Schema(example = "reply") String kind,
            @Schema(example = "sent") String outcome,
            @Nullable String detail,
            @Nullable Said message) {}

    @PostMapping("/api/v1/automations/simulate")
    @Operation(
            summary = "Ask what would happen if this message came now",
            description =
                    "Nothing is sent or kept, no address is called. Waits are over at once; further texts answer questions.")
    View simulate(@AuthenticationPrincipal Caller caller, @RequestBody Wish wish) {
        Session session = SessionLookup.find(sessions, caller, wish.session() == null ? "" : wish.session());
        List<String> given = wish.texts();
        String text = wish.text();
        List<String> texts = given != null ? given : text == null ? List.of() : List.of(text);
        if (texts.size() > TEXTS || texts.stream().anyMatch(one -> one == null)) {
            throw refused("The field texts has too many entries, or one that is none.", "at most " + TEXTS);
        }
        List<JsonNode> answers = wish.answers();
        List<String> tags = wish.tags();
        Simulator.Result result = simulator.simulate(new Simulator.Assumption(
                session,
                AnyAddress.person(wish.from() == null ? "" : wish.from()),
                texts,
                Optional.ofNullable(wish.type()),
                Optional.ofNullable(wish.at()),
                Optional.ofNullable(wish.first()),
                Optional.ofNullable(tags).map(Set::copyOf),
                only(caller, wish),
                Optional.ofNullable(wish.call()).filter(JsonNode::isObject),
                answers == null ? List.of() : answers));
        return view(result);
    }

    private Optional<Flows.Ready> only(Caller caller, Wish wish) {
        JsonNode definition = wish.definition();
        if (definition != null && definition.isObject()) {
            JsonNode settings = wish.settings();
            JsonNode known = settings == null || !settings.isObject() ? json.createObjectNode() : settings;
            List<Fault> faults = automations.faults(definition, known, Optional.empty());
            if (!faults.isEmpty()) {
                throw AutomationResource.faulty(faults);
            }
            return Optional.of(Flows.ready(
                    draft(caller.tenant()), json.writeValueAsString(definition), json.writeValueAsString(known)));
        }
        return Optional.ofNullable(wish.automation())
                .map(id -> automations.find(caller, id).orElseThrow(AutomationResource::unknown))
                .map(flow -> Flows.ready(flow, flow.text(), flow.settings()));
    }

    private static Flow draft(TenantId tenant) {
        return new Flow(
                0,
                tenant,
                "",
                null,
                null,
                "draft",
                Optional.empty(),
                0,
                "",
                "",
                Optional.empty(),
                true,
                0,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static View view(Simulator.Result result) {
        List<Considered> automations =
                result.automations().stream().map(SimulationResource::view).toList();
        List<Said> messages = automations.stream()
                .flatMap(one -> one.trace().stream())
                .flatMap(step -> Optional.ofNullable(step.message()).stream())
                .toList();
        return new View(automations.stream().anyMatch(Considered::begins), result.ignored(), messages, automations);
    }

    private static Considered view(Simulator.Considered one) {
        return new Considered(
                one.flow().id().isEmpty() ? null : one.flow().id(),
                one.flow().name(),
                one.begins(),
                one.trigger(),
                one.reason(),
                one.notes().stream().map(SimulationResource::trace).toList(),
                one.variables());
    }

    private static Trace trace(Stage.Note note) {
        return new Trace(
                note.path(),
                note.kind(),
                note.outcome(),
                note.detail(),
                Optional.ofNullable(note.content()).map(Said::of).orElse(null));
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
