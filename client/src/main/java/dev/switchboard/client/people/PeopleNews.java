// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.people;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.send.TrustTokens;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.PrivacyStanzas;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes in what the server tells unasked about people and the own profile.
public final class PeopleNews {

    private final Workbench bench;
    private final DeviceDirectory directory;
    private final TrustTokens tokens;
    private final Privacy privacy;

    public PeopleNews(Workbench bench, DeviceDirectory directory, TrustTokens tokens, Privacy privacy) {
        this.bench = bench;
        this.directory = directory;
        this.tokens = tokens;
        this.privacy = privacy;
    }

    /// Takes news in, if they are about people.
    public void take(Notification.Header header, News news) {
        Jid from = header.from();
        switch (news) {
            case News.About(Optional<String> text) ->
                bench.emit(new PersonEvent.AboutChanged(directory.party(from), directory.isSelf(from), text));
            case News.Picture(Jid owner, Optional<String> id, Optional<Jid> author) ->
                bench.emit(new PersonEvent.PictureChanged(
                        directory.party(owner), directory.isSelf(owner), id, author.map(directory::party)));
            case News.OwnTimer(long seconds, var _) ->
                timer(bench.state().account().lid(), true, seconds);
            case News.ContactTimer(long seconds, var _) -> timer(from, directory.isSelf(from), seconds);
            case News.OwnPrivacy(List<News.OwnPrivacy.Setting> settings) -> settings(settings);
            case News.OwnBlocklist list -> blocklist(list);
            case News.PrivacyTokens(List<News.PrivacyTokens.Token> given) -> tokens(from, given);
            case News.Unknown(String type, Node node) -> unknown(from, type, node);
            default -> {}
        }
    }

    private void timer(Jid person, boolean self, long seconds) {
        bench.emit(new PersonEvent.DefaultTimerChanged(
                directory.party(person), self, Duration.ofSeconds(Math.max(0, seconds))));
    }

    private void settings(List<News.OwnPrivacy.Setting> settings) {
        if (settings.isEmpty()) {
            privacy.settings(answer -> {
                if (answer instanceof Answer.Given<Map<String, String>>(Map<String, String> all)) {
                    bench.emit(new PersonEvent.PrivacyChanged(all));
                }
            });
            return;
        }
        Map<String, String> changed = new LinkedHashMap<>();
        settings.forEach(setting -> changed.put(setting.name(), setting.value()));
        bench.emit(new PersonEvent.PrivacyChanged(privacy.heard(changed)));
    }

    private void blocklist(News.OwnBlocklist list) {
        if (list.items().isEmpty()) {
            privacy.blocklist(answer -> {
                if (answer instanceof Answer.Given<List<Party>>(List<Party> all)) {
                    bench.emit(new PersonEvent.BlocklistChanged(all, List.of(), true));
                }
            });
            return;
        }
        bench.emit(new PersonEvent.BlocklistChanged(parties(list, true), parties(list, false), false));
    }

    private List<Party> parties(News.OwnBlocklist list, boolean blocked) {
        return list.items().stream()
                .filter(item -> item.blocked() == blocked)
                .map(item -> directory.party(item.jid()))
                .toList();
    }

    private void tokens(Jid from, List<News.PrivacyTokens.Token> given) {
        for (News.PrivacyTokens.Token token : given) {
            Bytes value = token.value();
            if (token.kind().equals(PrivacyStanzas.TRUSTED_CONTACT) && !value.isEmpty()) {
                tokens.received(from, value, token.timestamp().orElseGet(bench::now));
            }
        }
    }

    private void unknown(Jid from, String type, Node node) {
        switch (type) {
            case "business" -> bench.emit(new PersonEvent.BusinessChanged(directory.party(business(from, node))));
            case "contacts" -> node.child("modify").ifPresent(this::renumbered);
            case "account_sync" -> {
                if (node.hasChild("picture") || node.hasChild("status")) {
                    own(node);
                }
            }
            default -> {}
        }
    }

    private static Jid business(Jid from, Node node) {
        return node.children().stream()
                .flatMap(child -> child.jid("jid").stream())
                .findFirst()
                .orElse(from);
    }

    /// Another own device changed the profile, and the notification does not say to what.
    private void own(Node node) {
        Party self = directory.party(bench.state().account().lid());
        if (node.hasChild("status")) {
            bench.emit(new PersonEvent.AboutChanged(self, true, Optional.empty()));
        }
        node.child("picture")
                .ifPresent(picture ->
                        bench.emit(new PersonEvent.PictureChanged(self, true, picture.text("id"), Optional.empty())));
    }

    /// A person has a new number: what belongs to the hidden id stays, the number goes over.
    private void renumbered(Node modify) {
        Optional<Jid> before = modify.jid("old").filter(Jid::isPn);
        Optional<Jid> after = modify.jid("new").filter(Jid::isPn);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        Optional<Jid> lid =
                modify.jid("new_lid").or(() -> modify.jid("old_lid")).or(() -> directory.lid(before.get()));
        lid.filter(Jid::isLid).ifPresent(hidden -> directory.learn(after.get(), hidden));
        bench.emit(new PersonEvent.NumberChanged(
                directory.party(after.get()), before.get().bare(), after.get().bare()));
    }
}
