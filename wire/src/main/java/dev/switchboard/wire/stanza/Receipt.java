// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A device's word on messages it was sent.
///
/// @param id the id of the first message, and of the stanza
/// @param otherIds the ids of further messages
/// @param type what it says; empty if the type is unknown
/// @param route the addresses
/// @param timestamp when it happened
/// @param category `peer` for messages between own devices
/// @param offline which attempt at delivery this is, if it waited for the client
/// @param details what depends on the type
/// @param extras all other children
public record Receipt(
        String id,
        List<String> otherIds,
        Optional<ReceiptType> type,
        Route route,
        Optional<Instant> timestamp,
        Optional<String> category,
        OptionalInt offline,
        Details details,
        List<Node> extras) {

    /// Keeps unmodifiable copies.
    public Receipt {
        otherIds = List.copyOf(otherIds);
        extras = List.copyOf(extras);
    }

    /// What a receipt holds beyond the ids.
    public sealed interface Details {

        /// Nothing.
        record None() implements Details {}

        /// A request to send again.
        record Retry(RetryRequest request) implements Details {}

        /// A request to upload again.
        record MediaRetry(MediaRetryStanza request) implements Details {}

        /// Many readers of one message of a group.
        ///
        /// @param messageId the message
        /// @param readers who, and when
        record Readers(String messageId, List<Reader> readers) implements Details {
            /// Keeps an unmodifiable copy.
            public Readers {
                readers = List.copyOf(readers);
            }
        }

        /// One reader of a message of a group.
        record Reader(Jid user, Optional<Instant> timestamp) {}

        /// Posts of a channel, by the server's numbers.
        record Views(List<Long> serverIds) implements Details {
            /// Keeps an unmodifiable copy.
            public Views {
                serverIds = List.copyOf(serverIds);
            }
        }
    }

    private static final Details NONE = new Details.None();

    /// A receipt for one message without further details.
    public static Receipt of(ReceiptType type, String id, Route route) {
        return of(type, List.of(id), route, Optional.empty());
    }

    /// A receipt for messages; there must be at least one.
    public static Receipt of(ReceiptType type, List<String> ids, Route route, Optional<Instant> timestamp) {
        return new Receipt(
                ids.getFirst(),
                ids.subList(1, ids.size()),
                Optional.of(type),
                route,
                timestamp,
                Optional.empty(),
                OptionalInt.empty(),
                NONE,
                List.of());
    }

    /// A request to send a message again.
    public static Receipt retry(Route route, RetryRequest request) {
        return new Receipt(
                request.id(),
                List.of(),
                Optional.of(ReceiptType.RETRY),
                route,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                new Details.Retry(request),
                List.of());
    }

    /// A request to upload a file again.
    public static Receipt mediaRetry(String id, Route route, MediaRetryStanza request) {
        return new Receipt(
                id,
                List.of(),
                Optional.of(ReceiptType.SERVER_ERROR),
                route,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                new Details.MediaRetry(request),
                List.of());
    }

    /// The same with a category.
    public Receipt withCategory(Optional<String> newCategory) {
        return new Receipt(id, otherIds, type, route, timestamp, newCategory, offline, details, extras);
    }

    /// The same with other addresses.
    public Receipt withRoute(Route newRoute) {
        return new Receipt(id, otherIds, type, newRoute, timestamp, category, offline, details, extras);
    }

    /// The same with the number of the delivery attempt.
    public Receipt withOffline(OptionalInt attempt) {
        return new Receipt(id, otherIds, type, route, timestamp, category, attempt, details, extras);
    }

    /// The same with the time.
    public Receipt withTimestamp(Optional<Instant> time) {
        return new Receipt(id, otherIds, type, route, time, category, offline, details, extras);
    }

    /// All message ids it speaks of.
    public List<String> ids() {
        List<String> ids = new ArrayList<>(otherIds.size() + 1);
        ids.add(id);
        ids.addAll(otherIds);
        return ids;
    }

    /// Reads a `<receipt>`.
    public static Receipt of(Node node) {
        Fields.requireTag(node, "receipt");
        String id = node.requireText("id");
        Optional<ReceiptType> type = ReceiptType.of(node.text("type").orElse(""));
        List<String> otherIds = new ArrayList<>();
        List<Long> serverIds = new ArrayList<>();
        List<Node> extras = new ArrayList<>();
        Details details = NONE;
        for (Node child : node.children()) {
            switch (child.tag()) {
                case "list" -> readItems(child, id, otherIds, serverIds);
                case "retry" -> details = new Details.Retry(RetryRequest.of(node));
                case "participants" -> details = readReaders(child);
                case "encrypt", "rmr", "error" -> details = new Details.MediaRetry(MediaRetryStanza.of(node));
                case "registration", "keys" -> {}
                default -> extras.add(child);
            }
        }
        if (!serverIds.isEmpty()) {
            details = new Details.Views(serverIds);
        }
        return new Receipt(
                id,
                otherIds,
                type,
                Route.of(node),
                Fields.instant(node, "t"),
                node.text("category"),
                Fields.number(node, "offline"),
                details,
                extras);
    }

    private static void readItems(Node list, String id, List<String> otherIds, List<Long> serverIds) {
        for (Node item : list.children("item")) {
            item.number("server_id").ifPresent(serverIds::add);
            item.text("id").filter(other -> !other.equals(id)).ifPresent(otherIds::add);
        }
    }

    private static Details readReaders(Node participants) {
        List<Details.Reader> readers = new ArrayList<>();
        for (Node user : participants.children("user")) {
            readers.add(new Details.Reader(user.requireJid("jid"), Fields.instant(user, "t")));
        }
        return new Details.Readers(participants.requireText("key"), readers);
    }

    /// The `<receipt>` node. An unknown type is left out.
    public Node toNode() {
        NodeBuilder node = Node.builder("receipt").attr("id", id);
        route.writeTo(node);
        type.filter(known -> known != ReceiptType.DELIVERED).ifPresent(known -> node.attr("type", known.wireName()));
        timestamp.ifPresent(time -> node.attr("t", time.getEpochSecond()));
        node.attrIfPresent("category", category);
        offline.ifPresent(attempt -> node.attr("offline", attempt));
        if (!otherIds.isEmpty()) {
            node.child(Node.builder("list")
                    .children(otherIds.stream()
                            .map(other -> Node.builder("item").attr("id", other).build())
                            .toList()));
        }
        writeDetails(node);
        return node.children(extras).build();
    }

    private void writeDetails(NodeBuilder node) {
        switch (details) {
            case Details.None() -> {}
            case Details.Retry(RetryRequest request) -> node.children(request.toNodes());
            case Details.MediaRetry(MediaRetryStanza request) -> node.children(request.toNodes());
            case Details.Readers(String messageId, List<Details.Reader> readers) -> {
                NodeBuilder participants = Node.builder("participants").attr("key", messageId);
                for (Details.Reader reader : readers) {
                    NodeBuilder user = Node.builder("user").attr("jid", reader.user());
                    reader.timestamp().ifPresent(time -> user.attr("t", time.getEpochSecond()));
                    participants.child(user);
                }
                node.child(participants);
            }
            case Details.Views(List<Long> serverIds) ->
                node.child(Node.builder("list")
                        .children(serverIds.stream()
                                .map(serverId -> Node.builder("item")
                                        .attr("server_id", serverId)
                                        .build())
                                .toList()));
        }
    }
}
