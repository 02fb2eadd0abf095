// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Optional;

/// From a `<notification>` to [News].
final class NewsReader {

    private NewsReader() {}

    static News read(Node node) {
        String type = node.text("type").orElse("");
        Optional<? extends News> known = switch (type) {
            case "encrypt" -> encrypt(node);
            case "devices" -> contactDevices(node);
            case "account_sync" -> accountSync(node);
            case "server_sync" -> Optional.of(appState(node));
            case LinkCode.TAG -> LinkCode.in(node).map(News.LinkCodeNews::new);
            case "companion_reg_refresh" -> registrationRefresh(node);
            case "mediaretry" -> Optional.of(new News.MediaRetryNews(MediaRetryStanza.of(node)));
            case "privacy_token" -> privacyTokens(node);
            case "status" -> about(node);
            case "picture" -> picture(node);
            case "disappearing_mode" ->
                node.child("disappearing_mode")
                        .map(mode ->
                                new News.ContactTimer(mode.number("duration").orElse(0), Fields.instant(mode, "t")));
            default -> Optional.empty();
        };
        return known.isPresent() ? known.get() : new News.Unknown(type, node);
    }

    private static Optional<News> encrypt(Node node) {
        if (node.hasChild("identity")) {
            return Optional.of(new News.IdentityChanged());
        }
        if (node.hasChild("digest")) {
            return Optional.of(new News.DigestWanted());
        }
        return node.child("count").map(count -> new News.PreKeyCount(Fields.requireInt(count, "value")));
    }

    private static Optional<News> contactDevices(Node node) {
        for (News.DeviceChange.Kind kind : News.DeviceChange.Kind.values()) {
            Optional<Node> change = node.child(kind.wireName());
            if (change.isPresent()) {
                Node found = change.get();
                return Optional.of(new News.ContactDevices(new News.DeviceChange(
                        kind,
                        found.text("device_hash").or(() -> found.text("hash")),
                        found.text("device_lid_hash"),
                        devices(found),
                        KeyIndexList.in(found))));
            }
        }
        return Optional.empty();
    }

    private static List<News.NamedDevice> devices(Node parent) {
        return parent.children("device").stream()
                .map(device -> new News.NamedDevice(
                        device.requireJid("jid"), device.jid("lid"), Fields.number(device, "key-index")))
                .toList();
    }

    private static Optional<? extends News> accountSync(Node node) {
        return node.children().stream()
                .map(child -> switch (child.tag()) {
                    case "devices" ->
                        Optional.<News>of(
                                new News.OwnDevices(child.text("dhash"), devices(child), KeyIndexList.in(child)));
                    case "disappearing_mode" ->
                        Optional.<News>of(
                                new News.OwnTimer(child.number("duration").orElse(0), Fields.instant(child, "t")));
                    case "blocklist" -> Optional.<News>of(blocklist(child));
                    case "privacy" -> Optional.<News>of(privacy(child));
                    default -> Optional.<News>empty();
                })
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static News blocklist(Node list) {
        return new News.OwnBlocklist(
                list.text("dhash"),
                list.text("prev_dhash"),
                list.children("item").stream()
                        .map(item -> new News.BlockItem(item.requireJid("jid"), !item.hasText("action", "unblock")))
                        .toList());
    }

    private static News privacy(Node privacy) {
        return new News.OwnPrivacy(privacy.children("category").stream()
                .map(category -> new News.OwnPrivacy.Setting(
                        category.requireText("name"), category.text("value").orElse("")))
                .toList());
    }

    private static News appState(Node node) {
        return new News.AppStateChanged(node.children("collection").stream()
                .map(collection -> new News.AppStateChanged.CollectionVersion(
                        collection.requireText("name"), collection.number("version")))
                .toList());
    }

    private static Optional<News> registrationRefresh(Node node) {
        boolean known = node.hasChild("companion_reg_refresh") || node.hasChild("pair-device-rotate-qr");
        return known ? Optional.of(new News.RegistrationRefresh()) : Optional.empty();
    }

    private static Optional<News> privacyTokens(Node node) {
        return node.child("tokens")
                .map(tokens -> new News.PrivacyTokens(tokens.children("token").stream()
                        .map(token -> new News.PrivacyTokens.Token(
                                token.text("type").orElse(""), Fields.instant(token, "t"), token.contentBytes()))
                        .toList()));
    }

    private static Optional<News> about(Node node) {
        return node.child("set").map(set -> {
            String text = set.contentText();
            return new News.About(text.isEmpty() && set.has("hash") ? Optional.empty() : Optional.of(text));
        });
    }

    private static Optional<News> picture(Node node) {
        Jid from = node.jid("from").orElse(Jid.SERVER);
        Optional<Node> set = node.child("set");
        if (set.isPresent()) {
            Node found = set.get();
            return Optional.of(new News.Picture(found.jid("jid").orElse(from), found.text("id"), found.jid("author")));
        }
        return node.child("delete")
                .map(gone -> new News.Picture(gone.jid("jid").orElse(from), Optional.empty(), gone.jid("author")));
    }
}
