// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A message on its way from a client to the server.
///
/// @param to the chat, or the exact device of a resend
/// @param id the message id
/// @param type what kind of stanza it is: text, media, reaction, poll, event
/// @param options the rarer attributes
/// @param recipients one ciphertext for each addressed device
/// @param direct ciphertexts directly under the message: the group's, a resend's, a peer message's
/// @param deviceIdentity the signed identity of the sending companion, needed beside any pre-key message
/// @param extras all other children: meta, reporting, tctoken, cstoken, biz, plaintext
public record OutgoingMessage(
        Jid to,
        String id,
        String type,
        Options options,
        List<Recipient> recipients,
        List<Enc> direct,
        Optional<Bytes> deviceIdentity,
        List<Node> extras) {

    /// Keeps unmodifiable copies.
    public OutgoingMessage {
        recipients = List.copyOf(recipients);
        direct = List.copyOf(direct);
        extras = List.copyOf(extras);
    }

    /// The ciphertext for one device; empty where the status list names a user without payload.
    public record Recipient(Jid device, Optional<Enc> enc) {
        /// A device with its ciphertext.
        public Recipient(Jid device, Enc enc) {
            this(device, Optional.of(enc));
        }
    }

    /// Attributes that few messages have.
    ///
    /// @param edit what the message does to another one: 1 edit, 2 pin, 3 edit of a post, 7 and 8 deletion
    /// @param category `peer` for messages to the own phone
    /// @param pushPriority `high` or `high_force`, on peer messages
    /// @param phash the hash of the addressed devices, on group messages
    /// @param addressingMode how the users are named
    /// @param participant the one device of a group a resend goes to
    /// @param recipient the chat, in a resend to an own device
    /// @param peerRecipientPn the phone number behind a chat addressed by hidden id
    /// @param deviceFanout `false` where only the exact device is meant
    /// @param timestamp the time of the first sending, in a resend
    /// @param expiration the chat's timer in seconds
    /// @param mediaId the media store's name of the file in a channel's post
    public record Options(
            Optional<String> edit,
            Optional<String> category,
            Optional<String> pushPriority,
            Optional<String> phash,
            Optional<AddressingMode> addressingMode,
            Optional<Jid> participant,
            Optional<Jid> recipient,
            Optional<Jid> peerRecipientPn,
            Optional<Boolean> deviceFanout,
            Optional<String> timestamp,
            Optional<String> expiration,
            Optional<String> mediaId) {

        /// None of them.
        public static final Options NONE = new Options(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        private static Options of(Node node) {
            return new Options(
                    node.text("edit"),
                    node.text("category"),
                    node.text("push_priority"),
                    node.text("phash"),
                    node.text("addressing_mode").flatMap(AddressingMode::of),
                    node.jid("participant"),
                    node.jid("recipient"),
                    node.jid("peer_recipient_pn"),
                    node.text("device_fanout").map("true"::equals),
                    node.text("t"),
                    node.text("expiration"),
                    node.text("media_id"));
        }

        private void writeTo(NodeBuilder node) {
            node.attrIfPresent("edit", edit)
                    .attrIfPresent("category", category)
                    .attrIfPresent("push_priority", pushPriority)
                    .attrIfPresent("phash", phash)
                    .attrIfPresent("addressing_mode", addressingMode.map(AddressingMode::wireName))
                    .jidIfPresent("participant", participant)
                    .jidIfPresent("recipient", recipient)
                    .jidIfPresent("peer_recipient_pn", peerRecipientPn)
                    .attrIfPresent("device_fanout", deviceFanout.map(String::valueOf))
                    .attrIfPresent("t", timestamp)
                    .attrIfPresent("expiration", expiration)
                    .attrIfPresent("media_id", mediaId);
        }
    }

    /// Reads a `<message>` that has a `to`. Ciphertexts of unknown type are dropped.
    public static OutgoingMessage of(Node node) {
        Fields.requireTag(node, "message");
        List<Recipient> recipients = new ArrayList<>();
        List<Enc> direct = new ArrayList<>();
        List<Node> extras = new ArrayList<>();
        Optional<Bytes> identity = Optional.empty();
        for (Node child : node.children()) {
            switch (child.tag()) {
                case "participants" -> readRecipients(child, recipients);
                case "enc" -> Enc.of(child).ifPresent(direct::add);
                case "device-identity" -> identity = Optional.of(child.contentBytes());
                default -> extras.add(child);
            }
        }
        return new OutgoingMessage(
                node.requireJid("to"),
                node.requireText("id"),
                node.text("type").orElse("text"),
                Options.of(node),
                recipients,
                direct,
                identity,
                extras);
    }

    private static void readRecipients(Node participants, List<Recipient> recipients) {
        for (Node to : participants.children("to")) {
            recipients.add(new Recipient(to.requireJid("jid"), to.child("enc").flatMap(Enc::of)));
        }
    }

    /// The `<message>` node.
    public Node toNode() {
        NodeBuilder node = Node.builder("message").attr("id", id).attr("to", to).attr("type", type);
        options.writeTo(node);
        if (!recipients.isEmpty()) {
            node.child(Node.builder("participants")
                    .children(recipients.stream().map(OutgoingMessage::toNode).toList()));
        }
        direct.forEach(enc -> node.child(enc.toNode()));
        deviceIdentity.ifPresent(identity -> node.child(Node.of("device-identity", identity)));
        return node.children(extras).build();
    }

    private static Node toNode(Recipient recipient) {
        return Node.builder("to")
                .attr("jid", recipient.device())
                .childIfPresent(recipient.enc().map(Enc::toNode))
                .build();
    }

    /// Whether any ciphertext opens a session, so that the device identity must be there.
    public boolean opensSession() {
        return direct.stream().anyMatch(enc -> enc.type() == EncType.PRE_KEY_MESSAGE)
                || recipients.stream()
                        .flatMap(recipient -> recipient.enc().stream())
                        .anyMatch(enc -> enc.type() == EncType.PRE_KEY_MESSAGE);
    }

    /// Starts a message.
    public static Builder builder(Jid to, String id, String type) {
        return new Builder(to, id, type);
    }

    /// Assembles a message. Not thread-safe.
    public static final class Builder {
        private final Jid to;
        private final String id;
        private final String type;
        private final NodeBuilder attributes = Node.builder("message");
        private final List<Recipient> recipients = new ArrayList<>();
        private final List<Enc> direct = new ArrayList<>();
        private final List<Node> extras = new ArrayList<>();
        private Optional<Bytes> deviceIdentity = Optional.empty();

        private Builder(Jid to, String id, String type) {
            this.to = to;
            this.id = id;
            this.type = type;
        }

        /// What the message does to another one.
        public Builder edit(Optional<String> edit) {
            attributes.attrIfPresent("edit", edit);
            return this;
        }

        /// Marks a message to the own phone.
        public Builder peer(String pushPriority) {
            attributes.attr("category", "peer").attr("push_priority", pushPriority);
            extras.add(Node.builder("meta").attr("appdata", "default").build());
            return this;
        }

        /// The hash of the addressed devices.
        public Builder phash(String phash) {
            attributes.attr("phash", phash);
            return this;
        }

        /// How the users are named.
        public Builder addressingMode(AddressingMode mode) {
            attributes.attr("addressing_mode", mode.wireName());
            return this;
        }

        /// The one device of a group that a resend goes to.
        public Builder participant(Jid participant) {
            attributes.attr("participant", participant);
            return this;
        }

        /// The chat, in a resend to an own device.
        public Builder recipient(Jid recipient) {
            attributes.attr("recipient", recipient);
            return this;
        }

        /// The phone number behind a chat addressed by hidden id.
        public Builder peerRecipientPn(Jid pn) {
            attributes.attr("peer_recipient_pn", pn);
            return this;
        }

        /// Whether the server may spread the message to more devices than named.
        public Builder deviceFanout(boolean fanout) {
            attributes.attr("device_fanout", fanout);
            return this;
        }

        /// The time of the first sending, in a resend.
        public Builder timestamp(long seconds) {
            attributes.attr("t", seconds);
            return this;
        }

        /// The media store's name of the file in a channel's post.
        public Builder mediaId(Optional<String> mediaId) {
            attributes.attrIfPresent("media_id", mediaId);
            return this;
        }

        /// Adds a device with its ciphertext.
        public Builder recipient(Jid device, Enc enc) {
            recipients.add(new Recipient(device, enc));
            return this;
        }

        /// Adds a ciphertext directly under the message.
        public Builder direct(Enc enc) {
            direct.add(enc);
            return this;
        }

        /// The signed identity of the sending companion.
        public Builder deviceIdentity(Bytes identity) {
            deviceIdentity = Optional.of(identity);
            return this;
        }

        /// Adds any other child.
        public Builder extra(Node child) {
            extras.add(child);
            return this;
        }

        /// The finished message.
        public OutgoingMessage build() {
            return new OutgoingMessage(
                    to, id, type, Options.of(attributes.build()), recipients, direct, deviceIdentity, extras);
        }
    }
}
