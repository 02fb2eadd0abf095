// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.Dispatch;
import dev.switchboard.gateway.provider.Failure;
import dev.switchboard.gateway.provider.HandOver;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.MediaTransfer;
import dev.switchboard.gateway.provider.PairingAnswer;
import dev.switchboard.gateway.provider.Party;
import dev.switchboard.gateway.provider.ProviderAccount;
import dev.switchboard.gateway.provider.ProviderChannels;
import dev.switchboard.gateway.provider.ProviderChats;
import dev.switchboard.gateway.provider.ProviderContext;
import dev.switchboard.gateway.provider.ProviderEvent;
import dev.switchboard.gateway.provider.ProviderGroups;
import dev.switchboard.gateway.provider.ProviderLink;
import dev.switchboard.gateway.provider.ProviderPeople;
import dev.switchboard.gateway.provider.ProviderSink;
import dev.switchboard.gateway.provider.Pulse;
import dev.switchboard.gateway.provider.ReadMark;
import dev.switchboard.gateway.provider.SessionLease;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.pairing.PairingQr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A link of the fake network. What happens on it is committed before the method that causes it returns.
final class FakeLink implements ProviderLink {
    static final Jid OWN = Jid.pn("15550109999", 3);
    static final Jid OWN_LID = Jid.lid("109999", 3);

    final List<ReadMark> readMarks = new CopyOnWriteArrayList<>();
    /// Probes that were made, and whether each drained.
    final List<Boolean> probes = new CopyOnWriteArrayList<>();

    private final FakeNetwork network;
    private final ProviderContext context;
    private final SessionLease lease;
    private final ProviderSink sink;
    /// What was sent on this link, in order.
    final List<Dispatch> sent = new CopyOnWriteArrayList<>();

    private final Map<String, Consumer<HandOver>> held = new ConcurrentHashMap<>();

    FakeLink(FakeNetwork network, ProviderContext context, SessionLease lease, ProviderSink sink) {
        this.network = network;
        this.context = context;
        this.lease = lease;
        this.sink = sink;
    }

    SessionLease lease() {
        return lease;
    }

    void happens(ProviderEvent... events) {
        context.database().write(tx -> {
            lease.guard(tx);
            sink.record(tx, lease, List.of(events));
            return true;
        });
    }

    void enters(LinkState state, String cause) {
        happens(new ProviderEvent.LinkChanged(new LinkStatus(state, cause, "advice for " + cause, Optional.empty())));
    }

    @Override
    public void start() {
        enters(LinkState.CONNECTING, "starting");
        if (network.linked.contains(lease.key().id())) {
            if (network.slow) {
                return;
            }
            enters(LinkState.CONNECTED, "logged-in");
            return;
        }
        Instant expires = context.time().instant().plusSeconds(60);
        happens(
                new ProviderEvent.LinkChanged(
                        new LinkStatus(LinkState.AWAITING_SCAN, "not-linked", "Scan.", Optional.of(expires))),
                new ProviderEvent.QrOffered(
                        PairingQr.PREFIX + "2@fake-ref,noise,identity,adv-secret-of-"
                                + lease.key().id(),
                        expires));
    }

    /// A phone scans the code.
    void scanned() {
        network.linked.add(lease.key().id());
        happens(new ProviderEvent.Linked(OWN, OWN_LID, "android", Optional.empty()));
        enters(LinkState.CONNECTED, "logged-in");
    }

    /// Somebody writes.
    void receives(String id, Jid from, String text) {
        Party party = Party.of(from);
        happens(new ProviderEvent.MessageArrived(new ProviderEvent.Incoming(
                id,
                party,
                party,
                false,
                context.time().instant(),
                Optional.of("Somebody"),
                "text",
                Optional.of(text),
                Optional.empty(),
                Optional.empty())));
    }

    @Override
    public void stop(Duration limit) {
        enters(LinkState.DISCONNECTED, "stopped");
    }

