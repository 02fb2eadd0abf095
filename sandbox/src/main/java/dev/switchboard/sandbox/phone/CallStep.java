// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// What a phone does about a call.
///
/// @param to the other party
/// @param action what it does
/// @param video whether an offered call is one with pictures
/// @param callId which call; empty for a new one
/// @param creator who began the call; empty for the phone itself
public record CallStep(Jid to, Action action, boolean video, Optional<String> callId, Optional<Jid> creator) {

    /// What can be done about a call.
    public enum Action {
        /// Begin it.
        OFFER,
        /// Take it.
        ACCEPT,
        /// Turn it down.
        REJECT,
        /// End it.
        TERMINATE
    }

    /// As it stands in the stanza.
    Node node(Jid self, String freshId) {
        NodeBuilder step = Node.builder(tag())
                .attr("call-id", callId.orElse(freshId))
                .attr("call-creator", creator.orElse(self.bare()));
        return switch (action) {
            case OFFER -> {
                step.child(Node.builder("audio").attr("enc", "opus").attr("rate", 16_000));
                if (video) {
                    step.child(Node.builder("video").attr("enc", "vp8"));
                }
                yield step.build();
            }
            case REJECT -> step.attr("count", 0).build();
            case ACCEPT, TERMINATE -> step.build();
        };
    }

    private String tag() {
        return switch (action) {
            case OFFER -> "offer";
            case ACCEPT -> "accept";
            case REJECT -> "reject";
            case TERMINATE -> "terminate";
        };
    }
}
