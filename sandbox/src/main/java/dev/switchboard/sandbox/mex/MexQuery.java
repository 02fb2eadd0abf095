// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import java.util.Optional;

/// What somebody wants, and the answer.
///
/// @param device who asks
/// @param variables what about
record MexQuery(Device device, JsonNode variables) {

    /// A query that is refused.
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refusal(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    static Refusal notFound() {
        return new Refusal(404, "NOT_FOUND");
    }

    static Refusal forbidden() {
        return new Refusal(403, "FORBIDDEN");
    }

    static Refusal badRequest() {
        return new Refusal(400, "BAD_REQUEST");
    }

    Account asker() {
        return device.account();
    }

    /// A text, at the top or in `input`.
    Optional<String> text(String name) {
        JsonNode value = variables.path(name);
        if (value.isMissingNode()) {
            value = variables.path("input").path(name);
        }
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    String requireText(String name) {
        return text(name).orElseThrow(MexQuery::badRequest);
    }

    /// An answer with one entry.
    static ObjectNode answer(String name, JsonNode value) {
        return MexJson.object().set(name, value);
    }
}
