// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.connection.Connection;
import dev.switchboard.sandbox.connection.Streams;
import dev.switchboard.sandbox.directory.DeviceLists;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.iq.IqDispatcher;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.primary.LinkRefused.Reason;
import dev.switchboard.sandbox.primary.LinkedDevice;
import dev.switchboard.sandbox.primary.PairDevice;
import dev.switchboard.sandbox.primary.PasskeyPrologue;
import dev.switchboard.sandbox.primary.PendingCompanion;
import dev.switchboard.sandbox.primary.WaitingCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.LinkCode;
import dev.switchboard.wire.stanza.LoginFailure;
import dev.switchboard.wire.stanza.PairingStanzas;
import dev.switchboard.wire.stanza.StreamError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leads clients from their registration to a device of an account.
///
/// A client shows refs; a phone reads one and makes an offer; the client countersigns it, and only then the device
/// exists.
public final class Linking implements Streams.Unlinked {

    private static final Logger LOG = LoggerFactory.getLogger(Linking.class);
    private static final int REFS = 6;
    private static final Duration FIRST_REF = Duration.ofSeconds(60);
    private static final Duration FURTHER_REF = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(60);
    private static final Duration CLOSE_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_PASSKEY = Duration.ofMinutes(5);
    private static final int BAD_REQUEST = 400;

    private final NetworkThread network;
    private final Timers timers;
    private final Registry registry;
    private final DeviceLists deviceLists;
    private final Faults faults;
    private final StanzaIds ids;
    private final InstantSource clock;
    private final Refs refs;
    private final Map<Connection, PendingLink> links = new LinkedHashMap<>();
    private final LinkCodes codes;
    private final PasskeyLinks passkeys;

    /// Linking for all accounts.
    public Linking(
            NetworkThread network,
            Timers timers,
            Registry registry,
            DeviceLists deviceLists,
            PhoneBell bell,
            Faults faults,
            StanzaIds ids,
            InstantSource clock,
            RandomGenerator random) {
        this.network = network;
        this.timers = timers;
        this.registry = registry;
        this.deviceLists = deviceLists;
        this.faults = faults;
        this.ids = ids;
        this.clock = clock;
        this.refs = new Refs(clock, random);
        this.passkeys = new PasskeyLinks(refs, network, ids, clock, random);
        this.codes = new LinkCodes(registry, refs, bell, faults, ids, clock);
    }

    /// The exchange of link codes, as far as phones take part.
    public LinkCodes codes() {
        return codes;
    }

    /// A new account: clients may show codes for its number already.
    public void accountMade(Account account) {
        links.values().forEach(link -> link.code().ifPresent(offer -> codes.made(account, offer)));
    }

    @Override
    public void opened(Connection connection, PublicKey clientKey, ClientPayload payload) {
        PendingLink link;
        try {
            link = PendingLink.of(connection, clientKey, payload);
        } catch (InvalidKey e) {
            LOG.debug("registration refused: {}", e.getMessage());
            connection.end(LoginFailure.of(BAD_REQUEST).toNode());
            return;
        }
        links.put(connection, link);
        Instant until = clock.instant().plus(FIRST_REF).plus(GRACE);
        List<Bytes> offered = new ArrayList<>();
        for (int i = 0; i < REFS; i++) {
            offered.add(Bytes.utf8(refs.issue(link, until.plus(FURTHER_REF.multipliedBy(i)))));
        }
        connection.send(new PairingStanzas.PairDevice(offered).toIq(ids.next()));
        if (wantsPasskey(FaultTarget.ANY, "registration")) {
            passkeys.ask(link, Optional.empty());
        }
        Duration total = FIRST_REF.plus(FURTHER_REF.multipliedBy(REFS - 1)).plus(GRACE);
        link.deadline(timers.after(total, () -> network.execute(() -> refsUsedUp(link))));
    }

    private boolean wantsPasskey(FaultTarget place, String when) {
        return faults.strike(
                        FaultKind.PASSKEY_LINKING,
                        place,
                        fault -> fault.word("when").orElse("scan").equals(when))
                .isPresent();
    }

    /// The client that an account's phone links by its passkey.
    public CompletableFuture<PasskeyPrologue> passkeyPrologue(Account account) {
        return passkeys.prologue(account);
    }

    /// Sends a client what the phone is for this linking.
    public CompletableFuture<Bytes> passkeyProceed(String ref, Bytes identity) {
        return passkeys.proceed(ref, identity);
    }

