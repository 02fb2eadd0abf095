// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.wire.Bytes;
import java.io.IOException;

/// JSON in and out.
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /// Reads a body that must be one JSON value.
    static JsonNode parse(Bytes body) {
        try {
            JsonNode value = MAPPER.readTree(body.toByteArray());
            if (value == null || value.isMissingNode()) {
                throw AdminRefusal.malformed("the body is empty (expected: a JSON object)");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw AdminRefusal.malformed("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw AdminRefusal.malformed("the body cannot be read");
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// An answer with a JSON body.
    static HttpResponse answer(int status, JsonNode value) {
        try {
            return HttpResponse.json(status, Bytes.copyOf(MAPPER.writeValueAsBytes(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /// The answer to a request that failed.
    static HttpResponse error(int status, String message) {
        return answer(status, object().put("error", message));
    }
}
