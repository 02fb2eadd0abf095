// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.automation.Automation;
import dev.switchboard.gateway.automation.AutomationKind;
import dev.switchboard.gateway.automation.Automations;
import dev.switchboard.gateway.dialect.Bodies;
import dev.switchboard.gateway.dialect.Links;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/automations`.
@RestController
@Tag(name = "Dialect: clients")
public final class AutomationsResource {
    private final Links links;
    private final Automations automations;
    private final Bodies bodies;
    private final JsonMapper json;

    public AutomationsResource(Links links, Automations automations, Bodies bodies, JsonMapper json) {
        this.links = links;
        this.automations = automations;
        this.bodies = bodies;
        this.json = json;
    }

    record Entry(String id, String name, String description, List<String> settings) {}

    record Market(boolean success, Map<String, List<Entry>> templates) {}

    /// The body that activates an automation.
    @Schema(name = "ClientsActivation")
    record Activation(
            @Nullable String type,
            @Nullable String templateId,
            @Nullable JsonNode config,
            @Nullable String clientId) {
        @Override
        public String toString() {
            return "Activation[]";
        }
    }

    record View(
            String id,
            String clientId,
            String type,
            String templateId,
            String name,
            boolean active,
            JsonNode config,
            Instant createdAt) {
        @Override
        public String toString() {
            return "View[" + id + "]";
        }
    }

    record Activated(boolean success, String automationId, String message, View automation) {}

    record Listing(boolean success, List<View> automations, int total) {}

    record Done(boolean success, String message) {}

    @GetMapping("/automations/templates")
    @Operation(summary = "The automations there are, by category")
    Market templates() {
        Map<String, List<Entry>> categories = new LinkedHashMap<>();
        for (AutomationKind kind : AutomationKind.values()) {
            categories
                    .computeIfAbsent(kind.category(), _ -> new ArrayList<>())
                    .add(new Entry(kind.id(), kind.title(), kind.description(), kind.settings()));
        }
        return new Market(true, categories);
    }

    @PostMapping("/automations/activate")
    @Operation(summary = "Activate an automation", description = "In the place of the client's one of the same kind.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Activation.class)))
    Activated activate(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header,
            HttpServletRequest request) {
        Activation wish = bodies.read(request, Activation.class);
        AutomationKind kind = Optional.ofNullable(wish.templateId())
                .flatMap(AutomationKind::of)
                .orElseThrow(() -> Problem.of(ProblemKind.AUTOMATION_NOT_FOUND, "Automation template not found")
                        .withAdvice("GET /automations/templates lists what there is.")
                        .refusal());
        if (wish.type() != null && !wish.type().equals(kind.category())) {
            throw refused("The type is another one's.", "type: " + kind.category());
        }
        JsonNode config = wish.config() == null || wish.config().isNull() ? json.createObjectNode() : wish.config();
        if (!config.isObject()) {
            throw refused("The field config is not an object.", "config: {" + String.join(", ", kind.settings()) + "}");
        }
        Session session = links.find(caller, Named.client(caller, wish.clientId(), header));
        if (kind == AutomationKind.APPOINTMENT_REMINDER) {
            Reminders.check(config);
        }
        Automation automation = automations.activate(caller, session, kind, config);
        return new Activated(true, automation.id(), "Automation activated", view(session, automation));
    }

    @GetMapping("/automations")
    @Operation(summary = "A client's automations")
    Listing list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String clientId,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header) {
        Session session = links.find(caller, Named.client(caller, clientId, header));
        List<View> views = automations.of(session).stream()
                .map(automation -> view(session, automation))
                .toList();
        return new Listing(true, views, views.size());
    }

    @PostMapping("/automations/{automationId}/deactivate")
    @Operation(summary = "Deactivate an automation")
    Done deactivate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String automationId,
            @RequestHeader(name = "x-client-id", required = false) @Nullable String header) {
        Session session = links.find(caller, Named.client(caller, null, header));
        if (!automations.deactivate(caller, session, automationId)) {
            throw Problem.of(ProblemKind.AUTOMATION_NOT_FOUND, "Automation not found")
                    .refusal();
        }
        return new Done(true, "Automation deactivated");
    }

    private View view(Session session, Automation automation) {
        return new View(
                automation.id(),
                session.key().id(),
                automation.kind().category(),
                automation.kind().id(),
                automation.kind().title(),
                automation.active(),
                json.readTree(automation.config()),
                automation.createdAt());
    }

    private static RuntimeException refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