    /// A client's sealed request.
    public CompletableFuture<Bytes> passkeyRequest(String ref) {
        return passkeys.request(ref);
    }

    private void refsUsedUp(PendingLink link) {
        if (!links.containsKey(link.connection())) {
            return;
        }
        Optional<Instant> code = link.code().map(LinkCodeOffer::until).filter(end -> end.isAfter(clock.instant()));
        if (code.isPresent()) {
            Duration left = Duration.between(clock.instant(), code.get());
            link.deadline(timers.after(left, () -> network.execute(() -> refsUsedUp(link))));
        } else if (link.passkey().isPresent()) {
            link.deadline(timers.after(LONGEST_PASSKEY, () -> network.execute(link.connection()::close)));
        } else if (link.pairing().isEmpty()) {
            link.connection().close();
        }
    }

    @Override
    public void received(Connection connection, Node stanza) {
        PendingLink link = links.get(connection);
        if (link == null) {
            return;
        }
        try {
            take(link, stanza);
        } catch (WireException e) {
            LOG.debug("malformed <{}> while linking: {}", stanza.tag(), e.getMessage());
            if (stanza.hasTag("iq") && !Iq.isAnswer(stanza) && stanza.has("id")) {
                connection.send(Iq.serverError(IqDispatcher.answerable(stanza), BAD_REQUEST, "bad-request"));
            }
        }
    }

    private void take(PendingLink link, Node stanza) {
        if (!stanza.hasTag("iq")) {
            return;
        }
        if (Iq.isAnswer(stanza)) {
            Optional<Pairing> pairing = link.pairing().filter(offer -> stanza.hasText("id", offer.iqId()));
            pairing.ifPresent(offer -> answered(link, offer, stanza));
            return;
        }
        Optional<Node> failed = queryFault(stanza);
        if (failed.isPresent()) {
            failed.filter(answer -> answer.hasTag("iq")).ifPresent(link.connection()::send);
            return;
        }
        link.connection()
                .send(
                        switch (stanza.text("xmlns").orElse("")) {
                            case Iq.Xmlns.DEVICES ->
                                passkeys.answer(link, stanza).orElseGet(() -> codes.answer(link, stanza));
                            case Iq.Xmlns.KEEPALIVE -> Iq.serverResult(stanza).build();
                            default -> Iq.serverError(stanza, 401, "not-authorized");
                        });
        codes.answered(link, stanza);
    }

    /// What a fault makes of a query: an error, or, as an empty node, nothing.
    private Optional<Node> queryFault(Node iq) {
        String namespace = iq.text("xmlns").orElse("");
        FaultTarget place = new FaultTarget(
                iq.child(LinkCode.TAG)
                        .flatMap(step -> step.jid("jid"))
                        .map(Jid::user)
                        .orElse(null),
                null,
                null);
        if (faults.strikeIq(FaultKind.IQ_TIMEOUT, place, namespace).isPresent()) {
            return Optional.of(Node.of("silence"));
        }
        return faults.strikeIq(FaultKind.IQ_ERROR, place, namespace)
                .map(fault -> Iq.serverError(
                        iq, fault.number("code").orElse(500), fault.word("text").orElse("internal-server-error")));
    }

    @Override
    public void closed(Connection connection) {
        PendingLink link = links.get(connection);
        if (link != null) {
            forget(link);
            link.pairing().ifPresent(pairing -> fail(link, pairing, Reason.DISCONNECTED));
        }
    }

    private void forget(PendingLink link) {
        links.remove(link.connection());
        link.deadline(Timers.Timer.NONE);
        passkeys.forget(link, Reason.DISCONNECTED);
        refs.drop(link);
    }

    /// The client that shows a ref.
    ///
    /// @throws LinkRefused if there is none
    public PendingCompanion pending(String ref) {
        return refs.find(ref).companion();
    }

    /// All clients that wait, in the order they came.
    public List<WaitingCompanion> waiting() {
        return links.values().stream()
                .filter(link -> link.pairing().isEmpty())
                .map(link -> new WaitingCompanion(link.companion(), link.code().map(LinkCodeOffer::phone)))
                .toList();
    }

