// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.server;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Traits;
import dev.switchboard.sandbox.connection.Gate;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.media.Media;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.primary.AccountChange;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.CompanionReady;
import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.sandbox.primary.KeyIndexList;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.NetworkStats;
import dev.switchboard.sandbox.primary.NewAccount;
import dev.switchboard.sandbox.primary.PairDevice;
import dev.switchboard.sandbox.primary.PasskeyLine;
import dev.switchboard.sandbox.primary.PasskeyPrologue;
import dev.switchboard.sandbox.primary.PendingCompanion;
import dev.switchboard.sandbox.primary.PhoneKeys;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.PhoneTurn;
import dev.switchboard.sandbox.primary.Phones;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.sandbox.primary.WaitingCompanion;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.store.StoreFailed;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.AddressingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole server without its sockets: accounts, directory, routing, and the phones' way in.
///
/// Safe for many threads; what it is asked is done on the network thread, and answered when it is durable.
public final class Network implements PhoneNetwork, AutoCloseable {

    /// Under this prefix the store keeps what a reset leaves alone.
    public static final String SERVER_RECORDS = "server/";

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);
    private static final String PHONES = "phone/";

    private final StateStore store;
    private final NetworkThread thread;
    private final Phones phones;
    private final StanzaLog log;
    private final Settings settings;
    private final Timers timers;
    private final Media media;
    private final Parts parts;
    private final Views views;
    private volatile Runnable whenFailed = () -> {};
    private final Map<Account, PhoneLine> lines = new HashMap<>();
    private final LongAdder stanzasIn = new LongAdder();
    private final LongAdder stanzasOut = new LongAdder();
    private long lastQuestion;

    /// How the server behaves.
    ///
    /// @param clock the time
    /// @param random the source of numbers, ids and refs
    /// @param firstCompanion the device id of an account's first companion
    /// @param groupAddressing by which kind of address new groups name their members
    /// @param sharedAddressBook whether all accounts are each other's contacts
    /// @param chatStateTtl how long a chat state waits for a device that is away
    /// @param snapshotAfter how many patches a collection has before it is served as a snapshot
    /// @param pingInterval after how much silence a client is pinged, zero for never
    /// @param idleTimeout after how much silence a client is taken for dead, zero for never
    public record Settings(
            InstantSource clock,
            RandomGenerator random,
            int firstCompanion,
            AddressingMode groupAddressing,
            boolean sharedAddressBook,
            Duration chatStateTtl,
            int snapshotAfter,
            Duration pingInterval,
            Duration idleTimeout) {}

    /// A server that has not started.
    public Network(
            Settings settings,
            StateStore store,
            Timers timers,
            Faults faults,
            StanzaLog log,
            Phones phones,
            Media media) {
        this.settings = settings;
        this.store = store;
        this.timers = timers;
        this.phones = phones;
        this.log = new StanzaLog() {
            @Override
            public void note(LoggedStanza stanza) {
                switch (stanza.direction()) {
                    case IN -> stanzasIn.increment();
                    case OUT -> stanzasOut.increment();
                }
                log.note(stanza);
            }

            @Override
            public void refused(String account, int device, Node stanza) {
                log.refused(account, device, stanza);
            }
        };
        this.thread = new NetworkThread(store::commit, () -> whenFailed.run());
        Parts.Ground ground = new Parts.Ground(
                thread, timers, store, this.log, faults, settings.clock(), settings.random(), settings, media);
        this.media = media;
        this.parts = new Parts(ground, new ToPhones());
        this.views = new Views(parts.connections, parts.post);
    }

    /// Reads what was kept and begins to work. The phones get back their state, then what they have not dealt with.
    public void start() {
        thread.start();
        thread.call(() -> {
            parts.restore();
            Map<String, Map<String, Bytes>> states = phoneStates();
            parts.registry
                    .accounts()
                    .forEach(account ->
                            phones.restored(views.of(account), states.getOrDefault(account.phone(), Map.of())));
            parts.registry.accounts().forEach(this::openLine);
            return true;
        });
        parts.gate.startSweeping(timers, settings.pingInterval(), settings.idleTimeout());
    }

    private Map<String, Map<String, Bytes>> phoneStates() {
        Map<String, Map<String, Bytes>> states = new HashMap<>();
        store.restore(PHONES, (key, value) -> {
            int slash = key.indexOf('/', PHONES.length());
            states.computeIfAbsent(key.substring(PHONES.length(), slash), _ -> new HashMap<>())
                    .put(key.substring(slash + 1), value);
        });
        return states;
    }

    /// What serves pictures, to be asked for paths that begin with [Pictures#PATH]. Safe for many threads.
    public HttpHandler pictures() {
        return parts.people.pictures();
    }

    /// What to do, on a thread of its own, when the state cannot be kept and the network has stopped.
    public void whenFailed(Runnable action) {
        whenFailed = action;
    }

    /// Where sockets come in.
    public Gate gate() {
        return parts.gate;
    }

    private PhoneLine openLine(Account account) {
        PhoneLine line = new PhoneLine(account, phones, thread, log, settings.clock());
        lines.put(account, line);
        parts.post.openLive(account.primary(), line);
        return line;
    }

    private Account require(String phone) {
        return parts.registry.byPhone(phone).orElseThrow(UnknownAccount::new);
    }

    private PhoneLine line(Account account) {
        PhoneLine line = lines.get(account);
        if (line == null) {
            throw new UnknownAccount();
        }
        return line;
    }

    @Override
    public AccountView createAccount(NewAccount request) {
        return thread.call(() -> {
            Account account = parts.registry.create(
                    request.phone(),
                    request.pushName(),
                    request.about(),
                    request.keys().identity());
            parts.keys.replace(account.primary(), request.keys());
            openLine(account);
            apply(account, request.first().apply(views.of(account)));
            parts.linking.accountMade(account);
            return views.of(account);
        });
    }

    @Override
    public Optional<AccountView> account(String phone) {
        return thread.call(() -> parts.registry.byPhone(phone).map(views::of));
    }

    @Override
    public Optional<AccountView> accountNamed(String pushName) {
        return thread.call(() -> parts.registry.byRegisteredName(pushName).map(views::of));
    }

    @Override
    public List<AccountView> accounts() {
        return thread.call(
                () -> parts.registry.accounts().stream().map(views::of).toList());
    }

    @Override
    public void submit(String phone, PhoneTurn turn) {
        thread.execute(() -> parts.registry.byPhone(phone).ifPresent(account -> apply(account, turn)));
    }

    private void apply(Account account, PhoneTurn turn) {
        String prefix = PHONES + account.phone() + "/";
        for (PhoneTurn.Change change : turn.changes()) {
            String key = prefix + change.key();
            change.value().ifPresentOrElse(value -> store.put(key, value), () -> store.remove(key));
        }
        turn.done().forEach(entry -> parts.post.release(account.primary(), entry));
        turn.stanzas().forEach(stanza -> take(line(account), stanza));
    }

    private void take(PhoneLine line, Node stanza) {
        line.noteReceived(stanza);
        parts.router.take(line, stanza);
    }

    @Override
    public Node request(String phone, Node iq) {
        CompletableFuture<Node> answer = new CompletableFuture<>();
        thread.execute(() -> {
            Optional<Account> account = parts.registry.byPhone(phone);
            if (account.isEmpty()) {
                answer.completeExceptionally(new UnknownAccount());
                return;
            }
            String id = "phone-" + ++lastQuestion;
            PhoneLine line = line(account.get());
            line.ask(id, answer);
            take(line, iq.toBuilder().attr("id", id).build());
        });
        return thread.await(answer);
    }

    @Override
    public PendingCompanion pending(String ref) {
        return thread.call(() -> parts.linking.pending(ref));
    }

    @Override
    public List<WaitingCompanion> waiting() {
        return thread.call(parts.linking::waiting);
    }

    @Override
    public void switchLine(String phone, boolean on) {
        thread.call(() -> {
            Account account = require(phone);
            if (on) {
                parts.post.openLive(account.primary(), line(account));
            } else {
                parts.post.close(account.primary());
            }
            return true;
        });
    }

    @Override
    public List<String> blocked(String phone) {
        return thread.call(() -> List.copyOf(require(phone).blocked()));
    }

    @Override
    public LinkedDevice pair(String phone, PairDevice request) {
        CompletableFuture<LinkedDevice> answer = thread.call(() -> parts.linking.pair(require(phone), request));
        return thread.await(answer);
    }

    @Override
    public PasskeyLine passkeys() {
        return new PasskeyLine() {
            @Override
            public CompletableFuture<PasskeyPrologue> prologue(String phone) {
                return thread.call(() -> parts.linking.passkeyPrologue(require(phone)));
            }

            @Override
            public CompletableFuture<Bytes> proceed(String ref, Bytes identity) {
                return thread.call(() -> parts.linking.passkeyProceed(ref, identity));
            }

            @Override
            public CompletableFuture<Bytes> request(String ref) {
                return thread.call(() -> parts.linking.passkeyRequest(ref));
            }
        };
    }

    @Override
    public void publishKeyIndexList(String phone, KeyIndexList list) {
        thread.call(() -> {
            Account account = require(phone);
            account.keyIndexList(list);
            parts.registry.save(account);
            return true;
        });
    }

    @Override
    public void changeIdentity(String phone, PhoneKeys keys, PhoneTurn turn) {
        thread.call(() -> {
            Account account = require(phone);
            List.copyOf(account.companions()).forEach(parts.unlinking::remove);
            account.primary().identity(keys.identity());
            account.keyIndexList(new KeyIndexList(0, Bytes.EMPTY));
            parts.registry.save(account);
            parts.keys.replace(account.primary(), keys);
            parts.appState.emptyAll(account);
            parts.deviceLists.announceIdentity(account, parts.registry.contactsOf(account));
            apply(account, turn);
            return true;
        });
    }

    @Override
    public void emptyCollection(String phone, String collection) {
        thread.call(() -> {
            parts.appState.empty(require(phone), collection);
            return true;
        });
    }

    @Override
    public boolean removeDevice(String phone, int device) {
        return thread.call(() -> {
            Optional<Device> companion = require(phone).companion(device);
            companion.ifPresent(parts.unlinking::remove);
            return companion.isPresent();
        });
    }

    @Override
    public void change(String phone, AccountChange change) {
        thread.call(() -> {
            Account account = require(phone);
            Traits traits = account.traits();
            traits = traits.with(traits.scenario().with(change.scenario()));
            if (change.removeSalt()) {
                traits = traits.withSalt(Bytes.EMPTY);
            }
            account.traits(traits.withAddressBook(change.addressBook().orElse(traits.addressBook()))
                    .withBusiness(change.business().orElse(traits.business())));
            parts.registry.save(account);
            return true;
        });
    }

    @Override
    public void changePushName(String phone, String pushName) {
        thread.call(() -> {
            Account account = require(phone);
            account.pushName(pushName);
            parts.registry.save(account);
            return true;
        });
    }

    @Override
    public int dropConnections(Optional<String> phone, Optional<Integer> device, DropKind how) {
        return thread.call(() -> parts.connections.drop(phone, device, how));
    }

    @Override
    public NetworkStats stats() {
        return thread.call(() -> new NetworkStats(
                parts.connections.count(),
                stanzasIn.sum(),
                stanzasOut.sum(),
                parts.messages.accepted(),
                parts.post.total()));
    }

    @Override
    public void reset() {
        thread.call(() -> {
            parts.connections.drop(Optional.empty(), Optional.empty(), DropKind.CLOSE);
            parts.clear();
            lines.clear();
            store.clearExcept(SERVER_RECORDS);
            phones.reset();
            media.store().clear();
            return true;
        });
    }

    /// Ends the network thread; connections must be closed before.
    @Override
    public void close() {
        thread.close();
        try {
            store.close();
        } catch (StoreFailed e) {
            if (!thread.hasFailed()) {
                throw e;
            }
            LOG.debug("the state could not be kept to the end: {}", e.getMessage());
        }
    }

    /// What the parts tell the phones, once it is durable.
    private final class ToPhones implements Parts.ToPhones {

        @Override
        public void ring(Account account, Node stanza) {
            line(account).send(stanza);
        }

        @Override
        public void ready(Device companion, int logins) {
            CompanionReady ready = new CompanionReady(views.of(companion), logins);
            String phone = companion.account().phone();
            thread.afterCommit(() -> phones.companionReady(phone, ready));
        }

        @Override
        public void reregister(Account account) {
            thread.afterCommit(() -> phones.reregister(account.phone()));
        }

        @Override
        public void removed(Device companion) {
            var view = views.of(companion);
            String phone = companion.account().phone();
            thread.afterCommit(() -> phones.companionRemoved(phone, view));
        }
    }
}
