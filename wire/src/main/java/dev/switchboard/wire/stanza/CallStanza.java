// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.Optional;

/// A `<call>`: one signal about one call.
///
/// @param id the stanza's id
/// @param route where it goes or comes from
/// @param timestamp when it was sent
/// @param pushName the name of who signals
/// @param offline whether it waited on the server
/// @param signal what it says
public record CallStanza(
        String id,
        Route route,
        Optional<Instant> timestamp,
        Optional<String> pushName,
        boolean offline,
        Optional<Signal> signal) {

    /// A signal.
    ///
    /// @param callId which call
    /// @param creator who began it, where told
    /// @param creatorAlternative the creator's other address, where told
    /// @param group the group that is called
    /// @param reason why it ended
    public record Signal(
            Kind kind,
            String callId,
            Optional<Jid> creator,
            Optional<Jid> creatorAlternative,
            Optional<Jid> group,
            boolean video,
            Optional<String> reason) {}

    /// What a signal says.
    public enum Kind {
        /// Somebody calls.
        OFFER("offer"),
        /// Somebody calls, without what is needed to take it.
        OFFER_NOTICE("offer_notice"),
        /// The call is being answered.
        ACCEPT("accept"),
        /// The call was rejected.
        REJECT("reject"),
        /// The call is over.
        TERMINATE("terminate"),
        /// Machinery of calls.
        OTHER("");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        private static Kind of(String tag) {
            for (Kind kind : values()) {
                if (kind.tag.equals(tag)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /// Reads a `<call>`.
    public static CallStanza of(Node node) {
        Fields.requireTag(node, "call");
        return new CallStanza(
                node.text("id").orElse(""),
                Route.of(node),
                Fields.instant(node, "t"),
                node.text("notify"),
                node.has("offline"),
                node.children().stream()
                        .filter(child -> child.has("call-id"))
                        .findFirst()
                        .map(CallStanza::signal));
    }

    private static Signal signal(Node child) {
        boolean video = child.hasChild("video") || child.hasText("media", "video");
        return new Signal(
                Kind.of(child.tag()),
                child.requireText("call-id"),
                child.jid("call-creator"),
                child.jid("caller_pn").or(() -> child.jid("caller_lid")),
                child.jid("group-jid"),
                video,
                child.text("reason"));
    }

    /// Rejects a call.
    ///
    /// @param self the own address, in the family in which the caller is addressed
    public static Node reject(String id, Jid self, Jid caller, String callId) {
        return Node.builder("call")
                .attr("id", id)
                .attr("from", self)
                .attr("to", caller)
                .child(Node.builder("reject")
                        .attr("call-id", callId)
                        .attr("call-creator", caller)
                        .attr("count", 0))
                .build();
    }
}
