// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.people;

import dev.switchboard.client.event.Party;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.client.send.DeviceDirectory;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.PrivacyStanzas;
import dev.switchboard.wire.stanza.ProfileStanzas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks and sets who may see and do what.
public final class Privacy {

    private static final String READ_RECEIPTS = PrivacySetting.READ_RECEIPTS.wireName();
    private static final Bytes HIDDEN = Bytes.utf8("none");

    private final Workbench bench;
    private final DeviceDirectory directory;

    public Privacy(Workbench bench, DeviceDirectory directory) {
        this.bench = bench;
        this.directory = directory;
    }

    /// Makes sure that what decides on stanzas of this device is known, once for the link: changes are heard of.
    public void learn() {
        if (bench.state().kept(Shelf.PRIVACY, READ_RECEIPTS).isEmpty()) {
            settings(_ -> {});
        }
    }

    /// Whether the account keeps from others what it has read: then only its own devices are told.
    public boolean hidesWhatWasRead() {
        return bench.state()
                .kept(Shelf.PRIVACY, READ_RECEIPTS)
                .filter(HIDDEN::equals)
                .isPresent();
    }

    /// Settings are now like this; those not named are as before.
    Map<String, String> heard(Map<String, String> settings) {
        Optional.ofNullable(settings.get(READ_RECEIPTS))
                .ifPresent(value -> bench.state().keep(Shelf.PRIVACY, READ_RECEIPTS, Bytes.utf8(value), bench.now()));
        return settings;
    }

    /// Asks for the settings.
    public void settings(Consumer<Answer<Map<String, String>>> then) {
        bench.ask(
                PrivacyStanzas.askSettings(bench.nextId()),
                answer -> then.accept(answer.map(iq -> heard(PrivacyStanzas.settings(iq)))));
    }

    /// Changes a setting.
    public void set(PrivacySetting setting, String value, Consumer<Answer<Map<String, String>>> then) {
        if (!setting.choices().contains(value)) {
            then.accept(new Answer.Refused<>(
                    400,
                    "privacy setting " + setting.wireName() + ": unknown value (expected: " + setting.choices() + ")"));
            return;
        }
        bench.ask(PrivacyStanzas.setSetting(bench.nextId(), setting.wireName(), value), answer -> {
            if (answer instanceof Answer.Given<Node>) {
                heard(Map.of(setting.wireName(), value));
            }
            then.accept(answer.map(iq -> heard(PrivacyStanzas.settings(iq))));
        });
    }

    /// Sets how long messages of new chats last.
    public void setDefaultTimer(Duration timer, Consumer<Answer<Done>> then) {
        bench.ask(
                ProfileStanzas.setDefaultTimer(bench.nextId(), timer.toSeconds()),
                answer -> then.accept(answer.map(_ -> Done.DONE)));
    }

    /// Asks who is blocked.
    public void blocklist(Consumer<Answer<List<Party>>> then) {
        bench.ask(
                PrivacyStanzas.askBlocklist(bench.nextId()),
                answer -> then.accept(answer.map(
                        iq -> PrivacyStanzas.blocklist(iq).map(this::parties).orElse(List.of()))));
    }

    private List<Party> parties(PrivacyStanzas.Blocklist list) {
        list.items()
                .forEach(item ->
                        item.pn().filter(_ -> item.jid().isLid()).ifPresent(pn -> directory.learn(pn, item.jid())));
        return list.items().stream().map(item -> directory.party(item.jid())).toList();
    }

    /// Blocks or unblocks a person. The server wants their hidden id, which is asked for where it is not known.
    public void block(Jid person, boolean block, Consumer<Answer<Done>> then) {
        Optional<Jid> lid = directory.lid(person.normalized());
        if (lid.isPresent()) {
            blockLid(lid.get(), block, then);
            return;
        }
        directory.lookUp(List.of(person), answer -> {
            Optional<Jid> found = directory.lid(person.normalized());
            if (found.isPresent()) {
                blockLid(found.get(), block, then);
            } else {
                then.accept(
                        answer instanceof Answer.Given<?>
                                ? new Answer.Refused<>(404, "no hidden id is known for this person")
                                : answer.map(_ -> Done.DONE));
            }
        });
    }

    private void blockLid(Jid lid, boolean block, Consumer<Answer<Done>> then) {
        bench.ask(
                PrivacyStanzas.block(bench.nextId(), lid.bare(), bench.state().pnOf(lid), block),
                answer -> then.accept(answer.map(_ -> Done.DONE)));
    }
}
