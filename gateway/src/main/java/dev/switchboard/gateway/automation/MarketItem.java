// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An automation that ships with the gateway: a definition, and the schema of what can be set.
///
/// @param settings the JSON schema of its settings
/// @param defaults what holds where nothing is set
/// @param example settings as they could be
@Schema(name = "MarketItem")
public record MarketItem(
        @Schema(example = "welcome_message") String id,
        @Schema(example = "sales") String category,
        @Schema(example = "Welcome Message") String name,
        String description,
        @Schema(type = "object") JsonNode definition,

        @Schema(type = "object", description = "JSON schema of the settings")
        JsonNode settings,

        @Schema(type = "object") JsonNode defaults,
        @Schema(type = "object") JsonNode example) {

    /// Settings with the defaults where they say nothing.
    ObjectNode complete(JsonNode given) {
        ObjectNode whole = ((ObjectNode) defaults).deepCopy();
        given.properties().forEach(part -> {
            if (!part.getValue().isNull()) {
                whole.set(part.getKey(), part.getValue());
            }
        });
        return whole;
    }

    @Override
    public String toString() {
        return "MarketItem[" + id + "]";
    }
}
