// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.iq;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Namespaces `abt` and `w`: the switches that the server sets in clients.
public final class PropertiesHandler implements IqHandler {

    private static final long REFRESH_SECONDS = 86_400;

    /// By code: tokens on messages and pictures, issued to hidden ids, in buckets of a week, four of them.
    private static final Map<Integer, String> PROPERTIES = new TreeMap<>(Map.of(
            10518, "1",
            9666, "1",
            14303, "1",
            865, "604800",
            996, "604800",
            909, "4",
            997, "4",
            11261, "0",
            11262, "0",
            15491, "0"));

    /// The code of the switch that lets clients send tokens made from their salt.
    private static final int SALTED_TOKENS = 24941;

    @Override
    public Answer answer(IqRequest request) {
        Map<Integer, String> properties = new TreeMap<>(PROPERTIES);
        properties.put(SALTED_TOKENS, request.account().traits().scenario().nctSendAb() ? "1" : "0");
        boolean legacy = request.iq().hasText("xmlns", "w");
        NodeBuilder props = Node.builder("props")
                .attr("protocol", 1)
                .attr("hash", Integer.toHexString(properties.hashCode()))
                .attr("ab_key", "sandbox")
                .attr("refresh", REFRESH_SECONDS)
                .attr("refresh_id", 1)
                .attr("delta_update", false);
        List<Node> all =
                properties.entrySet().stream().map(entry -> prop(entry, legacy)).toList();
        return Answer.of(props.children(all).build());
    }

    private static Node prop(Map.Entry<Integer, String> entry, boolean legacy) {
        return Node.builder("prop")
                .attr(legacy ? "name" : "config_code", entry.getKey())
                .attr(legacy ? "value" : "config_value", entry.getValue())
                .build();
    }
}
