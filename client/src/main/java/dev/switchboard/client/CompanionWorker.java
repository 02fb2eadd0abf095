// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.device.DeviceState;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkInput;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.login.LoginSequence;
import dev.switchboard.client.media.MediaNetwork;
import dev.switchboard.client.media.MediaTransfers;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.pairing.Pairing;
import dev.switchboard.client.pairing.PasskeyPairing;
import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.StoreUnavailable;
import dev.switchboard.client.work.Mailbox;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import dev.switchboard.wire.stanza.MediaConnection;
import dev.switchboard.wire.stanza.MediaRetryStanza;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.PairingStanzas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does a companion's work, one turn after the other: whatever the network, the timers and the owner bring is handled
/// in order, made durable in one commit for the turn, and only then answered and told.
final class CompanionWorker implements LinkKeeper.Owner, Departments.Companionship {

    private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(5);
    private static final Duration UNDECRYPTED_KEPT = Duration.ofDays(30);
    private static final Duration START_AGAIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(CompanionWorker.class);

    private record CodeWish(String phone, Reply<Answer<String>> reply) {}

    private final CompanionConfig config;
    private final ClientListener listener;
    private final Mailbox mailbox;
    private final Workbench bench;
    private final LinkKeeper link;
    private final Departments departments;
    private final StanzaRouter router;
    private @Nullable CodeWish codeWish;
    private boolean available;
    private volatile Optional<Account> account = Optional.empty();
    private volatile Optional<String> qrText = Optional.empty();

    CompanionWorker(CompanionConfig config, ClientRuntime runtime, DeviceStore store, ClientListener listener) {
        this.config = config;
        this.listener = listener;
        this.available = config.availableOnConnect();
        this.mailbox = new Mailbox(config.name(), this::turn);
        this.bench = new Workbench(new Workbench.Setup(
                runtime.clock(),
                runtime.random(),
                runtime.timer(),
                new DeviceState(store),
                mailbox,
                config.timeouts().query()));
        this.link = new LinkKeeper(config, runtime.connector(), bench, this);
        Pairing pairing = new Pairing(
                bench,
                new Pairing.Display(config.device().browser(), config.device().os()),
                link::input);
        PasskeyPairing passkeys = new PasskeyPairing(bench, config.device().platform(), link::input);
        MediaTransfers transfers = new MediaTransfers(
                new MediaNetwork(
                        runtime.http(),
                        config.endpoint(),
                        config.proxy(),
                        config.timeouts().transfer(),
                        runtime.timer()),
                runtime.clock(),
                runtime.random(),
                this::askMediaHosts);
        this.departments = Departments.assemble(bench, new Departments.Linking(pairing, passkeys), transfers, this);
        this.router = new StanzaRouter(bench, departments, link);
    }

    // Turns

    private void turn(List<Mailbox.Work> work) {
        try {
            for (Mailbox.Work piece : work) {
                attempt(piece);
            }
            conclude();
        } catch (StoreUnavailable e) {
            LOG.warn("{}: {}", config.name(), e.getMessage(), e);
            bench.abandon();
            work.forEach(Mailbox.Work::dropped);
            giveUpConnection(e);
        }
    }

    private void attempt(Mailbox.Work piece) {
        try {
            bench.attempt(piece::run);
        } catch (StoreUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{}: a piece of work failed", config.name(), e);
            piece.dropped();
        }
    }

    private void conclude() {
        tell(bench.finish());
    }

    /// Nothing may be sent or acknowledged without the store; so the connection goes, and the server keeps what it has.
    private void giveUpConnection(StoreUnavailable fault) {
        link.end(EndCause.of(EndKind.STORE_UNAVAILABLE, fault.getMessage() == null ? "" : fault.getMessage()));
        try {
            conclude();
        } catch (StoreUnavailable _) {
            tell(bench.finishWithoutStore());
        }
    }

    private void tell(List<ClientEvent> events) {
        account = bench.state().knownAccount();
        for (ClientEvent event : events) {
            switch (event) {
                case ClientEvent.QrOffered(String text, var _) -> qrText = Optional.of(text);
                case ClientEvent.LinkStateChanged(LinkState state) -> {
                    if (!(state instanceof LinkState.AwaitingScan)) {
                        qrText = Optional.empty();
                    }
                }
                case ClientEvent.MessageStatusChanged status -> {
                    if (status.failure()
                            .filter(failure -> failure.kind() == SendFailure.Kind.NOT_TRUSTED_YET)
                            .isPresent()) {
                        bench.soon(departments.coldChats()::refused);
                    }
                }
                default -> {}
            }
        }
        if (!events.isEmpty()) {
            try {
                listener.onEvents(events);
            } catch (RuntimeException e) {
                LOG.error("{}: the listener failed", config.name(), e);
            }
        }
    }

