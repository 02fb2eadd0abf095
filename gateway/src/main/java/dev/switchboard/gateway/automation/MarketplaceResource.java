// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Caller;
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
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The marketplace over the API.
@RestController
@RequestMapping("/api/v1/automations/marketplace")
@Tag(name = "Automations")
public final class MarketplaceResource {
    private final Marketplace market;
    private final Automations automations;
    private final Sessions sessions;
    private final JsonMapper json;

    MarketplaceResource(Marketplace market, Automations automations, Sessions sessions, JsonMapper json) {
        this.market = market;
        this.automations = automations;
        this.sessions = sessions;
        this.json = json;
    }

    /// What there is.
    @Schema(name = "Market")
    record Items(List<MarketItem> items) {}

    /// How one of the marketplace's is to be activated.
    @Schema(name = "MarketWish")
    record Wish(
            @Schema(description = "the one session it is for; all of the tenant's if left out") @Nullable
            String session,

            @Schema(type = "object", description = "as the item's schema of settings has it") @Nullable
            JsonNode settings,

            @Schema(description = "the item's own if left out") @Nullable
            String name) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    @GetMapping
    @Operation(
            summary = "List the automations that ship with the gateway",
            description = "Each with its definition, the JSON schema of its settings, and an example.")
    Items all() {
        return new Items(market.all());
    }

    @GetMapping("/{item}")
    @Operation(summary = "Look at one of the marketplace's")
    MarketItem one(@PathVariable String item) {
        return find(item);
    }

    @PostMapping("/{item}/activate")
    @ApiResponse(responseCode = "201", description = "The automation, which can be edited like any other")
    @Operation(summary = "Make an automation of one of the marketplace's")
    ResponseEntity<AutomationView.View> activate(
            @AuthenticationPrincipal Caller caller, @PathVariable String item, @RequestBody Wish wish) {
        MarketItem found = find(item);
        String id = wish.session();
        if (id == null && !caller.sessions().isEmpty()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The credential is for some sessions only.")
                    .withAccepted("session: one of them")
                    .refusal();
        }
        Optional<Session> session = Optional.ofNullable(id).map(name -> SessionLookup.find(sessions, caller, name));
        JsonNode settings = wish.settings();
        Flow flow = AutomationResource.saved(automations.create(
                caller,
                new Automations.Wish(
                        wish.name() == null || wish.name().isBlank() ? found.name() : wish.name(),
                        session,
                        Optional.of(found.id()),
                        found.definition(),
                        settings == null || !settings.isObject() ? json.createObjectNode() : settings,
                        true,
                        100)));
        session.ifPresent(one -> automations.remind(one, flow));
        return ResponseEntity.created(URI.create("/api/v1/automations/" + flow.id()))
                .body(AutomationView.View.of(flow, json));
    }

    private MarketItem find(String id) {
        return market.find(id)
                .orElseThrow(
                        () -> Problem.of(ProblemKind.AUTOMATION_NOT_FOUND, "The marketplace has no such automation.")
                                .withAdvice("GET /api/v1/automations/marketplace lists what there is.")
                                .refusal());
    }
}
