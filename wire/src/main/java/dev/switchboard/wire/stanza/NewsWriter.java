// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.List;
import java.util.Optional;

/// From [News] to the children of a `<notification>`.
final class NewsWriter {

    private NewsWriter() {}

    static List<Node> children(News news) {
        return switch (news) {
            case News.PreKeyCount(int count) ->
                List.of(Node.builder("count").attr("value", count).build());
            case News.IdentityChanged() -> List.of(Node.of("identity"));
            case News.DigestWanted() -> List.of(Node.of("digest"));
            case News.ContactDevices(News.DeviceChange change) -> List.of(change(change));
            case News.OwnDevices own -> List.of(ownDevices(own));
            case News.OwnTimer(long seconds, var since) -> List.of(timer(seconds, since));
            case News.ContactTimer(long seconds, var since) -> List.of(timer(seconds, since));
            case News.OwnBlocklist list -> List.of(blocklist(list));
            case News.OwnPrivacy(List<News.OwnPrivacy.Setting> settings) -> List.of(privacy(settings));
            case News.AppStateChanged(List<News.AppStateChanged.CollectionVersion> collections) ->
                collections.stream().map(NewsWriter::collection).toList();
            case News.LinkCodeNews(LinkCode stage) -> List.of(stage.toNode());
            case News.RegistrationRefresh() -> List.of(Node.of("companion_reg_refresh"));
            case News.MediaRetryNews(MediaRetryStanza answer) -> answer.toNodes();
            case News.PrivacyTokens(List<News.PrivacyTokens.Token> tokens) -> List.of(tokens(tokens));
            case News.About(Optional<String> text) -> List.of(about(text));
            case News.Picture picture -> List.of(picture(picture));
            case News.Unknown(var _, Node raw) -> raw.children();
        };
    }

    private static Node change(News.DeviceChange change) {
        boolean update = change.kind() == News.DeviceChange.Kind.UPDATE;
        return Node.builder(change.kind().wireName())
                .attrIfPresent(update ? "hash" : "device_hash", change.hash())
                .attrIfPresent("device_lid_hash", change.lidHash())
                .children(change.devices().stream().map(NewsWriter::device).toList())
                .childIfPresent(change.keyIndexList().map(KeyIndexList::toNode))
                .build();
    }

    private static Node ownDevices(News.OwnDevices own) {
        return Node.builder("devices")
                .attrIfPresent("dhash", own.hash())
                .children(own.devices().stream().map(NewsWriter::device).toList())
                .childIfPresent(own.keyIndexList().map(KeyIndexList::toNode))
                .build();
    }

    private static Node device(News.NamedDevice device) {
        NodeBuilder node = Node.builder("device").attr("jid", device.jid()).jidIfPresent("lid", device.lid());
        device.keyIndex().ifPresent(index -> node.attr("key-index", index));
        return node.build();
    }

    private static Node timer(long seconds, Optional<java.time.Instant> since) {
        NodeBuilder node = Node.builder("disappearing_mode").attr("duration", seconds);
        since.ifPresent(time -> node.attr("t", time.getEpochSecond()));
        return node.build();
    }

    private static Node blocklist(News.OwnBlocklist list) {
        NodeBuilder node = Node.builder("blocklist");
        if (!list.items().isEmpty()) {
            node.attr("action", "modify");
        }
        node.attrIfPresent("dhash", list.hash()).attrIfPresent("prev_dhash", list.previousHash());
        for (News.BlockItem item : list.items()) {
            node.child(
                    Node.builder("item").attr("jid", item.jid()).attr("action", item.blocked() ? "block" : "unblock"));
        }
        return node.build();
    }

    private static Node privacy(List<News.OwnPrivacy.Setting> settings) {
        NodeBuilder node = Node.builder("privacy");
        settings.forEach(setting ->
                node.child(Node.builder("category").attr("name", setting.name()).attr("value", setting.value())));
        return node.build();
    }

    private static Node collection(News.AppStateChanged.CollectionVersion collection) {
        NodeBuilder node = Node.builder("collection").attr("name", collection.name());
        collection.version().ifPresent(version -> node.attr("version", version));
        return node.build();
    }

    private static Node tokens(List<News.PrivacyTokens.Token> tokens) {
        NodeBuilder node = Node.builder("tokens");
        for (News.PrivacyTokens.Token token : tokens) {
            NodeBuilder child = Node.builder("token").attr("type", token.kind());
            token.timestamp().ifPresent(time -> child.attr("t", time.getEpochSecond()));
            node.child(child.bytes(token.value()));
        }
        return node.build();
    }

    private static Node about(Optional<String> text) {
        NodeBuilder set = Node.builder("set");
        return text.isPresent()
                ? set.utf8(text.get()).build()
                : set.attr("hash", "").build();
    }

    private static Node picture(News.Picture picture) {
        Jid jid = picture.jid();
        NodeBuilder node =
                Node.builder(picture.id().isPresent() ? "set" : "delete").attr("jid", jid);
        return node.attrIfPresent("id", picture.id())
                .jidIfPresent("author", picture.author())
                .build();
    }
}
