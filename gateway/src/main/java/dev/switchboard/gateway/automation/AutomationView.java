// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Automations as the API shows them.
final class AutomationView {
    private AutomationView() {}

    /// An automation.
    @Schema(name = "Automation")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @Schema(example = "aut_0011223344556677") String id,
            @Schema(example = "Welcome") String name,

            @Schema(description = "the one session it is for; left out = all of the tenant's") @Nullable
            String session,

            @Schema(description = "which of the marketplace's it is made of", example = "welcome_message") @Nullable
            String market,

            int version,
            boolean enabled,

            @Schema(description = "automations are asked in this order", example = "100")
            int position,

            @Schema(type = "object", description = "see /api/v1/automations/schema")
            JsonNode definition,

            @Schema(type = "object") JsonNode settings,

            @Schema(description = "when its schedule is due next") @Nullable
            Instant nextAt,

            Instant createdAt,
            Instant updatedAt) {
        static View of(Flow flow, JsonMapper json) {
            return new View(
                    flow.id(),
                    flow.name(),
                    flow.session(),
                    flow.market().orElse(null),
                    flow.version(),
                    flow.enabled(),
                    flow.position(),
                    json.readTree(flow.text()),
                    json.readTree(flow.settings()),
                    flow.nextAt(),
                    flow.createdAt(),
                    flow.updatedAt());
        }

        @Override
        public String toString() {
            return "View[" + id + "]";
        }
    }

    /// A version of an automation.
    @Schema(name = "AutomationVersion")
    record VersionView(
            int version,
            String name,
            @Schema(type = "object") JsonNode definition,
            @Schema(type = "object") JsonNode settings,
            @Schema(description = "who made it") String by,
            Instant at) {
        static VersionView of(FlowStore.Version version, JsonMapper json) {
            return new VersionView(
                    version.version(),
                    version.name(),
                    json.readTree(version.definition()),
                    json.readTree(version.settings()),
                    version.actor(),
                    version.createdAt());
        }

        @Override
        public String toString() {
            return "VersionView[" + version + "]";
        }
    }

    /// A run.
    @Schema(name = "AutomationRun")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunView(
            String id,
            @Schema(description = "id of the automation") String automation,
            int version,
            String session,
            @Schema(example = "15550100002@s.whatsapp.net") String chat,

            @Schema(description = "whom it is for; in a group one of its members")
            String person,

            @Schema(description = "what began it", example = "message:3EB0C431C26A1916EB9A13")
            String cause,

            @Schema(
                    description =
                            "ready, asking, waiting, outside (a call or file), held (cannot send at the moment), ended",
                    example = "asking")
            String phase,

            @Schema(description = "where in the definition it is", example = "/steps/1") @Nullable
            String path,

            @Schema(description = "when it goes on or gives up waiting") @Nullable
            Instant until,

            @Schema(type = "object", description = "what it knows; only for one run") @Nullable
            JsonNode variables,

            Instant startedAt,
            @Nullable Instant endedAt,

            @Schema(description = "why it ended", example = "finished") @Nullable
            String reason,

            @Schema(description = "what it did; only for one run") @Nullable
            List<StepView> steps) {
        @Override
        public String toString() {
            return "RunView[" + id + "]";
        }
    }

    /// Something a run did.
    @Schema(name = "AutomationStep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepView(
            Instant at,
            @Schema(example = "/steps/0") String path,
            @Schema(example = "reply") String kind,
            @Schema(example = "sent") String outcome,
            @Nullable String detail,
            @Nullable String messageId) {}
}
