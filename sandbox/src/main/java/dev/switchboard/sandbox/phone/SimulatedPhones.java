// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.checker.StanzaRecorder;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.phone.AddressBook.Person;
import dev.switchboard.sandbox.phone.Phone.Dispatched;
import dev.switchboard.sandbox.phone.Phone.Workplace;
import dev.switchboard.sandbox.phone.PhoneContext.Surroundings;
import dev.switchboard.sandbox.primary.AccountView;
import dev.switchboard.sandbox.primary.CompanionReady;
import dev.switchboard.sandbox.primary.Delivery;
import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.NewAccount;
import dev.switchboard.sandbox.primary.PairDevice;
import dev.switchboard.sandbox.primary.PhoneNetwork;
import dev.switchboard.sandbox.primary.Phones;
import dev.switchboard.sandbox.primary.UnknownAccount;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.media.MediaKind;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.stanza.ChatState.Activity;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All simulated phones: device 0 of every account.
///
/// The server calls what [Phones] lists; an operator calls the rest, which waits until it is done and may block. Safe
/// for many threads.
public final class SimulatedPhones implements Phones, AutoCloseable {

    private static final Duration ACK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CODE_PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST_NAME_NUMBER = 10_000;

    private final Settings settings;
    private final StanzaRecorder recorder;
    private final AddressBook people;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("phone-", 0).factory());
    private final Map<String, Phone> phones = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AutoBehaviour> habits = new ConcurrentHashMap<>();
    private final Set<String> off = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<Integer, CompanionReady>> readyWhileOff = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> linkLocks = new ConcurrentHashMap<>();
    private final ReentrantLock namesLock = new ReentrantLock();
    private @Nullable Surroundings surroundings;
    private @Nullable PasskeyDesk passkeys;

    /// What the phones are given.
    ///
    /// @param clock the time
    /// @param random keys, ids and chance
    /// @param timers let phones react later
    /// @param advSecret the secret that links a client whose QR code carries none
    /// @param files their way to the media store
    /// @param phoneListed whether phones stand in device lists, as they do unless companions count from 0
    public record Settings(
            InstantSource clock,
            RandomGenerator random,
            Timers timers,
            Optional<Bytes> advSecret,
            PhoneFiles files,
            boolean phoneListed) {}

    /// No phones yet. [#connect] must follow before anything else.
    ///
    /// @param recorder learns who lives in the network
    public SimulatedPhones(Settings settings, StanzaRecorder recorder) {
        this.settings = settings;
        this.recorder = recorder;
        this.people = new AddressBook(settings.phoneListed());
    }

    /// Tells the phones of the server; once, before it opens.
    public void connect(PhoneNetwork network) {
        passkeys = new PasskeyDesk(network.passkeys(), settings.random());
        surroundings = new Surroundings(network, people, settings.clock(), settings.random(), settings.files(), habits);
    }

    // What the server brings, on its own thread.

    @Override
    public void restored(AccountView account, Map<String, Bytes> state) {
        Person self = met(account);
        recorder.restored(account.phone());
        int newest = self.companions().isEmpty() ? 0 : self.companions().getLast();
        IntStream.rangeClosed(1, newest)
                .filter(device -> !self.companions().contains(device))
                .forEach(device -> recorder.population().removed(account.pn(), device));
        phones.put(account.phone(), Phone.restore(self, surroundings(), state, workplace()));
    }

    @Override
    public void deliver(String phone, Delivery delivery) {
        phone(phone).deliver(delivery);
    }

    @Override
    public void receive(String phone, Node stanza) {
        phone(phone).receive(stanza);
    }

    @Override
    public void companionReady(String phone, CompanionReady companion) {
        people.linked(phone, companion.device().id());
        if (off.contains(phone)) {
            readyWhileOff
                    .computeIfAbsent(phone, _ -> new ConcurrentHashMap<>())
                    .put(companion.device().id(), companion);
            return;
        }
        phone(phone).companionReady(companion);
    }

    @Override
    public void companionRemoved(String phone, DeviceView device) {
        people.removed(phone, device.id());
        recorder.population().removed(Jid.pn(phone), device.id());
        phone(phone).companionRemoved(device.id());
    }

    @Override
    public void reregister(String phone) {
        Phone chosen = phone(phone);
        executor.execute(chosen::changeIdentity);
    }

    @Override
    public void reset() {
        phones.clear();
        habits.clear();
        off.clear();
        readyWhileOff.clear();
        people.clear();
    }

    // What an operator wants.

    /// Makes an account with its phone; what is left open is generated.
    public AccountView createAccount(Optional<String> number, Optional<String> pushName, Optional<String> about) {
        PhoneIdentity identity = PhoneIdentity.generate(settings.random());
        String name = pushName.orElseGet(() -> "Phone " + settings.random().nextInt(LARGEST_NAME_NUMBER));
        return network()
                .createAccount(new NewAccount(number, name, about.orElse(""), Phone.published(identity), account -> {
                    Phone.Started started = Phone.start(met(account), surroundings(), identity, account, workplace());
                    phones.put(account.phone(), started.phone());
                    return started.first();
                }));
    }

    /// A phone scans a QR code.
    ///
    /// @param text what the client shows
    /// @param number whose phone scans; the one that goes by the client's name, or a new one, if it is left open
    /// @throws dev.switchboard.wire.WireException if the text is no such code
    /// @throws dev.switchboard.sandbox.primary.LinkRefused if the client cannot be linked
    public LinkedDevice scan(String text, Optional<String> number) {
        PairingQr qr = PairingQr.parse(withSecret(text));
        Optional<Phone> named = number.map(this::usable);
        Optional<String> pushName = network().pending(qr.ref()).pushName().filter(name -> !name.isBlank());
        Phone phone = named.orElseGet(() -> known(pushName));
        passkeys().scanned(phone.self().pn().user(), qr.companion().advSecret());
        return link(phone, new Linking.Companion(qr.ref(), qr.noise(), qr.companion()));
    }

    /// Like [#scan], but empty if the client must prove itself with a passkey first: [#beginPasskey] comes next.
    public Optional<LinkedDevice> scanUnlessPasskey(String text, Optional<String> number) {
        try {
            return Optional.of(scan(text, number));
        } catch (LinkRefused refusal) {
            if (refusal.reason() == LinkRefused.Reason.PASSKEY_WANTED) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /// Goes with a client that proves itself with a passkey up to the code that both sides show, which waits for the
    /// client.
    ///
    /// @throws LinkRefused if there is no such client, or it goes away
    public PasskeyStep beginPasskey(String number) {
        require(number);
        return passkeys().begin(number);
    }

    /// Links that client once its user has confirmed the code.
    public LinkedDevice confirmPasskey(String number) {
        return link(require(number), passkeys().finish(number));
    }

    private PasskeyDesk passkeys() {
        return Objects.requireNonNull(passkeys, "phones that were never connected");
    }

    private String withSecret(String text) {
        int platform = text.lastIndexOf(',');
        boolean without = platform > 0 && text.charAt(platform - 1) == ',';
        return without && settings.advSecret().isPresent()
                ? text.substring(0, platform) + settings.advSecret().get().base64() + text.substring(platform)
                : text;
    }

    private Phone known(Optional<String> pushName) {
        // Two clients of one name that are scanned at once must meet the same phone.
        namesLock.lock();
        try {
            AccountView account = pushName.flatMap(network()::accountNamed)
                    .orElseGet(() -> createAccount(Optional.empty(), pushName, Optional.empty()));
            return require(account.phone());
        } finally {
            namesLock.unlock();
        }
    }

    /// The code that a client shows is typed on a phone.
    ///
    /// @throws dev.switchboard.wire.WireException if it cannot be a code
    /// @throws PhoneException if no client waits for it, or for another one
    /// @throws dev.switchboard.sandbox.primary.LinkRefused if the client cannot be linked
    public LinkedDevice typeCode(String number, String typed) {
        Phone phone = usable(number);
        PairingCode code = PairingCode.parse(typed);
        CodeEntry.Attempt attempt = phone.ask(_ -> phone.codeEntry().type(code));
        Optional<LinkCode.CompanionFinish> finish = await(attempt.finish(), CODE_PATIENCE);
        if (finish.isEmpty()) {
            throw new PhoneException.CodeUnanswered();
        }
        return link(phone, phone.ask(_ -> phone.codeEntry().finish(attempt, finish.get())));
    }

    private LinkedDevice link(Phone phone, Linking.Companion companion) {
        String number = phone.self().pn().user();
        ReentrantLock lock = linkLocks.computeIfAbsent(number, _ -> new ReentrantLock());
        lock.lock();
        try {
            PairDevice request = phone.ask(context -> Linking.vouch(context, companion));
            LinkedDevice linked = network().pair(number, request);
            people.linked(number, linked.device());
            return linked;
        } finally {
            lock.unlock();
        }
    }

    /// Lets a phone send a message and waits until the network has taken it, within limits.
    ///
    /// @throws PhoneException if it cannot be sent, or the network refuses it
    public Sent send(String number, Jid to, Outgoing what) {
        Dispatched dispatched = usable(number).send(to, what);
        Optional<OptionalInt> ack = await(dispatched.ack(), ACK_PATIENCE);
        if (ack.isEmpty()) {
            require(number).stopAwaiting(dispatched.sent().id());
        }
        OptionalInt error = ack.orElse(OptionalInt.empty());
        if (error.isPresent()) {
            throw new PhoneException.Refused(error.getAsInt());
        }
        return dispatched.sent();
    }

    /// What phones do with groups.
    public PhoneGroups groups() {
        return new PhoneGroups(network());
    }

    /// What a phone has in its chats, in order of arrival.
    public List<HistoryEntry> history(String number) {
        return require(number).history();
    }

    /// Lets a phone have messages in a chat as if they had come long ago.
    public void remember(String number, Jid chat, List<PastMessage> past) {
        require(number).remember(chat, past);
        awaitDurable(number);
    }

    /// Who writes to a phone now, by chat: `composing` or `recording`, and who.
    public Map<Jid, String> typing(String number) {
        return require(number).typing();
    }

    /// Turns a phone off or on. What comes while it is off waits on the server, and what it should do about its
    /// companions waits here.
    public void turn(String number, boolean on) {
        require(number);
        if (on) {
            if (off.remove(number)) {
                network().switchLine(number, true);
                Optional.ofNullable(readyWhileOff.remove(number))
                        .ifPresent(ready -> ready.values().forEach(phone(number)::companionReady));
            }
        } else if (off.add(number)) {
            network().switchLine(number, false);
        }
    }

    /// Whether a phone is turned on.
    public boolean isOn(String number) {
        return !off.contains(number);
    }

    /// How a phone behaves by itself.
    public AutoBehaviour behaviour(String number) {
        return habits.getOrDefault(number, AutoBehaviour.SILENT);
    }

    /// Lets a phone block somebody, or no longer.
    public void block(String number, String other, boolean on) {
        usable(number);
        Node item = Node.builder("item")
                .attr("action", on ? "block" : "unblock")
                .attr(
                        "jid",
                        people.find(Jid.pn(other)).map(AddressBook.Person::lid).orElseThrow(UnknownAccount::new))
                .build();
        network().request(number, Iq.set("0", "blocklist").child(item).build());
    }

    /// Lets a phone write another about text.
    ///
    /// @throws PhoneException if the network refuses it
    public void about(String number, String text) {
        usable(number);
        change(number, Iq.set("0", Iq.Xmlns.STATUS).child(Node.builder("status").utf8(text)));
    }

    /// Lets a phone set its picture; without bytes it takes it away.
    ///
    /// @throws PhoneException if the network refuses it
    public void picture(String number, Bytes image) {
        usable(number);
        NodeBuilder picture = Node.builder("picture").attr("type", "image");
        change(number, Iq.set("0", Iq.Xmlns.PICTURE).child(image.isEmpty() ? picture : picture.bytes(image)));
    }

    private void change(String number, NodeBuilder query) {
        Node answer = network().request(number, query.build());
        answer.child("error").ifPresent(error -> {
            throw new PhoneException.Refused(
                    Math.toIntExact(error.number("code").orElse(0)));
        });
    }

    /// Whom an account has blocked.
    public List<String> blocked(String number) {
        return network().blocked(number);
    }

    private Phone usable(String number) {
        Phone phone = require(number);
        if (off.contains(number)) {
            throw new PhoneException.Off();
        }
        return phone;
    }

    /// Everything that an account's app state says, as its phone has read it.
    public List<AppStateEntry> appState(String number) {
        return require(number).appState();
    }

    /// Lets a phone say something by app state.
    ///
    /// @throws PhoneException if the server does not take it
    public void say(String number, SyncAction action) {
        usable(number);
        sayAll(number, List.of(action));
    }

    /// Lets a phone say several things at once, one patch a collection.
    ///
    /// @throws PhoneException if the server does not take them
    public void sayAll(String number, List<SyncAction> actions) {
        if (!actions.isEmpty()) {
            require(number).say(actions);
            awaitDurable(number);
        }
    }

    /// What a phone keeps beside its messages.
    public EntryExtras extras(String number) {
        return require(number).extras();
    }

    /// Encrypts and uploads a file for a phone.
    public SealedFile upload(InputStream plain, MediaKind kind, String mimetype) throws IOException {
        return settings.files().seal(plain, kind, mimetype);
    }

    /// Fetches and decrypts the file of a message, as long as it can be fetched.
    ///
    /// @param out where it goes
    public FileNote download(HistoryEntry entry, OutputStream out) {
        return EntryExtras.reference(entry)
                .map(reference -> settings.files().fetch(reference, out))
                .orElseGet(() -> FileNote.without(FileState.MISSING));
    }

    /// The name under which phones keep the chat with an address.
    public Jid chat(Jid address) {
        return people.chat(address);
    }

    /// Lets a phone confirm messages.
    public void confirm(String number, Jid chat, List<String> ids, ReceiptKind kind) {
        usable(number).confirm(chat, ids, kind);
        awaitDurable(number);
    }

    /// Lets a phone show that somebody writes.
    public void show(String number, Jid to, Activity activity) {
        usable(number).show(to, activity);
        awaitDurable(number);
    }

    /// Tells a phone how to behave by itself.
    public void behave(String number, AutoBehaviour behaviour) {
        require(number).behave(behaviour);
        awaitDurable(number);
    }

    /// Lets an account lose the salt from which it makes tokens for strangers.
    public void removeSalt(String number) {
        require(number).removeSalt();
        awaitDurable(number);
    }

    /// Lets a phone call somebody, or take a step of a call that is going on.
    ///
    /// @return the call's id
    public String call(String number, CallStep step) {
        Phone phone = require(number);
        String id = phone.call(step.to(), made -> step.node(phone.self().lid(), made));
        awaitDurable(number);
        return step.callId().orElse(id);
    }

    /// Registers a phone anew.
    public void changeIdentity(String number) {
        require(number).changeIdentity();
    }

    /// Lets a phone remove a companion; false if there is none with this id.
    public boolean removeDevice(String number, int device) {
        require(number);
        return network().removeDevice(number, device);
    }

    /// Ends all phones; what they have not handed over is lost, as with a power cut.
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /// The answer to any question comes after all steps before it are kept.
    private void awaitDurable(String number) {
        if (network().account(number).isEmpty()) {
            throw new UnknownAccount();
        }
    }

    private Person met(AccountView account) {
        recorder.population().account(account.pn(), account.lid());
        return people.add(account);
    }

    private Phone require(String number) {
        Phone phone = phones.get(number);
        if (phone == null) {
            throw new UnknownAccount();
        }
        return phone;
    }

    private Phone phone(String number) {
        return Objects.requireNonNull(phones.get(number), "a phone that was never made");
    }

    private Surroundings surroundings() {
        return Objects.requireNonNull(surroundings, "phones that were never connected");
    }

    private PhoneNetwork network() {
        return surroundings().network();
    }

    private Workplace workplace() {
        return new Workplace(executor, settings.timers());
    }

    private static <T> Optional<T> await(CompletableFuture<T> future, Duration patience) {
        try {
            return Optional.of(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer that failed", e.getCause());
        }
    }
}
