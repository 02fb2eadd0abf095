// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.device.KnownDevices;
import dev.switchboard.client.device.PrivacyToken;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.NumberStatus;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.stanza.DeviceList;
import dev.switchboard.wire.stanza.UsyncAnswer;
import dev.switchboard.wire.stanza.UsyncRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Knows which hidden id belongs to which number and which devices a person has, and asks the server for what it does
/// not know. Everything is kept under hidden ids.
public final class DeviceDirectory {

    private final Workbench bench;

    public DeviceDirectory(Workbench bench) {
        this.bench = bench;
    }

    /// The hidden address of a person, where known.
    public Optional<Jid> lid(Jid person) {
        return person.isLid() ? Optional.of(person.bare()) : bench.state().lidOf(person);
    }

    /// A person with all addresses known.
    public Party party(Jid person) {
        Jid bare = person.normalized();
        if (bare.isLid()) {
            return Party.person(bench.state().pnOf(bare), Optional.of(bare));
        }
        return bare.isPn() ? Party.person(Optional.of(bare), bench.state().lidOf(bare)) : Party.of(bare);
    }

    /// This account's own hidden address.
    public Jid self() {
        return bench.state().account().lid().bare();
    }

    /// Whether an address is this account's own.
    public boolean isSelf(Jid person) {
        return bench.state().account().owns(person);
    }

    /// The address under which a device's Signal session is kept: its hidden one, where known.
    public Jid sessionJid(Jid device) {
        return device.isPn()
                ? bench.state()
                        .lidOf(device)
                        .map(lid -> lid.withDevice(device.device()))
                        .orElse(device)
                : device;
    }

    /// A pair of addresses was seen together. Sessions begun under the number go on under the hidden id.
    public void learn(Jid pn, Jid lid) {
        if (!pn.isPn() || !lid.isLid() || bench.state().lidOf(pn).equals(Optional.of(lid.bare()))) {
            return;
        }
        bench.state().putLidMapping(pn, lid);
        adoptToken(pn, lid);
        bench.emit(new PersonEvent.AddressesMerged(party(lid)));
        String name = pn.bare().signalAddress().name();
        for (int device : bench.state().sessionDevices(name)) {
            move(new SignalAddress(name, device), lid.withDevice(device).signalAddress());
        }
    }

    /// A token given under the number counts for the hidden id.
    private void adoptToken(Jid pn, Jid lid) {
        Optional<PrivacyToken> old = bench.state().privacyToken(pn.bare());
        if (old.isPresent() && bench.state().privacyToken(lid.bare()).isEmpty()) {
            bench.state().putPrivacyToken(lid.bare(), old.get());
        }
    }

    private void move(SignalAddress from, SignalAddress to) {
        Optional<SessionRecord> session = bench.state().session(from);
        boolean free = bench.state().session(to).isEmpty();
        if (session.isPresent() && free) {
            bench.state().putSession(to, session.get());
            bench.state().trustedIdentity(from).ifPresent(key -> bench.state().putIdentity(to, key));
        }
        bench.state().removeSession(from);
        bench.state().removeIdentity(from);
    }

    /// A contact's token, if it still counts.
    public Optional<Bytes> liveToken(Jid person) {
        return bench.state()
                .privacyToken(lid(person).orElse(person.normalized()))
                .filter(token -> token.live(bench.now()))
                .map(PrivacyToken::token);
    }

    /// What came of asking about a person.
    public enum Finding {
        /// Hidden id and devices are known now.
        FOUND,
        /// Nobody uses the number.
        UNKNOWN_USER,
        /// There is somebody, but without hidden id.
        NO_LID
    }

    /// Asks for the hidden ids and devices of persons; the answer has a finding for each.
    public void lookUp(Collection<Jid> persons, Consumer<Answer<Map<Jid, Finding>>> then) {
        List<Jid> asked = persons.stream().map(Jid::bare).distinct().toList();
        UsyncRequest request = UsyncRequest.devices(bench.nextId(), asked);
        bench.ask(request.toIq(bench.nextId()), answer -> then.accept(answer.map(iq -> takeIn(iq, asked))));
    }

    private Map<Jid, Finding> takeIn(Node iq, List<Jid> asked) {
        Map<Jid, Finding> findings = new HashMap<>();
        for (UsyncAnswer.User user : UsyncAnswer.of(iq).users()) {
            user.jid().ifPresent(jid -> findings.put(jid.bare(), takeIn(jid.bare(), user)));
        }
        asked.forEach(person -> findings.putIfAbsent(person, Finding.UNKNOWN_USER));
        return findings;
    }

    private Finding takeIn(Jid person, UsyncAnswer.User user) {
        if (person.isPn()) {
            user.lid().ifPresent(lid -> learn(person, lid));
        }
        Optional<DeviceList> devices = user.devices();
        if (devices.isEmpty()) {
            return Finding.UNKNOWN_USER;
        }
        Optional<Jid> lid = lid(person);
        if (lid.isEmpty()) {
            return Finding.NO_LID;
        }
        store(lid.get(), usable(devices.get()));
        return Finding.FOUND;
    }

    /// Companions without a key index are not vouched for, and those hosted by others cannot be written to.
    private static List<Integer> usable(DeviceList list) {
        List<Integer> ids = new ArrayList<>();
        ids.add(0);
        for (DeviceList.Device device : list.devices()) {
            if (device.id() != 0 && device.keyIndex().isPresent() && !device.hosted()) {
                ids.add(device.id());
            }
        }
        return ids;
    }

    /// The devices of a person are these from now on; sessions with devices that are gone are dropped.
    public void store(Jid lid, List<Integer> ids) {
        KnownDevices now = new KnownDevices(ids, bench.now());
        Optional<KnownDevices> before = bench.state().devices(lid);
        bench.state().putDevices(lid, now);
        if (before.isPresent() && !before.get().ids().equals(now.ids())) {
            Set<Integer> gone = new HashSet<>(before.get().ids());
            now.ids().forEach(gone::remove);
            gone.forEach(
                    device -> bench.state().removeSession(lid.withDevice(device).signalAddress()));
            boolean self = bench.state().account().owns(lid);
            bench.emit(new ClientEvent.DeviceListChanged(party(lid), self, now.ids()));
        }
    }

    /// The list of a person is out of date and has to be asked for when it is needed again.
    public void forget(Jid person) {
        lid(person).ifPresent(bench.state()::removeDevices);
    }

    /// Asks who of these numbers is registered.
    public void lookUpNumbers(List<String> numbers, Consumer<Answer<List<NumberStatus>>> then) {
        UsyncRequest request = UsyncRequest.contacts(bench.nextId(), numbers);
        bench.ask(request.toIq(bench.nextId()), answer -> then.accept(answer.map(this::numbers)));
    }

    private List<NumberStatus> numbers(Node iq) {
        List<NumberStatus> statuses = new ArrayList<>();
        for (UsyncAnswer.User user : UsyncAnswer.of(iq).users()) {
            if (user.contact().isEmpty()) {
                continue;
            }
            UsyncAnswer.Contact contact = user.contact().get();
            Optional<Jid> pn =
                    user.pnJid().or(() -> user.jid().filter(Jid::isPn)).map(Jid::bare);
            Optional<Jid> lid =
                    user.lid().or(() -> user.jid().filter(Jid::isLid)).map(Jid::bare);
            if (pn.isPresent() && lid.isPresent()) {
                learn(pn.get(), lid.get());
            }
            String digits = contact.query().replaceAll("[^0-9]", "");
            statuses.add(new NumberStatus(digits, contact.registered(), pn, lid));
        }
        return statuses;
    }
}
