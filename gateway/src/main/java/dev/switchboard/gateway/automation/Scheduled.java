// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.wire.jid.Jid;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whom a schedule is for.
final class Scheduled {
    private Scheduled() {}

    /// The variables there are before there is a contact.
    static ObjectNode settings(JsonNode settings) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("settings", settings);
        return root;
    }

    static List<Jid> people(List<String> texts) {
        return texts.stream()
                .flatMap(text -> AnyAddress.parse(text).stream())
                .distinct()
                .toList();
    }
}
