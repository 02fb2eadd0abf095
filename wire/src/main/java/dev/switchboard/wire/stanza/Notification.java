// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// News from the server that must be acknowledged, whatever they are.
///
/// @param header id and addresses
/// @param news what happened
public record Notification(Header header, News news) {

    /// What all notifications have.
    ///
    /// @param id the id to acknowledge
    /// @param from the user, group, channel or server concerned
    /// @param participant the member who acted
    /// @param lid the hidden id of `from`
    /// @param timestamp when it happened
    /// @param pushName the name of who acted
    /// @param offline which attempt at delivery this is, if it waited for the client
    public record Header(
            String id,
            Jid from,
            Optional<Jid> participant,
            Optional<Jid> lid,
            Optional<Instant> timestamp,
            Optional<String> pushName,
            OptionalInt offline) {

        /// The header of fresh news.
        public static Header of(String id, Jid from, Instant timestamp) {
            return new Header(
                    id,
                    from,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(timestamp),
                    Optional.empty(),
                    OptionalInt.empty());
        }

        /// The same with the hidden id of `from`.
        public Header withLid(Jid newLid) {
            return new Header(id, from, participant, Optional.of(newLid), timestamp, pushName, offline);
        }

        private static Header read(Node node) {
            return new Header(
                    node.requireText("id"),
                    node.jid("from").orElse(Jid.SERVER),
                    node.jid("participant"),
                    node.jid("lid").or(() -> node.jid("sender_lid")),
                    Fields.instant(node, "t"),
                    node.text("notify"),
                    Fields.number(node, "offline"));
        }

        private void writeTo(NodeBuilder node, String lidName) {
            node.attr("id", id)
                    .attr("from", from)
                    .jidIfPresent("participant", participant)
                    .jidIfPresent(lidName, lid);
            timestamp.ifPresent(time -> node.attr("t", time.getEpochSecond()));
            node.attrIfPresent("notify", pushName);
            offline.ifPresent(attempt -> node.attr("offline", attempt));
        }
    }

    /// Reads a `<notification>`. News of an unknown kind, or of a known kind with unknown content, are
    /// [News.Unknown].
    public static Notification of(Node node) {
        Fields.requireTag(node, "notification");
        return new Notification(Header.read(node), NewsReader.read(node));
    }

    /// The `<notification>` node.
    public Node toNode() {
        if (news instanceof News.Unknown(var _, Node raw)) {
            return raw;
        }
        NodeBuilder node = Node.builder("notification").attr("type", news.type());
        header.writeTo(node, news instanceof News.PrivacyTokens ? "sender_lid" : "lid");
        return node.children(NewsWriter.children(news)).build();
    }
}
