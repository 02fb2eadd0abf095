// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What the server knows about users.
///
/// @param users the users in the order of the question
/// @param errors what could not be answered at all, by the name of the protocol
public record UsyncAnswer(List<User> users, Map<String, IqAnswer.StanzaError> errors) {

    /// Keeps unmodifiable copies.
    public UsyncAnswer {
        users = List.copyOf(users);
        errors = Map.copyOf(errors);
    }

    /// One user; everything that was not asked or not answered is empty.
    ///
    /// @param jid the address, in the family that was asked
    /// @param pnJid the phone number, where the address is the hidden id
    /// @param devices the devices
    /// @param devicesError why there are no devices
    /// @param lid the hidden id
    /// @param contact whether the number is registered
    /// @param about the about text
    /// @param pictureId the id of the picture
    /// @param verifiedName the certificate of a business
    /// @param timerSeconds the default timer of new chats
    /// @param extras all other children
    public record User(
            Optional<Jid> jid,
            Optional<Jid> pnJid,
            Optional<DeviceList> devices,
            Optional<IqAnswer.StanzaError> devicesError,
            Optional<Jid> lid,
            Optional<Contact> contact,
            Optional<About> about,
            Optional<String> pictureId,
            Optional<Bytes> verifiedName,
            OptionalLong timerSeconds,
            List<Node> extras) {

        /// Keeps an unmodifiable copy.
        public User {
            extras = List.copyOf(extras);
        }
    }

    /// The answer about a phone number.
    ///
    /// @param registered whether it has an account
    /// @param query the number as it was asked
    public record Contact(boolean registered, String query) {}

    /// An about text.
    ///
    /// @param text the text; empty where it is hidden
    /// @param hidden whether the user hides it from the asker
    /// @param since when it was set, where told
    public record About(String text, boolean hidden, Optional<Instant> since) {

        /// One of which the time is not told.
        public About(String text, boolean hidden) {
            this(text, hidden, Optional.empty());
        }
    }

    /// Reads an iq of type result.
    public static UsyncAnswer of(Node iq) {
        Node usync = iq.requireChild("usync");
        Map<String, IqAnswer.StanzaError> errors = new LinkedHashMap<>();
        for (Node protocol : usync.child("result").map(Node::children).orElse(List.of())) {
            IqAnswer.StanzaError.in(protocol).ifPresent(error -> errors.put(protocol.tag(), error));
        }
        List<User> users = new ArrayList<>();
        for (Node user : usync.requireChild("list").children("user")) {
            users.add(readUser(user));
        }
        return new UsyncAnswer(users, errors);
    }

    private static User readUser(Node user) {
        Optional<Node> devices = user.child("devices");
        Optional<IqAnswer.StanzaError> devicesError = devices.flatMap(IqAnswer.StanzaError::in);
        return new User(
                user.jid("jid"),
                user.jid("pn_jid"),
                devicesError.isPresent() ? Optional.empty() : devices.map(DeviceList::of),
                devicesError,
                user.child("lid").flatMap(lid -> lid.jid("val")),
                user.child("contact").map(contact -> new Contact(contact.hasText("type", "in"), contact.contentText())),
                user.child("status")
                        .map(status -> new About(
                                status.contentText(), status.hasText("code", "401"), Fields.instant(status, "t"))),
                user.child("picture").flatMap(picture -> picture.text("id")),
                user.descendant("business", "verified_name").map(Node::contentBytes),
                user.child("disappearing_mode")
                        .map(mode -> mode.number("duration"))
                        .orElse(OptionalLong.empty()),
                user.children().stream().filter(child -> !isKnown(child.tag())).toList());
    }

    private static boolean isKnown(String tag) {
        return switch (tag) {
            case "devices", "lid", "contact", "status", "picture", "business", "disappearing_mode" -> true;
            default -> false;
        };
    }

    /// Starts the answer about a user, for a server that fills in the protocols itself.
    public static NodeBuilder userNode(Optional<Jid> jid, Optional<Jid> pnJid) {
        return Node.builder("user").jidIfPresent("jid", jid).jidIfPresent("pn_jid", pnJid);
    }

    /// The answer to a request, from `<user>` nodes in the order of the question.
    public static Node toIq(Node requestIq, List<Node> users) {
        UsyncRequest request = UsyncRequest.of(requestIq);
        NodeBuilder result = Node.builder("result");
        request.protocols().forEach(protocol -> result.child(Node.of(protocol.tag())));
        return Iq.serverResult(requestIq)
                .child(request.envelope()
                        .child(result)
                        .child(Node.builder("list").children(users)))
                .build();
    }
}
