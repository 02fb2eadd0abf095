// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The word that a stanza was taken, or refused with an error.
///
/// @param id the id of the stanza
/// @param stanzaClass the tag of the stanza
/// @param route the addresses
/// @param type the type of the stanza, where it is repeated
/// @param timestamp when the server took it
/// @param phash the hash of the devices that should have been addressed, if the sender missed some
/// @param error why it was refused
/// @param serverId the number of a channel's post
public record Ack(
        String id,
        String stanzaClass,
        Route route,
        Optional<String> type,
        Optional<Instant> timestamp,
        Optional<String> phash,
        OptionalInt error,
        OptionalLong serverId) {

    /// A client's acknowledgement of a stanza from the server: addressed back, with participant, recipient and type
    /// repeated.
    public static Ack replyTo(Node stanza) {
        return new Ack(
                stanza.requireText("id"),
                stanza.tag(),
                Route.backTo(stanza),
                stanza.text("type"),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    /// The server's acknowledgement of a stanza from a client: `from` is what its `to` was.
    public static Ack serverReplyTo(Node stanza) {
        return new Ack(
                stanza.requireText("id"),
                stanza.tag(),
                Route.from(stanza.jid("to").orElse(Jid.SERVER)).withParticipant(stanza.jid("participant")),
                stanza.text("type"),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    /// The same with another route.
    public Ack withRoute(Route newRoute) {
        return new Ack(id, stanzaClass, newRoute, type, timestamp, phash, error, serverId);
    }

    /// The same with another type, or none.
    public Ack withType(Optional<String> newType) {
        return new Ack(id, stanzaClass, route, newType, timestamp, phash, error, serverId);
    }

    /// The same with the time the server took the stanza.
    public Ack withTimestamp(Instant time) {
        return new Ack(id, stanzaClass, route, type, Optional.of(time), phash, error, serverId);
    }

    /// The same with the hash of the right devices.
    public Ack withPhash(Optional<String> hash) {
        return new Ack(id, stanzaClass, route, type, timestamp, hash, error, serverId);
    }

    /// The same as a refusal.
    public Ack withError(int code) {
        return new Ack(id, stanzaClass, route, type, timestamp, phash, OptionalInt.of(code), serverId);
    }

    /// Reads an `<ack>`.
    public static Ack of(Node node) {
        Fields.requireTag(node, "ack");
        return new Ack(
                node.requireText("id"),
                node.text("class").orElse(""),
                Route.of(node),
                node.text("type"),
                Fields.instant(node, "t"),
                node.text("phash"),
                Fields.number(node, "error"),
                node.number("server_id"));
    }

    /// The `<ack>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("ack").attr("class", stanzaClass).attr("id", id);
        route.writeTo(node);
        node.attrIfPresent("type", type);
        timestamp.ifPresent(time -> node.attr("t", time.getEpochSecond()));
        node.attrIfPresent("phash", phash);
        error.ifPresent(code -> node.attr("error", code));
        serverId.ifPresent(number -> node.attr("server_id", number));
        return node.build();
    }
}
