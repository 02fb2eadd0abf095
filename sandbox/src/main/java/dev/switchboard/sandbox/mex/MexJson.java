// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.util.Optional;

/// JSON as queries have it.
final class MexJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private MexJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// The variables of a query; empty if it is no JSON object.
    static Optional<JsonNode> variables(Bytes query) {
        try {
            JsonNode read = MAPPER.readTree(query.toByteArray());
            if (read == null || !read.isObject()) {
                return Optional.empty();
            }
            JsonNode variables = read.path("variables");
            return Optional.of(variables.isObject() ? variables : object());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Bytes write(JsonNode json) {
        try {
            return Bytes.copyOf(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }
}