    // What others may ask at any time

    LinkState state() {
        return link.state();
    }

    Optional<Account> account() {
        return account;
    }

    Optional<String> qrText() {
        return qrText;
    }

    Departments departments() {
        return departments;
    }

    Workbench bench() {
        return bench;
    }

    /// Has work done by the worker.
    ///
    /// @param dropped what to do if the work was not done, or did not last
    void command(Runnable work, Runnable dropped) {
        mailbox.command(new Mailbox.Work() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            public void dropped() {
                dropped.run();
            }
        });
    }

    /// Asks where files go, on behalf of threads that move them.
    private void askMediaHosts(Consumer<Answer<MediaConnection>> then) {
        this.<MediaConnection>ask(given -> bench.ask(
                        MediaConnection.request(bench.nextId()),
                        answer -> given.accept(answer.map(MediaConnection::of))))
                .onDone(then);
    }

    /// Has a question of the owner asked on the worker, if there is a connection.
    ///
    /// @param question asks, and hands the answer to the consumer it is given, in this turn or a later one
    <T> Reply<Answer<T>> ask(Consumer<Consumer<Answer<T>>> question) {
        return ask(question, () -> departments.outbox().takes());
    }

    /// Has a question answered before the device is linked.
    <T> Reply<Answer<T>> askUnlinked(Consumer<Consumer<Answer<T>>> question) {
        return ask(question, bench::connected);
    }

    private <T> Reply<Answer<T>> ask(Consumer<Consumer<Answer<T>>> question, BooleanSupplier possible) {
        Reply<Answer<T>> reply = new Reply<>();
        Consumer<Answer<T>> then = answer -> bench.afterCommit(() -> reply.complete(answer));
        command(
                () -> {
                    if (possible.getAsBoolean()) {
                        question.accept(then);
                    } else {
                        then.accept(new Answer.NotConnected<>());
                    }
                },
                () -> reply.complete(new Answer.NotConnected<>()));
        return reply;
    }

    // Commands, on the worker

    void start() {
        link.input(new LinkInput.Start(linked()));
    }

    /// A start that failed for want of the store is tried again.
    void startAgain() {
        bench.later(START_AGAIN, this::start);
    }

    void stop(Reply<LinkState> reply) {
        link.input(new LinkInput.Stop());
        bench.afterSending(() -> reply.complete(link.state()));
    }

    void logout(Reply<LinkState> reply) {
        if (!linked()) {
            stop(reply);
            return;
        }
        Runnable unlink = () -> {
            if (linked()) {
                link.input(new LinkInput.Unlinked());
            }
            bench.afterSending(() -> reply.complete(link.state()));
        };
        if (!bench.connected()) {
            unlink.run();
            return;
        }
        PairingStanzas.RemoveCompanion request = new PairingStanzas.RemoveCompanion(
                Optional.of(bench.state().account().pn()), Optional.of("user_initiated"));
        bench.ask(request.toIq(bench.nextId()), _ -> unlink.run());
        bench.later(LOGOUT_LIMIT, unlink);
    }

    void requestCode(String phone, Reply<Answer<String>> reply) {
        if (linked()) {
            bench.afterCommit(() -> reply.complete(new Answer.Refused<>(409, "linked already")));
        } else if (!Pairing.plausible(phone)) {
            bench.afterCommit(() -> reply.complete(new Answer.Refused<>(400, "not a phone number")));
        } else if (Pairing.canAskForCode(link.state())) {
            departments.pairing().requestCode(phone, reply);
        } else {
            codeWish = new CodeWish(phone, reply);
            start();
        }
    }

    void probe(boolean drain, Duration limit, Consumer<Answer<Vitals>> then) {
        long asked = bench.ticks();
        bench.ask(Iq.get(bench.nextId(), Iq.Xmlns.KEEPALIVE).build(), pong -> {
            Answer<Vitals> answered =
                    pong.map(_ -> new Vitals(Duration.ofNanos(bench.ticks() - asked), OptionalInt.empty()));
            if (drain && answered instanceof Answer.Given<Vitals>(Vitals vitals)) {
                departments.login().drain(limit, count -> then.accept(count.map(vitals::withDrained)));
            } else {
                then.accept(answered);
            }
        });
    }

    Optional<Instant> lastDelivery() {
        return router.lastDelivery();
    }

    void revive() {
        if (link.state() instanceof LinkState.Connected) {
            link.end(EndCause.of(EndKind.DEAF));
        }
    }

    void showAvailable(boolean wanted) {
        available = wanted;
        sayPresence();
    }

    private void sayPresence() {
        if (departments.outbox().takes()) {
            LoginSequence.presence(bench.state().account(), available).ifPresent(bench::send);
        }
    }

    private boolean linked() {
        return bench.state().findCredentials().filter(Credentials::linked).isPresent();
    }

    // What the link says

    @Override
    public void entered(LinkState state) {
        CodeWish wish = codeWish;
        if (wish == null) {
            return;
        }
        switch (state) {
            case LinkState.AwaitingScan _ -> {
                codeWish = null;
                departments.pairing().requestCode(wish.phone(), wish.reply());
            }
            case LinkState.Disconnected _, LinkState.Failed _, LinkState.LoggedOut _, LinkState.Restricted _ -> {
                codeWish = null;
                bench.afterCommit(() -> wish.reply().complete(new Answer.NotConnected<>()));
            }
            case LinkState.Created _,
                    LinkState.Connecting _,
                    LinkState.AwaitingCode _,
                    LinkState.AwaitingPasskey _,
                    LinkState.Pairing _,
                    LinkState.Connected _,
                    LinkState.Reconnecting _ -> {}
        }
    }

    @Override
    public void showQr(LinkState.AwaitingScan scan) {
        departments.pairing().show(scan);
    }

    @Override
    public void forget() {
        departments.outbox().abandon();
        bench.state().forgetDevice();
        bench.emit(new ClientEvent.Unlinked());
        bench.afterCommit(bench.state()::reset);
    }

    @Override
    public void opened() {
        departments.reset();
    }

    @Override
    public void closed() {
        departments.suspend();
    }

    @Override
    public void plaintext(byte[] flagAndBody) {
        router.route(flagAndBody);
    }

    // What the departments say

    @Override
    public void active() {
        link.input(new LinkInput.Ready());
        departments.outbox().resume();
        sayPresence();
        departments.preKeys().compare();
        departments.preKeys().rotateIfOld();
        departments.directory().lookUp(List.of(bench.state().account().lid().bare()), _ -> {});
        bench.state().pruneSentMessages(bench.now());
        departments.messages().resume();
        departments.parents().prune();
        departments.mediaRetries().prune();
        departments.resends().prune();
        bench.state().pruneUndecrypted(bench.now().minus(UNDECRYPTED_KEPT));
        departments.tokens().prune();
        departments.privacy().learn();
        departments.appState().resume();
        departments.phone().history().resume();
    }

    @Override
    public void stuck() {
        link.end(EndCause.of(EndKind.LOGIN_TIMED_OUT, "not active"));
    }

    @Override
    public void linkCode(LinkCode stage) {
        departments.pairing().stage(stage);
    }

    @Override
    public void refreshRegistration() {
        departments.pairing().refresh(link.state());
    }

    @Override
    public void groupNews(Node notification) {
        departments.groupNews().notification(notification);
    }

    @Override
    public void newsletterNews(Node notification) {
        departments.newsletterNews().live(notification);
    }

    @Override
    public void mediaAgain(String id, MediaRetryStanza answer) {
        if (!departments.phone().history().uploadedAgain(id, answer)) {
            departments.mediaRetries().answered(id, answer);
        }
    }

    @Override
    public void mexNews(Node notification) {
        departments.newsletterNews().mex(notification);
        departments.coldChats().mex(notification);
    }

    @Override
    public void appStateChanged(List<News.AppStateChanged.CollectionVersion> collections) {
        departments.appState().changedElsewhere(collections);
    }

    @Override
    public void passkey(String type, Node notification) {
        departments.passkeys().notification(type, notification);
    }

    @Override
    public void people(Notification.Header header, News news) {
        departments.peopleNews().take(header, news);
    }

    @Override
    public boolean available() {
        return available;
    }

    @Override
    public boolean stillMissing(Jid author, String id) {
        return departments.messages().recovered(author, id);
    }

    @Override
    public void renamed() {
        sayPresence();
    }
}
