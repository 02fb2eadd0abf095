// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.Optional;

/// Whether somebody is there.
public sealed interface Presence {

    /// The account is there or not, as it says itself; the first with a name tells the server the push name.
    record Own(boolean available, Optional<String> name) implements Presence {}

    /// A wish to be told about somebody.
    record Subscribe(Jid to, Optional<Bytes> privacyToken) implements Presence {}

    /// The end of that wish.
    record Unsubscribe(Jid to) implements Presence {}

    /// News about somebody.
    ///
    /// @param from whom
    /// @param available whether they are there
    /// @param lastSeen when they were last there, if the server tells
    record Update(Jid from, boolean available, Optional<Instant> lastSeen) implements Presence {}

    /// Anything else.
    record Unknown(Node node) implements Presence {}

    /// Reads a `<presence>` in either direction.
    static Presence of(Node node) {
        Fields.requireTag(node, "presence");
        String type = node.text("type").orElse("available");
        Optional<Jid> from = node.jid("from");
        return switch (type) {
            case "available", "unavailable" -> {
                boolean available = type.equals("available");
                yield from.isPresent()
                        ? new Update(from.get(), available, lastSeen(node))
                        : new Own(available, node.text("name"));
            }
            case "subscribe" -> new Subscribe(node.requireJid("to"), Fields.childBytes(node, "tctoken"));
            case "unsubscribe" -> new Unsubscribe(node.requireJid("to"));
            default -> new Unknown(node);
        };
    }

    private static Optional<Instant> lastSeen(Node node) {
        String last = node.text("last").orElse("");
        boolean isTime = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return isTime ? Fields.instant(node, "last") : Optional.empty();
    }

    /// The `<presence>` node.
    default Node toNode() {
        NodeBuilder node = Node.builder("presence");
        return switch (this) {
            case Own(boolean available, Optional<String> name) ->
                node.attr("type", available ? "available" : "unavailable")
                        .attrIfPresent("name", name)
                        .build();
            case Subscribe(Jid to, Optional<Bytes> token) ->
                node.attr("type", "subscribe")
                        .attr("to", to)
                        .childIfPresent(token.map(bytes -> Node.of("tctoken", bytes)))
                        .build();
            case Unsubscribe(Jid to) ->
                node.attr("type", "unsubscribe").attr("to", to).build();
            case Update(Jid from, boolean available, Optional<Instant> lastSeen) -> {
                node.attr("from", from);
                if (!available) {
                    node.attr("type", "unavailable");
                    lastSeen.ifPresent(time -> node.attr("last", time.getEpochSecond()));
                }
                yield node.build();
            }
            case Unknown(Node raw) -> raw;
        };
    }
}
