// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.AccountChange;
import dev.switchboard.sandbox.primary.AccountExists;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.DropKind;
import dev.switchboard.sandbox.primary.KeyIndexList;
import dev.switchboard.sandbox.primary.LinkRefused;
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
import dev.switchboard.sandbox.primary.PrivacyView;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.sandbox.primary.WaitingCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.PublicPreKey;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.IqAnswer;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyStanzas.Fetched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A network without sockets: it keeps what phones save, shows what they send, and knows the keys of the devices a test
/// plays.
public final class FakeNetwork implements PhoneNetwork {

    private static final int PATIENCE_SECONDS = 90;

    public final Map<String, Map<String, Bytes>> saved = new HashMap<>();
    public final List<Long> done = new ArrayList<>();
    public final BlockingQueue<Node> sent = new LinkedBlockingQueue<>();
    public final List<PairDevice> pairings = new ArrayList<>();
    public final List<KeyIndexList> published = new ArrayList<>();
    public final List<String> calls = new ArrayList<>();
    public UnaryOperator<Node> answerOther = iq -> Iq.serverResult(iq).build();
    public Optional<PendingCompanion> pending = Optional.empty();
    private final Map<String, AccountView> accounts = new LinkedHashMap<>();
    private final Map<String, PhoneKeys> keys = new HashMap<>();
    private final Map<Jid, FakeDevice> devices = new HashMap<>();
    private int nextLid = 1;

    /// A device's keys can be fetched from now on.
    void knows(FakeDevice device) {
        synchronized (this) {
            devices.put(device.lid, device);
        }
    }

