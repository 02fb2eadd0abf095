// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// What an `<ib>` says: small news that nobody acknowledges.
public sealed interface InfoBroadcast {

    /// All stored stanzas have been delivered.
    record OfflineDone(int count) implements InfoBroadcast {}

    /// How many stored stanzas are about to come.
    record OfflinePreview(int count, int messages, int notifications, int receipts, int appData, int calls)
            implements InfoBroadcast {}

    /// The client is ready for more stored stanzas.
    record OfflineBatch(int count) implements InfoBroadcast {}

    /// What to send before the next handshake, so that the right data centre answers.
    record EdgeRouting(Bytes routingInfo) implements InfoBroadcast {}

    /// A kind of state must be fetched anew.
    record Dirty(String type, Optional<String> timestamp) implements InfoBroadcast {}

    /// The client's id of its present use.
    record UnifiedSession(String id) implements InfoBroadcast {}

    /// Anything else.
    record Unknown(Node node) implements InfoBroadcast {}

    /// Reads an `<ib>` by its first child of a known kind.
    static InfoBroadcast of(Node node) {
        Fields.requireTag(node, "ib");
        for (Node child : node.children()) {
            switch (child.tag()) {
                case "offline" -> {
                    return new OfflineDone(Fields.number(child, "count").orElse(0));
                }
                case "offline_preview" -> {
                    return preview(child);
                }
                case "offline_batch" -> {
                    return new OfflineBatch(Fields.number(child, "count").orElse(0));
                }
                case "edge_routing" -> {
                    return new EdgeRouting(Fields.requireChildBytes(child, "routing_info"));
                }
                case "dirty" -> {
                    return new Dirty(child.requireText("type"), child.text("timestamp"));
                }
                case "unified_session" -> {
                    return new UnifiedSession(child.text("id").orElse(""));
                }
                default -> {}
            }
        }
        return new Unknown(node);
    }

    private static InfoBroadcast preview(Node child) {
        return new OfflinePreview(
                Fields.number(child, "count").orElse(0),
                Fields.number(child, "message").orElse(0),
                Fields.number(child, "notification").orElse(0),
                Fields.number(child, "receipt").orElse(0),
                Fields.number(child, "appdata").orElse(0),
                Fields.number(child, "call").orElse(0));
    }

    /// The `<ib>` node as a client sends it.
    default Node toNode() {
        return this instanceof Unknown(Node raw)
                ? raw
                : Node.builder("ib").child(child()).build();
    }

    /// The `<ib>` node as the server sends it.
    default Node toServerNode() {
        return this instanceof Unknown(Node raw)
                ? raw
                : Node.builder("ib").attr("from", Jid.SERVER).child(child()).build();
    }

    private NodeBuilder child() {
        return switch (this) {
            case OfflineDone(int count) -> Node.builder("offline").attr("count", count);
            case OfflinePreview(int count, int messages, int notifications, int receipts, int appData, int calls) ->
                Node.builder("offline_preview")
                        .attr("count", count)
                        .attr("message", messages)
                        .attr("notification", notifications)
                        .attr("receipt", receipts)
                        .attr("appdata", appData)
                        .attr("call", calls);
            case OfflineBatch(int count) -> Node.builder("offline_batch").attr("count", count);
            case EdgeRouting(Bytes info) -> Node.builder("edge_routing").child(Node.of("routing_info", info));
            case Dirty(String type, Optional<String> timestamp) ->
                Node.builder("dirty").attr("type", type).attrIfPresent("timestamp", timestamp);
            case UnifiedSession(String id) -> Node.builder("unified_session").attr("id", id);
            case Unknown(Node raw) -> raw.toBuilder();
        };
    }
}
