// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.device.Account;
import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.device.PreKeyNumbers;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.client.store.StoredPreKey;
import dev.switchboard.testkit.MutableClock;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.DeviceGrant;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.stanza.DeviceList;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.IqAnswer;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.UsyncAnswer;
import dev.switchboard.wire.stanza.UsyncRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A companion between a scripted server and a store, with time that is moved by hand.
final class Stage {

    /// This device.
    static final Jid PN = Jid.pn("15550100001", 3);

    static final Jid LID = Jid.lid("100000000000001", 3);

    final MutableClock clock = MutableClock.at("2026-11-20T10:00:00Z");
    final ManualTimer timer = new ManualTimer(clock);
    final SeededRandom random;
    final ScriptedServer server;
    final InMemoryDeviceStore memory = new InMemoryDeviceStore();
    final MediaShelf media = new MediaShelf();
    DeviceStore store = memory;
    final KeyPair accountKey;
    final FakeDevice phone;
    final BlockingQueue<ClientEvent> events = new LinkedBlockingQueue<>();
    Companion companion;
    private Bytes trusted;

    Stage(String name) {
        random = SeededRandom.of(name);
        server = new ScriptedServer(clock, random);
        trusted = server.root();
        accountKey = KeyPair.generate(random);
        phone = new FakeDevice(LID.bare(), accountKey, random);
        companion = newCompanion();
    }

    /// A companion of a process that has just started, on the same store.
    Companion newCompanion() {
        events.clear();
        NetworkEndpoint endpoint = new NetworkEndpoint(
                URI.create("ws://127.0.0.1:1/ws/chat"), "https://web.whatsapp.com", trusted, Optional.empty());
        companion = new Companion(
                CompanionConfig.builder("test", endpoint)
                        .availableOnConnect(true)
                        .build(),
                new ClientRuntime(clock, random, timer, server, media),
                store,
                events::addAll);
        return companion;
    }

    void trust(Bytes root) {
        trusted = root;
        newCompanion();
    }

    void useStore(DeviceStore other) {
        store = other;
        newCompanion();
    }

    /// Makes the device one that was linked before and has laid its keys down.
    Stage linked() {
        OwnKeys keys = OwnKeys.generate(random, clock.instant());
        Bytes container = AdvIdentity.issue(
                accountKey,
                new DeviceGrant(77, clock.instant(), 3, false),
                new CompanionKeys(keys.identity().publicKey(), keys.advSecret()),
                random);
        AdvIdentity.Accepted accepted = AdvIdentity.accept(container, keys.advSecret(), keys.identity(), random);
        Account account = new Account(
                PN, LID, accepted.deviceIdentity(), "android", Optional.empty(), Optional.of("Ada"), clock.instant());
        Credentials credentials =
                Credentials.unlinked(keys).withAccount(account).withPreKeys(new PreKeyNumbers(21, 21, true));
        List<StoreChange> changes = new ArrayList<>();
        changes.add(new StoreChange.PutCredentials(credentials.encode()));
        changes.add(new StoreChange.PutLidMapping(PN, LID));
        changes.add(new StoreChange.Keep(Shelf.PRIVACY, "readreceipts", Bytes.utf8("all"), clock.instant()));
        changes.add(new StoreChange.PutIdentity(
                LID.bare().signalAddress(), accountKey.publicKey().raw()));
        changes.add(new StoreChange.PutPreKeys(PreKey.generate(1, 20, random).stream()
                .map(key ->
                        new StoredPreKey(key.id(), key.keyPair().privateKey().bytes()))
                .toList()));
        memory.commit(new StoreBatch(changes, List.of()));
        return this;
    }

    Credentials credentials() {
        return Credentials.decode(memory.credentials().orElseThrow());
    }

    /// What somebody needs who wants to open a session with the client.
    PreKeyBundle clientBundle(int preKeyId) {
        OwnKeys keys = credentials().keys();
        PreKey preKey = new PreKey(
                preKeyId, KeyPair.of(PrivateKey.of(memory.preKey(preKeyId).orElseThrow())));
        return new PreKeyBundle(
                keys.registrationId(),
                keys.identity().publicKey(),
                keys.signedPreKey().publicPreKey(),
                Optional.of(preKey.publicPreKey()));
    }

    /// Starts, and plays the server through to an active connection.
    Line login() throws InterruptedException {
        companion.start();
        return finishLogin(server.accept());
    }

