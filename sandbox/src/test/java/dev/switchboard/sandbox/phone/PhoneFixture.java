// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.checker.StanzaRecorder;
import dev.switchboard.sandbox.media.MediaHost;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.CompanionReady;
import dev.switchboard.sandbox.primary.Delivery;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Two accounts, Ann and Bob, with simulated phones on a fake network.
final class PhoneFixture implements AutoCloseable {

    static final String ANN = "15550100001";
    static final String BOB = "15550100002";

    final SeededRandom random = new SeededRandom(11);
    final MutableClock clock = MutableClock.at(Instant.parse("2026-11-20T10:00:00Z"));
    final FakeNetwork network = new FakeNetwork();
    final ManualTimers timers = new ManualTimers();
    final MediaStore media = MediaStore.open(Optional.empty(), Duration.ZERO, clock);
    final PhoneFiles files = new PhoneFiles(media, new MediaHost(Optional.of("media.test"), true), clock, random);
    final StanzaRecorder recorder = new StanzaRecorder();
    SimulatedPhones phones = phones();
    final AccountView ann = phones.createAccount(Optional.of(ANN), Optional.of("Ann"), Optional.empty());
    final AccountView bob = phones.createAccount(Optional.of(BOB), Optional.of("Bob"), Optional.empty());
    private long lastEntry;

    PhoneFixture() {
        network.sent.clear();
    }

    private SimulatedPhones phones() {
        SimulatedPhones made = new SimulatedPhones(
                new SimulatedPhones.Settings(clock, random, timers, Optional.empty(), files, true), recorder);
        made.connect(network);
        return made;
    }

    /// All phones are gone and come back from what they saved.
    void restart() {
        phones.close();
        phones = phones();
        for (AccountView account : network.accounts()) {
            phones.restored(account, new TreeMap<>(network.saved.get(account.phone())));
        }
    }

    FakeDevice device(AccountView account, int id) {
        FakeDevice device =
                new FakeDevice(account.pn().withDevice(id), account.lid().withDevice(id), random);
        network.knows(device);
        return device;
    }

    /// A device of Bob that has begun a session with Ann's phone.
    FakeDevice bobsDevice() {
        FakeDevice device = device(bob, 1);
        device.begin(network.bundleOf(ANN));
        return device;
    }

    static CompanionReady ready(int device, int logins, int queued) {
        return new CompanionReady(
                new DeviceView(device, false, device, true, queued, Bytes.EMPTY, Bytes.EMPTY), logins);
    }

    void deliver(String phone, Node stanza) {
        phones.deliver(phone, new Delivery(++lastEntry, stanza, false));
    }

    /// Ann's history, after all that was handed to her phone before.
    List<HistoryEntry> annsHistory() {
        return phones.history(ANN);
    }

    /// Lets Ann's phone send and the network take it.
    Node annSends(Jid to, Outgoing what) {
        CompletableFuture<Sent> sending = CompletableFuture.supplyAsync(() -> phones.send(ANN, to, what));
        Node message = network.nextSent();
        phones.receive(ANN, ack(message, Optional.empty()));
        sending.join();
        return message;
    }

    static Node ack(Node message, Optional<String> error) {
        return Node.builder("ack")
                .attr("class", "message")
                .attr("id", message.requireText("id"))
                .attr("from", message.requireJid("to"))
                .attr("t", 1_700_000_000L)
                .attrIfPresent("error", error)
                .build();
    }

    @Override
    public void close() {
        phones.close();
        media.close();
    }
}
