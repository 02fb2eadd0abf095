// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.Optional;

/// Requests that have an answer, and their answers.
public final class Iq {

    private Iq() {}

    /// Namespaces of requests.
    public static final class Xmlns {
        /// Pre-keys.
        public static final String ENCRYPT = "encrypt";
        /// Linked devices.
        public static final String DEVICES = "md";
        /// User queries.
        public static final String USYNC = "usync";
        /// The client's keepalive.
        public static final String KEEPALIVE = "w:p";
        /// The server's ping.
        public static final String PING = "urn:xmpp:ping";
        /// Whether stored stanzas may be delivered.
        public static final String PASSIVE = "passive";
        /// App state.
        public static final String APP_STATE = "w:sync:app:state";
        /// Media connection.
        public static final String MEDIA = "w:m";
        /// Groups.
        public static final String GROUPS = "w:g2";
        /// Clearing of dirty marks.
        public static final String DIRTY = "urn:xmpp:whatsapp:dirty";
        /// Server-side properties.
        public static final String PROPERTIES = "abt";
        /// Privacy settings and tokens.
        public static final String PRIVACY = "privacy";
        /// The list of blocked users.
        public static final String BLOCKLIST = "blocklist";
        /// The about text, and who sees a status.
        public static final String STATUS = "status";
        /// Profile and group pictures.
        public static final String PICTURE = "w:profile:picture";
        /// The default timer of new chats.
        public static final String DISAPPEARING_MODE = "disappearing_mode";
        /// GraphQL queries.
        public static final String MEX = "w:mex";
        /// Channels.
        public static final String NEWSLETTER = "newsletter";

        private Xmlns() {}
    }

    /// Starts a question to an address.
    public static NodeBuilder get(String id, Jid to, String xmlns) {
        return request("get", id, to, xmlns);
    }

    /// Starts a question to the server.
    public static NodeBuilder get(String id, String xmlns) {
        return request("get", id, Jid.SERVER, xmlns);
    }

    /// Starts a change at an address.
    public static NodeBuilder set(String id, Jid to, String xmlns) {
        return request("set", id, to, xmlns);
    }

    /// Starts a change at the server.
    public static NodeBuilder set(String id, String xmlns) {
        return request("set", id, Jid.SERVER, xmlns);
    }

    /// Starts a request of the server to a client.
    public static NodeBuilder fromServer(String type, String id, String xmlns) {
        return Node.builder("iq")
                .attr("id", id)
                .attr("from", Jid.SERVER)
                .attr("type", type)
                .attr("xmlns", xmlns);
    }

    private static NodeBuilder request(String type, String id, Jid to, String xmlns) {
        return Node.builder("iq")
                .attr("id", id)
                .attr("to", to)
                .attr("type", type)
                .attr("xmlns", xmlns);
    }

    /// Starts a client's good answer to a request of the server.
    public static NodeBuilder clientResult(Node request) {
        return clientAnswer(request, "result");
    }

    /// A client's refusal of a request of the server.
    public static Node clientError(Node request, int code, String text) {
        return clientAnswer(request, "error").child(error(code, text)).build();
    }

    /// Starts the server's good answer to a request of a client.
    public static NodeBuilder serverResult(Node request) {
        return serverAnswer(request, "result");
    }

    /// The server's refusal of a request of a client.
    public static Node serverError(Node request, int code, String text) {
        return serverAnswer(request, "error").child(error(code, text)).build();
    }

    private static NodeBuilder clientAnswer(Node request, String type) {
        return Node.builder("iq")
                .attr("to", request.jid("from").orElse(Jid.SERVER))
                .attr("type", type)
                .attr("id", request.requireText("id"));
    }

    private static NodeBuilder serverAnswer(Node request, String type) {
        return Node.builder("iq")
                .attr("from", request.jid("to").orElse(Jid.SERVER))
                .attr("type", type)
                .attr("id", request.requireText("id"));
    }

    /// An `<error>` node, as it stands in a refused request or in a refused part of one.
    public static Node error(int code, String text) {
        return Node.builder("error").attr("code", code).attr("text", text).build();
    }

    /// The type attribute of an iq.
    public static Optional<String> type(Node iq) {
        return iq.text("type");
    }

    /// Whether the node answers a request.
    public static boolean isAnswer(Node node) {
        return node.hasTag("iq") && (node.hasText("type", "result") || node.hasText("type", "error"));
    }
}
