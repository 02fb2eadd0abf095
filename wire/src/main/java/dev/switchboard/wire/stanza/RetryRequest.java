// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The children of a retry receipt: please send a message again.
///
/// @param id the message
/// @param count the how manieth request for this message it is, from 1
/// @param timestamp the time of the message
/// @param errorCode why it could not be opened; 0 if it is not told
/// @param registrationId the requester's registration id, an unsigned 32-bit value
/// @param keys the requester's fresh keys
public record RetryRequest(
        String id,
        int count,
        Optional<Instant> timestamp,
        int errorCode,
        int registrationId,
        Optional<KeyBundle> keys) {

    /// Reads a `<receipt>` of type retry.
    public static RetryRequest of(Node receipt) {
        Node retry = receipt.requireChild("retry");
        int registrationId = KeyNodes.registration(receipt);
        return new RetryRequest(
                retry.text("id").orElseGet(() -> receipt.requireText("id")),
                Fields.number(retry, "count").orElse(1),
                Fields.instant(retry, "t"),
                Fields.number(retry, "error").orElse(0),
                registrationId,
                receipt.child("keys").map(keys -> KeyBundle.read(keys, registrationId)));
    }

    List<Node> toNodes() {
        NodeBuilder retry = Node.builder("retry").attr("count", count).attr("id", id);
        timestamp.ifPresent(time -> retry.attr("t", time.getEpochSecond()));
        retry.attr("v", 1);
        if (errorCode != 0) {
            retry.attr("error", errorCode);
        }
        List<Node> nodes = new ArrayList<>();
        nodes.add(retry.build());
        nodes.add(KeyNodes.registration(registrationId));
        keys.ifPresent(bundle -> nodes.add(bundle.toRetryNode()));
        return nodes;
    }
}
