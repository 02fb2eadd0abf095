// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.server;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Line;
import dev.switchboard.sandbox.delivery.QueuedStanza;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.primary.Delivery;
import dev.switchboard.sandbox.primary.Phones;
import dev.switchboard.sandbox.watch.Direction;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A phone's line into the network: always open, in this process. Confined to the network thread.
final class PhoneLine implements Line, Sender {

    private final Account account;
    private final Phones phones;
    private final NetworkThread network;
    private final StanzaLog log;
    private final InstantSource clock;
    private final Map<String, CompletableFuture<Node>> questions = new HashMap<>();

    PhoneLine(Account account, Phones phones, NetworkThread network, StanzaLog log, InstantSource clock) {
        this.account = account;
        this.phones = phones;
        this.network = network;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Device device() {
        return account.primary();
    }

    @Override
    public boolean accepts() {
        return true;
    }

    @Override
    public void deliver(QueuedStanza queued, Phase phase) {
        Delivery delivery = new Delivery(queued.number(), queued.stanza(), queued.maybeDelivered());
        note(Direction.OUT, delivery.stanza());
        network.afterCommit(() -> phones.deliver(account.phone(), delivery));
    }

    @Override
    public void send(Node stanza) {
        note(Direction.OUT, stanza);
        network.afterCommit(() -> phones.receive(account.phone(), stanza));
    }

    @Override
    public void answer(Node stanza) {
        CompletableFuture<Node> asker = stanza.hasTag("iq") ? questions.remove(stanza.requireText("id")) : null;
        if (asker == null) {
            send(stanza);
            return;
        }
        note(Direction.OUT, stanza);
        network.afterCommit(() -> asker.complete(stanza));
    }

    @Override
    public void end(Node streamError) {
        send(streamError);
    }

    /// Notes who waits for the answer to a query.
    void ask(String id, CompletableFuture<Node> asker) {
        questions.put(id, asker);
    }

    void noteReceived(Node stanza) {
        note(Direction.IN, stanza);
    }

    private void note(Direction direction, Node stanza) {
        log.note(new LoggedStanza(clock.instant(), account.phone(), 0, direction, stanza, Optional.empty()));
    }
}