    /// Makes a phone's offer to a client; the answer is completed when the device exists.
    ///
    /// @throws LinkRefused if it cannot be made
    public CompletableFuture<LinkedDevice> pair(Account account, PairDevice request) {
        PendingLink link = refs.find(request.ref());
        PendingCompanion companion = link.companion();
        if (!companion.noise().equals(request.noise()) || !companion.identity().equals(request.identity())) {
            throw new LinkRefused(Reason.WRONG_KEYS);
        }
        if (link.pairing().isPresent()) {
            throw new LinkRefused(Reason.USED_REF);
        }
        renewSecret(link, account);
        if (link.passkey().isEmpty() && wantsPasskey(new FaultTarget(account.phone(), null, null), "scan")) {
            passkeys.ask(link, Optional.of(account));
            throw new LinkRefused(Reason.PASSKEY_WANTED);
        }
        int device = registry.takeDeviceNumber(account).orElseThrow(() -> new LinkRefused(Reason.NO_DEVICE_LEFT));
        refs.use(request.ref());
        String business = account.traits().business();
        String iqId = ids.next();
        Timers.Timer timeout = timers.after(
                ANSWER_TIME,
                () -> network.execute(() -> link.pairing()
                        .filter(offer -> offer.iqId().equals(iqId))
                        .ifPresent(offer -> fail(link, offer, Reason.TIMED_OUT))));
        Pairing pairing = new Pairing(account, device, request, iqId, new CompletableFuture<>(), timeout);
        link.pairing(pairing);
        link.connection()
                .send(new PairingStanzas.PairSuccess(
                                request.deviceIdentity(),
                                account.pn().withDevice(device),
                                Optional.of(account.lid().withDevice(device)),
                                Optional.of(business.isEmpty() ? "android" : "smba"),
                                Optional.of(business).filter(name -> !name.isEmpty()),
                                Optional.of(request.clientProps()).filter(props -> !props.isEmpty()))
                        .toIq(iqId, clock.instant()));
        return pairing.answer();
    }

    /// A scenario: between scan and success the client must renew its secret, and show its code again.
    private void renewSecret(PendingLink link, Account account) {
        FaultTarget place = new FaultTarget(account.phone(), null, null);
        Optional<FaultDefinition> fault = faults.strike(FaultKind.COMPANION_REG_REFRESH, place);
        if (fault.isEmpty()) {
            return;
        }
        link.connection()
                .send(Node.builder("notification")
                        .attr("type", "companion_reg_refresh")
                        .attr("from", Jid.SERVER)
                        .attr("id", ids.next())
                        .attr("t", clock.instant().getEpochSecond())
                        .child(Node.of(fault.get().word("child").orElse("companion_reg_refresh")))
                        .build());
        throw new LinkRefused(Reason.SECRET_RENEWED);
    }

    private void answered(PendingLink link, Pairing pairing, Node answer) {
        if (answer.hasText("type", "error")) {
            fail(link, pairing, Reason.REFUSED);
            return;
        }
        Bytes deviceIdentity;
        try {
            deviceIdentity = Countersignature.check(PairingStanzas.PairDeviceSign.of(answer), link, pairing);
        } catch (WireException e) {
            LOG.debug("countersignature refused: {}", e.getMessage());
            fail(link, pairing, Reason.BAD_SIGNATURE);
            link.connection().close();
            return;
        }
        complete(link, pairing, deviceIdentity);
    }

    private void complete(PendingLink link, Pairing pairing, Bytes deviceIdentity) {
        forget(link);
        pairing.timeout().cancel();
        Account account = pairing.account();
        PendingCompanion companion = link.companion();
        account.keyIndexList(pairing.request().keyIndexList());
        Device device = registry.addCompanion(
                account,
                new Device.Link(
                        pairing.device(),
                        pairing.request().keyIndex(),
                        companion.noise(),
                        link.registrationId(),
                        companion.deviceProps(),
                        deviceIdentity),
                companion.identity());
        deviceLists.announceAdded(device);
        Connection connection = link.connection();
        connection.send(new StreamError.Coded(StreamError.RESTART_REQUIRED).toNode());
        timers.after(CLOSE_DELAY, () -> network.execute(connection::close));
        LinkedDevice linked = new LinkedDevice(account.phone(), account.lid().user(), device.id());
        network.afterCommit(() -> pairing.answer().complete(linked));
    }

    private void fail(PendingLink link, Pairing pairing, Reason reason) {
        link.pairing(null);
        pairing.timeout().cancel();
        registry.returnDeviceNumber(pairing.account(), pairing.device());
        network.afterCommit(() -> pairing.answer().completeExceptionally(new LinkRefused(reason)));
    }

    /// Forgets all refs and codes; the connections are closed by others.
    public void clear() {
        List.copyOf(links.values()).forEach(this::forget);
        refs.clear();
    }
}
