// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.session.SessionProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How an automation is set, with what the session's profile says where it is silent.
record Settings(JsonNode config, SessionProfile profile) {
    /// The first of these fields that has a text.
    Optional<String> text(String... names) {
        for (String name : names) {
            JsonNode value = config.path(name);
            if (value.isString() && !value.asString().isBlank()) {
                return Optional.of(value.asString());
            }
        }
        return Optional.empty();
    }

    /// A list of texts.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        config.path(name).forEach(value -> {
            JsonNode text = value.isObject() ? value.path("text") : value;
            if (text.isString() && !text.asString().isBlank()) {
                texts.add(text.asString());
            }
        });
        return texts;
    }

    @Override
    public String toString() {
        return "Settings[]";
    }
}