    /// The next stanza of a phone.
    Node nextSent() {
        try {
            Node node = sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (node == null) {
                throw new AssertionError("no phone sent anything");
            }
            return node;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What somebody needs to write to a phone.
    synchronized PreKeyBundle bundleOf(String phone) {
        PhoneKeys own = keys.get(phone);
        PhoneKeys.OneTimeKey oneTime = own.preKeys().getFirst();
        return new PreKeyBundle(
                own.registrationId(),
                PublicKey.of(own.identity()),
                new PublicSignedPreKey(own.signedPreKeyId(), PublicKey.of(own.signedPreKey()), own.signature()),
                Optional.of(new PublicPreKey(oneTime.id(), PublicKey.of(oneTime.key()))));
    }

    @Override
    public AccountView createAccount(NewAccount request) {
        synchronized (this) {
            String phone = request.phone().orElse("1555019%04d".formatted(accounts.size()));
            if (accounts.containsKey(phone)) {
                throw new AccountExists();
            }
            Jid lid = Jid.lid("%015d".formatted(900_000_000_000_000L + nextLid++));
            AccountView account = view(phone, lid, request.pushName(), request.keys(), List.of());
            accounts.put(phone, account);
            keys.put(phone, request.keys());
            saved.put(phone, new TreeMap<>());
            apply(phone, request.first().apply(account));
            return account;
        }
    }

    private static AccountView view(
            String phone, Jid lid, String pushName, PhoneKeys keys, List<DeviceView> companions) {
        List<DeviceView> all = new ArrayList<>();
        all.add(new DeviceView(0, true, 0, false, 0, keys.identity(), Bytes.EMPTY));
        all.addAll(companions);
        return new AccountView(phone, Jid.pn(phone), lid, pushName, "", false, keys.identity(), all, PrivacyView.NONE);
    }

    @Override
    public synchronized Optional<AccountView> account(String phone) {
        return Optional.ofNullable(accounts.get(phone));
    }

    @Override
    public synchronized Optional<AccountView> accountNamed(String pushName) {
        return accounts.values().stream()
                .filter(account -> account.pushName().equals(pushName))
                .findFirst();
    }

    @Override
    public synchronized List<AccountView> accounts() {
        return List.copyOf(accounts.values());
    }

    @Override
    public synchronized void submit(String phone, PhoneTurn turn) {
        apply(phone, turn);
    }

    private void apply(String phone, PhoneTurn turn) {
        for (PhoneTurn.Change change : turn.changes()) {
            change.value()
                    .ifPresentOrElse(
                            value -> saved.get(phone).put(change.key(), value),
                            () -> saved.get(phone).remove(change.key()));
        }
        done.addAll(turn.done());
        sent.addAll(turn.stanzas());
    }

    @Override
    public Node request(String phone, Node iq) {
        if (iq.hasText("xmlns", "encrypt") && iq.hasChild("key")) {
            synchronized (this) {
                List<Fetched> found = PreKeyStanzas.wanted(iq).stream()
                        .map(wanted -> fetch(wanted.device()))
                        .toList();
                return PreKeyStanzas.fetchAnswer(iq, found, Instant.EPOCH);
            }
        }
        return answerOther.apply(iq);
    }

    private Fetched fetch(Jid device) {
        FakeDevice known = devices.get(device);
        return known == null
                ? new Fetched.Refused(device, new IqAnswer.StanzaError(404, "item-not-found", OptionalInt.empty()))
                : new Fetched.Found(device, known.bundle());
    }

    @Override
    public PendingCompanion pending(String ref) {
        return pending.orElseThrow(() -> new LinkRefused(LinkRefused.Reason.UNKNOWN_REF));
    }

    @Override
    public List<WaitingCompanion> waiting() {
        return List.of();
    }

    @Override
    public synchronized void switchLine(String phone, boolean on) {
        calls.add("line " + on);
    }

    @Override
    public List<String> blocked(String phone) {
        return List.of();
    }

    @Override
    public synchronized LinkedDevice pair(String phone, PairDevice request) {
        pairings.add(request);
        AccountView account = accounts.get(phone);
        List<DeviceView> companions =
                new ArrayList<>(account.devices().subList(1, account.devices().size()));
        int id = companions.size() + 1;
        companions.add(new DeviceView(id, false, request.keyIndex(), false, 0, request.identity(), Bytes.EMPTY));
        accounts.put(phone, view(phone, account.lid(), account.pushName(), keys.get(phone), companions));
        return new LinkedDevice(phone, account.lid().user(), id);
    }

    @Override
    public synchronized void publishKeyIndexList(String phone, KeyIndexList list) {
        published.add(list);
    }

    @Override
    public synchronized void changeIdentity(String phone, PhoneKeys replacement, PhoneTurn turn) {
        keys.put(phone, replacement);
        apply(phone, turn);
    }

    @Override
    public synchronized void emptyCollection(String phone, String collection) {
        calls.add("empty " + collection);
    }

    @Override
    public synchronized boolean removeDevice(String phone, int device) {
        AccountView account = accounts.get(phone);
        if (account == null) {
            throw new UnknownAccount();
        }
        List<DeviceView> companions =
                new ArrayList<>(account.devices().subList(1, account.devices().size()));
        boolean removed = companions.removeIf(view -> view.id() == device);
        accounts.put(phone, view(phone, account.lid(), account.pushName(), keys.get(phone), companions));
        return removed;
    }

    @Override
    public PasskeyLine passkeys() {
        return new PasskeyLine() {
            @Override
            public CompletableFuture<PasskeyPrologue> prologue(String phone) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletableFuture<Bytes> proceed(String ref, Bytes identity) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletableFuture<Bytes> request(String ref) {
                return new CompletableFuture<>();
            }
        };
    }

    @Override
    public synchronized void change(String phone, AccountChange change) {
        calls.add("change");
    }

    @Override
    public synchronized void changePushName(String phone, String pushName) {
        calls.add("name " + pushName);
    }

    @Override
    public synchronized int dropConnections(Optional<String> phone, Optional<Integer> device, DropKind how) {
        calls.add("drop " + how);
        return 2;
    }

    @Override
    public NetworkStats stats() {
        return new NetworkStats(1, 2, 3, 4, 5);
    }

    @Override
    public synchronized void reset() {
        calls.add("reset");
        accounts.clear();
    }
}
