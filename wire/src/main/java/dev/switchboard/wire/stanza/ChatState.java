// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// Somebody types, records or has stopped.
///
/// @param route the chat, and in groups the member
/// @param activity what they do; empty if the node holds nothing known
public record ChatState(Route route, Optional<Activity> activity) {

    /// What somebody does in a chat.
    public enum Activity {
        /// Types.
        COMPOSING,
        /// Records a voice note.
        RECORDING,
        /// Has stopped.
        PAUSED
    }

    /// A state for a chat.
    public static ChatState to(Jid chat, Activity activity) {
        return new ChatState(Route.to(chat), Optional.of(activity));
    }

    /// Reads a `<chatstate>`.
    public static ChatState of(Node node) {
        Fields.requireTag(node, "chatstate");
        Optional<Activity> activity = node.child("composing")
                .map(composing -> composing.hasText("media", "audio") ? Activity.RECORDING : Activity.COMPOSING)
                .or(() -> node.child("paused").map(_ -> Activity.PAUSED));
        return new ChatState(Route.of(node), activity);
    }

    /// The `<chatstate>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("chatstate");
        route.writeTo(node);
        activity.ifPresent(doing -> node.child(
                switch (doing) {
                    case COMPOSING -> Node.of("composing");
                    case RECORDING ->
                        Node.builder("composing").attr("media", "audio").build();
                    case PAUSED -> Node.of("paused");
                }));
        return node.build();
    }
}
