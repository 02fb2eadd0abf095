// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The options one person chose in a poll, as they are kept.
final class Votes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

    private Votes() {}

    static String write(List<String> options) {
        return options.isEmpty() ? "" : JSON.writeValueAsString(options);
    }

    static List<String> read(String text) {
        return text.startsWith("[") ? JSON.readValue(text, LIST) : List.of();
    }
}