    @Override
    public boolean logout(Duration limit) {
        network.linked.remove(lease.key().id());
        happens(new ProviderEvent.Unlinked());
        enters(LinkState.LOGGED_OUT, "logged-out-here");
        return true;
    }

    @Override
    public PairingAnswer requestPairingCode(String phone, Duration limit) {
        if (phone.endsWith("0000")) {
            return new PairingAnswer.Refused(429);
        }
        Instant expires = context.time().instant().plusSeconds(180);
        happens(
                new ProviderEvent.LinkChanged(
                        new LinkStatus(LinkState.AWAITING_CODE, "not-linked", "Type.", Optional.of(expires))),
                new ProviderEvent.CodeOffered("ABCD-EFGH", expires));
        return new PairingAnswer.Given("ABCD-EFGH");
    }

    @Override
    public void send(Dispatch message, Consumer<HandOver> outcome) {
        switch (network.mode) {
            case UNREACHABLE -> outcome.accept(new HandOver.NotConnected());
            case REJECT -> {
                goes(message);
                outcome.accept(new HandOver.Rejected(
                        network.failure.orElse(new Failure("not-on-whatsapp", false, "Check the number."))));
            }
            case HOLD -> {
                goes(message);
                happens(new ProviderEvent.Handed(List.of(message.id())));
                held.put(message.id(), outcome);
            }
            case ACKNOWLEDGE -> {
                happens(new ProviderEvent.Handed(List.of(message.id())));
                held.put(message.id(), outcome);
                goes(message);
                progresses(message.id(), message.to(), Delivery.SENT);
            }
        }
    }

    private void goes(Dispatch message) {
        sent.add(message);
        network.sent.add(message);
    }

    /// Waits until the link has the message for good and its acknowledgement is left to the test.
    void awaitHeld(String id) {
        Harness.eventually(id + " is handed over", () -> held.containsKey(id));
    }

    /// A held message gets further.
    void progresses(String id, Jid chat, Delivery delivery) {
        happens(new ProviderEvent.DeliveryChanged(
                Party.of(chat), List.of(id), delivery, context.time().instant(), Optional.empty(), Optional.empty()));
        Consumer<HandOver> outcome = held.remove(id);
        if (outcome != null) {
            outcome.accept(new HandOver.Taken());
        }
    }

    @Override
    public Answer<Pulse> probe(boolean drain, Duration limit) {
        probes.add(drain);
        if (network.pulse instanceof Answer.Given<Pulse>(Pulse pulse)
                && pulse.drained().orElse(0) > 0) {
            network.lastDelivery = context.time().instant();
        }
        return network.pulse;
    }

    @Override
    public Optional<Instant> lastDelivery() {
        return Optional.ofNullable(network.lastDelivery);
    }

    @Override
    public void revive() {
        enters(LinkState.RECONNECTING, "deaf");
        enters(LinkState.CONNECTED, "logged-in");
    }

    @Override
    public ProviderChats chats() {
        return network.parts.of(ProviderChats.class);
    }

    @Override
    public ProviderGroups groups() {
        return network.parts.of(ProviderGroups.class);
    }

    @Override
    public ProviderPeople people() {
        return network.parts.of(ProviderPeople.class);
    }

    @Override
    public ProviderAccount account() {
        return network.parts.of(ProviderAccount.class);
    }

    @Override
    public ProviderChannels channels() {
        return network.parts.of(ProviderChannels.class);
    }

    @Override
    public MediaTransfer media() {
        return (remote, into, _) -> {
            byte[] file = network.files.get(remote.asUtf8());
            if (file == null) {
                return new Answer.Refused<>(404, "gone");
            }
            into.write(file);
            return new Answer.Given<>((long) file.length);
        };
    }

    @Override
    public void markRead(List<ReadMark> messages) {
        readMarks.addAll(messages);
    }
}
