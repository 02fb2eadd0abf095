// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.Companion;
import dev.switchboard.client.CompanionConfig;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.ClientEvent.GroupChanged;
import dev.switchboard.client.event.ClientEvent.LinkStateChanged;
import dev.switchboard.client.event.ClientEvent.MessageEdited;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.event.ClientEvent.MessageRevoked;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.ClientEvent.MessageUndecryptable;
import dev.switchboard.client.event.ClientEvent.NewsletterChanged;
import dev.switchboard.client.event.ClientEvent.OfflineDrained;
import dev.switchboard.client.event.ClientEvent.QrOffered;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.link.ReconnectPolicy;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingContext;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.interop.Journal;
import dev.switchboard.interop.SandboxWorld;
import dev.switchboard.interop.admin.SandboxAdmin;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.signal.SignalAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One device of ours: a companion that can be stopped and made anew on the store it leaves behind.
public final class OurDevice {

    private static final AtomicLong IDS = new AtomicLong(0xA1B2_C3D4L);

    /// Reconnects within a blink, so that tests need not wait.
    private static final ReconnectPolicy IMPATIENT =
            ReconnectPolicy.fibonacci(Duration.ofMillis(20), Duration.ofMillis(200));

    private final String name;
    private final SandboxWorld world;
    private final ClientRuntime runtime;
    private final Settings settings;
    private final Bytes noiseRoot;
    private final InMemoryDeviceStore store;
    private final Journal<ClientEvent> journal;
    private Companion companion;
    private int startedAt;

    /// What a test changes about a companion.
    @FunctionalInterface
    public interface Settings {

        void change(CompanionConfig.Builder config);
    }

    /// A message that was handed over, and what becomes of it.
    public record Pending(String id, Reply<SendOutcome> reply) {}

    public OurDevice(String name, SandboxWorld world, ClientRuntime runtime) {
        this(name, world, runtime, _ -> {}, world.noiseRoot());
    }

    public OurDevice(String name, SandboxWorld world, ClientRuntime runtime, Settings settings, Bytes noiseRoot) {
        this(name, world, runtime, settings, noiseRoot, new InMemoryDeviceStore());
    }

    private OurDevice(
            String name,
            SandboxWorld world,
            ClientRuntime runtime,
            Settings settings,
            Bytes noiseRoot,
            InMemoryDeviceStore store) {
        this.name = name;
        this.world = world;
        this.runtime = runtime;
        this.settings = settings;
        this.noiseRoot = noiseRoot;
        this.store = store;
        this.journal = new Journal<>("our " + name);
        this.companion = newCompanion();
    }

    /// Another companion with the same keys.
    public OurDevice twin() {
        return new OurDevice(name + "-twin", world, runtime, settings, noiseRoot, store);
    }

    private Companion newCompanion() {
        var endpoint = new NetworkEndpoint(
                world.chatUri(),
                "https://web.whatsapp.com",
                noiseRoot,
                Optional.of(world.sandbox().caPem()));
        var config =
                CompanionConfig.builder(name, endpoint).reconnect(IMPATIENT).availableOnConnect(true);
        settings.change(config);
        return new Companion(config.build(), runtime, store, events -> events.forEach(journal::append));
    }

    public Journal<ClientEvent> journal() {
        return journal;
    }

    public Companion companion() {
        return companion;
    }

    /// Links to the account by a QR code that its phone scans.
    public OurDevice linkByQr(SandboxAdmin admin, String phone) {
        start();
        admin.scanQr(
                phone,
                journal.await(startedAt, QrOffered.class, "a QR code", _ -> true)
                        .text());
        return awaitConnected();
    }

    /// Links to the account by a code that its phone types.
    public OurDevice linkByCode(SandboxAdmin admin, String phone) {
        startedAt = journal.position();
        var code = outcome(companion.requestPairingCode(phone));
        assertThat(code).isInstanceOf(Answer.Given.class);
        admin.enterCode(phone, ((Answer.Given<String>) code).value());
        return awaitConnected();
    }

    public OurDevice start() {
        startedAt = journal.position();
        companion.start();
        return this;
    }

    /// Waits until it is logged in and has taken in what had waited for it.
    public OurDevice awaitConnected() {
        awaitState(LinkState.Connected.class);
        journal.await(startedAt, OfflineDrained.class, "the end of the offline queue", _ -> true);
        return this;
    }

    public <S extends LinkState> S awaitState(Class<S> type) {
        return type.cast(journal.await(
                        startedAt,
                        LinkStateChanged.class,
                        type.getSimpleName(),
                        changed -> type.isInstance(changed.state()))
                .state());
    }

    public OurDevice stop() {
        outcome(companion.stop());
        return this;
    }

    /// Stops, and starts a new companion on the same store.
    public OurDevice restart() {
        stop();
        companion = newCompanion();
        return start();
    }

    /// Throws away every Signal session with the user; only while it is stopped.
    public List<SignalAddress> dropSessions(Jid user) {
        var signalName = user.signalAddress().name();
        var lost = store.signalDevices(signalName).stream()
                .map(device -> new SignalAddress(signalName, device))
                .toList();
        store.commit(new StoreBatch(
                lost.stream()
                        .map(address -> (StoreChange) new StoreChange.RemoveSignalSession(address))
                        .toList(),
                List.of()));
        return lost;
    }

    /// Throws away what it knows of others' sender keys of a group; only while it is stopped.
    public void dropSenderKey(Jid group, Jid device) {
        store.commit(
                new StoreBatch(List.of(new StoreChange.RemoveSenderKey(group, device.signalAddress())), List.of()));
    }