    Line finishLogin(Line line) throws InterruptedException {
        line.greeted();
        line.say(ScriptedServer.success(LID, clock.instant()));
        Node count = line.nextIqWith("count");
        line.say(PreKeyStanzas.countAnswer(count, 800));
        line.answer(line.nextIqWith("active"));
        line.answer(line.pickIqWith("digest"));
        answerDevices(line, line.pickIqWith("usync"), Map.of(LID.bare(), List.of(0, 3)));
        await(LinkState.Connected.class);
        return line;
    }

    /// Answers a question about devices; who is not named is unknown.
    void answerDevices(Line line, Node question, Map<Jid, List<Integer>> devices) {
        answerDevices(line, question, devices, Map.of());
    }

    void answerDevices(Line line, Node question, Map<Jid, List<Integer>> devices, Map<Jid, Jid> lids) {
        List<Node> users = new ArrayList<>();
        for (UsyncRequest.User user : UsyncRequest.of(question).users()) {
            Jid jid = user.jid().orElseThrow();
            NodeBuilder answer = UsyncAnswer.userNode(Optional.of(jid), Optional.empty());
            if (devices.containsKey(jid)) {
                List<DeviceList.Device> list = devices.get(jid).stream()
                        .map(id -> new DeviceList.Device(id, id == 0 ? OptionalInt.empty() : OptionalInt.of(id), false))
                        .toList();
                answer.child(new DeviceList(list, Optional.empty(), Optional.empty()).toNode());
            } else {
                answer.child(Node.of("devices", Iq.error(404, "item-not-found")));
            }
            Optional.ofNullable(lids.get(jid))
                    .ifPresent(lid -> answer.child(Node.builder("lid").attr("val", lid)));
            users.add(answer.build());
        }
        line.say(UsyncAnswer.toIq(question, users));
    }

    /// Answers a question for keys out of these devices; others are refused.
    void answerKeys(Line line, Node question, FakeDevice... devices) {
        List<PreKeyStanzas.Fetched> entries = new ArrayList<>();
        for (PreKeyStanzas.Wanted wanted : PreKeyStanzas.wanted(question)) {
            Optional<KeyBundle> bundle = List.of(devices).stream()
                    .filter(device -> device.lid.equals(wanted.device()))
                    .map(FakeDevice::bundle)
                    .findFirst();
            entries.add(bundle.<PreKeyStanzas.Fetched>map(
                            keys -> new PreKeyStanzas.Fetched.Found(wanted.device(), keys))
                    .orElseGet(() -> new PreKeyStanzas.Fetched.Refused(
                            wanted.device(), new IqAnswer.StanzaError(404, "item-not-found", OptionalInt.empty()))));
        }
        line.say(PreKeyStanzas.fetchAnswer(question, entries, clock.instant()));
    }

    /// The next event of a kind; others are dropped.
    <T extends ClientEvent> T event(Class<T> type, Predicate<T> matches) throws InterruptedException {
        List<ClientEvent> passed = new ArrayList<>();
        while (true) {
            ClientEvent event = events.poll(ScriptedServer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came, but: " + passed);
            }
            if (type.isInstance(event) && matches.test(type.cast(event))) {
                return type.cast(event);
            }
            passed.add(event);
        }
    }

    <T extends ClientEvent> T event(Class<T> type) throws InterruptedException {
        return event(type, _ -> true);
    }

    /// Waits for a state of the link.
    <T extends LinkState> T await(Class<T> type) throws InterruptedException {
        return type.cast(event(ClientEvent.LinkStateChanged.class, event -> type.isInstance(event.state()))
                .state());
    }

    /// Waits until the companion is about to connect again, and for that time.
    LinkState.Reconnecting awaitRetry() throws InterruptedException {
        LinkState.Reconnecting waiting = awaitRetryState();
        retry(waiting);
        return waiting;
    }

    LinkState.Reconnecting awaitRetryState() throws InterruptedException {
        return await(LinkState.Reconnecting.class);
    }

    void retry(LinkState.Reconnecting waiting) throws InterruptedException {
        settle();
        timer.advance(Duration.between(clock.instant(), waiting.next()));
    }

    /// Lets time pass slowly enough for everybody to keep up.
    void pass(Duration time) throws InterruptedException {
        Duration step = Duration.ofSeconds(1);
        for (long i = 0; i < time.toSeconds(); i++) {
            timer.advance(step);
            settle();
        }
    }

    /// Waits until the worker has done everything it was given before.
    void settle() throws InterruptedException {
        companion.requestPairingCode("").await(ScriptedServer.PATIENCE).orElseThrow();
    }
}
