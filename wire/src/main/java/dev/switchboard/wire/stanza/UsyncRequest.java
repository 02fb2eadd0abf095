// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A question about users: their devices, hidden ids, whether a number is registered, and more.
///
/// @param sid the client's own name for the query
/// @param mode query, delta or full
/// @param context interactive, background, message or notification
/// @param protocols what is asked, a node each, tag and attributes as they came
/// @param users about whom
public record UsyncRequest(String sid, String mode, String context, List<Node> protocols, List<User> users) {

    /// Keeps unmodifiable copies.
    public UsyncRequest {
        protocols = List.copyOf(protocols);
        users = List.copyOf(users);
    }

    /// Names of what can be asked.
    public static final class Protocol {
        /// The device list.
        public static final Node DEVICES =
                Node.builder("devices").attr("version", 2).build();
        /// The hidden id of a phone number.
        public static final Node LID = Node.of("lid");
        /// Whether a phone number is registered.
        public static final Node CONTACT = Node.of("contact");
        /// The about text.
        public static final Node STATUS = Node.of("status");
        /// The id of the picture.
        public static final Node PICTURE = Node.of("picture");
        /// The verified name of a business.
        public static final Node BUSINESS = Node.of("business", Node.of("verified_name"));
        /// The default timer of new chats.
        public static final Node DISAPPEARING_MODE = Node.of("disappearing_mode");

        private Protocol() {}
    }

    /// One user of a query.
    ///
    /// @param jid the address, unless only a number is known
    /// @param contact the number to look up, as the client writes it
    /// @param privacyToken a trusted-contact token
    /// @param node the whole node, for what is not read here
    public record User(Optional<Jid> jid, Optional<String> contact, Optional<Bytes> privacyToken, Node node) {

        /// A user known by address.
        public static User of(Jid jid) {
            return of(Node.builder("user").attr("jid", jid).build());
        }

        /// A user known by address, shown a token of theirs if there is one.
        public static User of(Jid jid, Optional<Bytes> token) {
            return of(Node.builder("user")
                    .attr("jid", jid)
                    .childIfPresent(token.map(bytes -> Node.of("tctoken", bytes)))
                    .build());
        }

        /// A phone number to look up, in digits.
        public static User ofNumber(String digits) {
            return of(Node.builder("user")
                    .child(Node.builder("contact").utf8("+" + digits))
                    .build());
        }

        static User of(Node node) {
            return new User(
                    node.jid("jid"),
                    node.child("contact").map(Node::contentText).filter(text -> !text.isEmpty()),
                    Fields.childBytes(node, "tctoken"),
                    node);
        }

        /// The digits of the number to look up, without plus sign and server.
        public Optional<String> contactDigits() {
            return contact.map(text -> {
                int at = text.indexOf('@');
                String number = at < 0 ? text : text.substring(0, at);
                return number.startsWith("+") ? number.substring(1) : number;
            });
        }
    }

    /// Asks for the devices and hidden ids of users, before a message.
    public static UsyncRequest devices(String sid, Collection<Jid> users) {
        return new UsyncRequest(
                sid,
                "query",
                "message",
                List.of(Protocol.DEVICES, Protocol.LID),
                users.stream().map(User::of).toList());
    }

    /// Asks which phone numbers are registered.
    public static UsyncRequest contacts(String sid, Collection<String> numbers) {
        return new UsyncRequest(
                sid,
                "query",
                "interactive",
                List.of(Protocol.CONTACT, Protocol.LID),
                numbers.stream().map(User::ofNumber).toList());
    }

    /// Whether the query asks for a thing.
    public boolean asks(String protocol) {
        return protocols.stream().anyMatch(node -> node.hasTag(protocol));
    }

    /// Reads an iq of type get.
    public static UsyncRequest of(Node iq) {
        Node usync = iq.requireChild("usync");
        return new UsyncRequest(
                usync.text("sid").orElse(""),
                usync.text("mode").orElse("query"),
                usync.text("context").orElse("interactive"),
                usync.requireChild("query").children(),
                usync.requireChild("list").children("user").stream()
                        .map(User::of)
                        .toList());
    }

    /// The request.
    public Node toIq(String id) {
        NodeBuilder list = Node.builder("list");
        users.forEach(user -> list.child(user.node()));
        return Iq.get(id, Iq.Xmlns.USYNC)
                .child(envelope()
                        .child(Node.builder("query").children(protocols))
                        .child(list))
                .build();
    }

    NodeBuilder envelope() {
        return Node.builder("usync")
                .attr("sid", sid)
                .attr("mode", mode)
                .attr("last", true)
                .attr("index", 0)
                .attr("context", context);
    }
}
