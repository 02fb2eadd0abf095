// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A message on its way from the server to a client.
///
/// @param id the message id, chosen by the sender
/// @param source who sent it, and to which chat
/// @param timestamp when the server took it
/// @param type what kind of stanza it is
/// @param pushName the name the sender gives itself
/// @param offline which attempt at delivery this is, if it waited for the client
/// @param category `peer` for messages of the own phone
/// @param edit what the message does to another one
/// @param encs the ciphertexts of known type, pairwise ones before the group's as they came
/// @param deviceIdentity the signed identity of the sending companion
/// @param unavailable why there is no ciphertext for this device: the type attribute, empty if it has none
/// @param plaintext the unencrypted payload of a channel's post
/// @param extras all other children: meta, reporting, biz, ciphertexts of unknown type
public record IncomingMessage(
        String id,
        Source source,
        Instant timestamp,
        String type,
        Optional<String> pushName,
        OptionalInt offline,
        Optional<String> category,
        Optional<String> edit,
        List<Enc> encs,
        Optional<Bytes> deviceIdentity,
        Optional<String> unavailable,
        Optional<Bytes> plaintext,
        List<Node> extras) {

    /// Keeps unmodifiable copies.
    public IncomingMessage {
        encs = List.copyOf(encs);
        extras = List.copyOf(extras);
    }

    /// The addresses of a delivered message. Alternatives name the same user in the other address family.
    ///
    /// @param from the sending device, or the group, list or channel
    /// @param participant the sending device in a group or list
    /// @param recipient the chat, on copies of own messages only
    /// @param senderPn the phone number of `from`
    /// @param senderLid the hidden id of `from`
    /// @param participantPn the phone number of `participant`
    /// @param participantLid the hidden id of `participant`
    /// @param recipientPn the phone number of `recipient`
    /// @param recipientLid the hidden id of `recipient`
    /// @param addressingMode how the users are named
    public record Source(
            Jid from,
            Optional<Jid> participant,
            Optional<Jid> recipient,
            Optional<Jid> senderPn,
            Optional<Jid> senderLid,
            Optional<Jid> participantPn,
            Optional<Jid> participantLid,
            Optional<Jid> recipientPn,
            Optional<Jid> recipientLid,
            Optional<AddressingMode> addressingMode) {

        /// A message straight from a device.
        public static Source from(Jid device) {
            return of(Node.builder("message").attr("from", device).build());
        }

        /// The device that sent the message.
        public Jid sender() {
            return participant.orElse(from);
        }

        /// Reads the address attributes of a message, receipt or retry.
        public static Source of(Node node) {
            return new Source(
                    node.requireJid("from"),
                    node.jid("participant"),
                    node.jid("recipient"),
                    node.jid("sender_pn"),
                    node.jid("sender_lid"),
                    node.jid("participant_pn"),
                    node.jid("participant_lid"),
                    node.jid("peer_recipient_pn").or(() -> node.jid("recipient_pn")),
                    node.jid("peer_recipient_lid").or(() -> node.jid("recipient_lid")),
                    node.text("addressing_mode").flatMap(AddressingMode::of));
        }

        void writeTo(NodeBuilder node) {
            node.attr("from", from)
                    .jidIfPresent("participant", participant)
                    .jidIfPresent("recipient", recipient)
                    .jidIfPresent("sender_pn", senderPn)
                    .jidIfPresent("sender_lid", senderLid)
                    .jidIfPresent("participant_pn", participantPn)
                    .jidIfPresent("participant_lid", participantLid)
                    .jidIfPresent("peer_recipient_pn", recipientPn)
                    .jidIfPresent("peer_recipient_lid", recipientLid)
                    .attrIfPresent("addressing_mode", addressingMode.map(AddressingMode::wireName));
        }
    }

    /// Reads a `<message>` that has a `from`.
    public static IncomingMessage of(Node node) {
        Fields.requireTag(node, "message");
        List<Enc> encs = new ArrayList<>();
        List<Node> extras = new ArrayList<>();
        Optional<Bytes> identity = Optional.empty();
        Optional<String> unavailable = Optional.empty();
        Optional<Bytes> plaintext = Optional.empty();
        for (Node child : node.children()) {
            switch (child.tag()) {
                case "enc" -> Enc.of(child).ifPresentOrElse(encs::add, () -> extras.add(child));
                case "device-identity" -> identity = Optional.of(child.contentBytes());
                case "unavailable" ->
                    unavailable = Optional.of(child.text("type").orElse(""));
                case "plaintext" -> plaintext = Optional.of(child.contentBytes());
                default -> extras.add(child);
            }
        }
        return new IncomingMessage(
                node.requireText("id"),
                Source.of(node),
                Fields.requireInstant(node, "t"),
                node.text("type").orElse("text"),
                node.text("notify"),
                Fields.number(node, "offline"),
                node.text("category"),
                node.text("edit"),
                encs,
                identity,
                unavailable,
                plaintext,
                extras);
    }

    /// The `<message>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("message").attr("id", id);
        source.writeTo(node);
        node.attr("t", timestamp.getEpochSecond()).attr("type", type).attrIfPresent("notify", pushName);
        offline.ifPresent(attempt -> node.attr("offline", attempt));
        node.attrIfPresent("category", category).attrIfPresent("edit", edit);
        encs.forEach(enc -> node.child(enc.toNode()));
        deviceIdentity.ifPresent(identity -> node.child(Node.of("device-identity", identity)));
        unavailable.ifPresent(why -> node.child(unavailableNode(why)));
        plaintext.ifPresent(bytes -> node.child(Node.of("plaintext", bytes)));
        return node.children(extras).build();
    }

    private static Node unavailableNode(String why) {
        return why.isEmpty()
                ? Node.of("unavailable")
                : Node.builder("unavailable").attr("type", why).build();
    }

    /// Whether the own phone sent it for this client alone.
    public boolean isPeer() {
        return category.filter("peer"::equals).isPresent();
    }
}