    public Jid pn() {
        return companion.account().orElseThrow().pn();
    }

    public Jid lid() {
        return companion.account().orElseThrow().lid();
    }

    /// Sends and waits until the server has it.
    public String send(Jid to, String text) {
        return sendNow(OutgoingMessage.text(newId(), to, text));
    }

    public String edit(Jid chat, String target, String text) {
        return sendNow(
                new OutgoingMessage(newId(), chat, new OutgoingContent.Edit(MessageRef.of(chat, target, true), text)));
    }

    public String revoke(Jid chat, String target) {
        return sendNow(
                new OutgoingMessage(newId(), chat, new OutgoingContent.Revoke(MessageRef.of(chat, target, true))));
    }

    /// Sends and waits for the outcome, whatever it is.
    public SendOutcome trySend(Jid to, String text) {
        return outcome(handOver(to, text).reply());
    }

    /// Hands a text over, under one id, until the network has it: again after it was not connected.
    public String sendPatiently(Jid to, String text) {
        var message = OutgoingMessage.text(newId(), to, text);
        var outcome = outcome(companion.send(message));
        while (outcome instanceof SendOutcome.NotConnected) {
            var from = journal.position();
            if (!(companion.state() instanceof LinkState.Connected)) {
                journal.await(
                        from,
                        LinkStateChanged.class,
                        "a connection",
                        changed -> changed.state() instanceof LinkState.Connected);
            }
            outcome = outcome(companion.send(message));
        }
        assertThat(outcome).isInstanceOfAny(SendOutcome.Sent.class, SendOutcome.AlreadyTaken.class);
        return message.id();
    }

    /// Hands a text over without waiting.
    public Pending handOver(Jid to, String text) {
        var message = OutgoingMessage.text(newId(), to, text);
        return new Pending(message.id(), companion.send(message));
    }

    /// Sends any content and waits until the server has it.
    public String say(Jid to, OutgoingContent content, OutgoingContext context) {
        return sendNow(new OutgoingMessage(newId(), to, content, context));
    }

    public String say(Jid to, OutgoingContent content) {
        return say(to, content, OutgoingContext.NONE);
    }

    private String sendNow(OutgoingMessage message) {
        assertThat(outcome(companion.send(message))).isInstanceOf(SendOutcome.Sent.class);
        return message.id();
    }

    public static String newId() {
        return "3EB0%016X".formatted(IDS.incrementAndGet());
    }

    public void read(IncomingMessage message) {
        companion.markRead(List.of(MessageRef.of(message.chat().jid(), message.id(), false)));
    }

    public IncomingMessage awaitText(String id) {
        return journal.await(
                        0,
                        MessageReceived.class,
                        "text " + id,
                        received -> received.message().id().equals(id))
                .message();
    }

    public void awaitStatus(String id, MessageStatus status) {
        journal.await(
                0,
                MessageStatusChanged.class,
                status + " of " + id,
                changed -> changed.status() == status && changed.ids().contains(id));
    }

    /// Waits for a change of a group.
    public <C extends GroupChange> C awaitGroup(int from, Jid group, Class<C> type, Predicate<C> fits) {
        return type.cast(journal.await(
                        from,
                        GroupChanged.class,
                        type.getSimpleName(),
                        changed -> changed.group().jid().equals(group)
                                && type.isInstance(changed.change())
                                && fits.test(type.cast(changed.change())))
                .change());
    }

    public <C extends GroupChange> C awaitGroup(int from, Jid group, Class<C> type) {
        return awaitGroup(from, group, type, _ -> true);
    }

    /// The answer to a question, which must be a good one.
    public static <T> T given(Reply<Answer<T>> reply) {
        var answer = outcome(reply);
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<T>) answer).value();
    }

    /// Waits for a change of a newsletter.
    public <C extends NewsletterChange> C awaitNewsletter(int from, Jid newsletter, Class<C> type, Predicate<C> fits) {
        return type.cast(journal.await(
                        from,
                        NewsletterChanged.class,
                        type.getSimpleName(),
                        changed -> changed.newsletter().equals(newsletter)
                                && type.isInstance(changed.change())
                                && fits.test(type.cast(changed.change())))
                .change());
    }

    /// Posts a status for these people and waits until the server has it.
    public String post(String text, List<Jid> people) {
        var message = OutgoingMessage.text(newId(), Jid.STATUS, text);
        assertThat(outcome(companion.postStatus(message, people))).isInstanceOf(SendOutcome.Sent.class);
        return message.id();
    }

    public MessageEdited awaitEdit(String target) {
        return journal.await(
                0,
                MessageEdited.class,
                "edit of " + target,
                edited -> edited.target().id().equals(target));
    }

    public MessageRevoked awaitRevoked(String target) {
        return journal.await(
                0,
                MessageRevoked.class,
                "revocation of " + target,
                revoked -> revoked.target().id().equals(target));
    }

    public <E extends ClientEvent> E await(int from, Class<E> type, String what, Predicate<E> fits) {
        return journal.await(from, type, what, fits);
    }

    /// Everything received, in order.
    public Stream<IncomingMessage> received() {
        return journal.of(MessageReceived.class).map(MessageReceived::message);
    }

    public Stream<MessageUndecryptable> undecryptable() {
        return journal.of(MessageUndecryptable.class);
    }

    /// The outcome of a command, waited for.
    public static <T> T outcome(Reply<T> reply) {
        try {
            return reply.await(Journal.PATIENCE).orElseThrow(() -> new AssertionError("no outcome in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
