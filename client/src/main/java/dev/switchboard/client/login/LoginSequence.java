// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.login;

import dev.switchboard.client.device.Account;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.work.ClientTimer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.InfoBroadcast;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.Presence;
import dev.switchboard.wire.stanza.Success;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What follows a successful login: keys are topped up, then the server is asked for everything it holds, which it
/// sends in batches that are asked for one by one.
public final class LoginSequence {

    /// Hears how the sequence goes.
    public interface Progress {

        /// The server delivers; stanzas may be sent.
        void active();

        /// The server does not become active.
        void stuck();
    }

    private static final int BATCH = 200;
    private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();
    private static final long SHIFT_MILLIS = Duration.ofDays(3).toMillis();

    private final Workbench bench;
    private final PreKeyUpkeep preKeys;
    private final Progress progress;
    private Duration clockOffset = Duration.ZERO;
    private boolean succeeded;
    private int expected;
    private int takenOfBatch;
    private @Nullable Consumer<Answer<Integer>> drainer;
    private ClientTimer.Handle drainLimit = ClientTimer.Handle.NONE;

    public LoginSequence(Workbench bench, PreKeyUpkeep preKeys, Progress progress) {
        this.bench = bench;
        this.preKeys = preKeys;
        this.progress = progress;
    }

    /// A new connection.
    public void reset() {
        succeeded = false;
        expected = 0;
        takenOfBatch = 0;
    }

    /// The connection is gone.
    public void suspend() {
        finishDrain(new Answer.NotConnected<>());
    }

    /// Has the server deliver anew what it holds back, on a connection that stays as it is. The answer is how much that
    /// was, once the server says that this was all.
    ///
    /// @param limit how long everything may take
    public void drain(Duration limit, Consumer<Answer<Integer>> then) {
        if (!succeeded || drainer != null) {
            then.accept(new Answer.NotConnected<>());
            return;
        }
        drainer = then;
        drainLimit = bench.later(limit, () -> finishDrain(new Answer.TimedOut<>()));
        bench.ask(passive("passive"), off -> {
            if (off instanceof Answer.Given<Node>) {
                bench.ask(passive("active"), on -> {
                    if (!(on instanceof Answer.Given<Node>)) {
                        finishDrain(on.map(_ -> 0));
                    }
                });
            } else {
                finishDrain(off.map(_ -> 0));
            }
        });
    }

    private Node passive(String wish) {
        return Iq.set(bench.nextId(), Iq.Xmlns.PASSIVE).child(Node.of(wish)).build();
    }

    private void finishDrain(Answer<Integer> outcome) {
        Consumer<Answer<Integer>> waiting = drainer;
        drainer = null;
        drainLimit.cancel();
        if (waiting != null) {
            waiting.accept(outcome);
        }
    }

    /// The server let us in.
    public void success(Success success) {
        if (succeeded) {
            return;
        }
        succeeded = true;
        success.timestamp().ifPresent(this::setClock);
        success.lid().ifPresent(this::checkLid);
        bench.send(new InfoBroadcast.UnifiedSession(unifiedSession()).toNode());
        preKeys.ensure(this::activate);
    }

    private void activate() {
        bench.ask(passive("active"), answer -> {
            switch (answer) {
                case Answer.Given<Node> _ -> progress.active();
                case Answer.Refused<Node> _, Answer.TimedOut<Node> _ -> progress.stuck();
                case Answer.NotConnected<Node> _ -> {}
            }
        });
    }

    private void checkLid(Jid lid) {
        Account account = bench.state().account();
        if (lid.isLid() && !lid.sameUser(account.lid())) {
            bench.state()
                    .updateCredentials(it -> it.withAccount(
                            account.withLid(lid.withDevice(account.pn().device()))));
            bench.state().putLidMapping(account.pn(), lid);
        }
    }

    /// How far the server's clock is ahead of ours.
    public void setClock(Instant server) {
        clockOffset = Duration.between(bench.now(), server);
    }

    private String unifiedSession() {
        long millis = bench.now().plus(clockOffset).toEpochMilli() + SHIFT_MILLIS;
        return Long.toString(millis % WEEK_MILLIS);
    }

    /// The server is about to deliver what waited.
    public void preview(int count) {
        expected = count;
        takenOfBatch = 0;
        if (count > 0) {
            askForBatch();
        }
    }

    private void askForBatch() {
        bench.send(new InfoBroadcast.OfflineBatch(BATCH).toNode());
    }

    /// A stanza that waited was taken in.
    public void tookOffline() {
        takenOfBatch++;
        if (takenOfBatch == BATCH && expected > BATCH) {
            expected -= BATCH;
            takenOfBatch = 0;
            askForBatch();
        }
    }

    /// Everything that waited has come.
    public void drained(int count) {
        expected = 0;
        bench.emit(new ClientEvent.OfflineDrained(count));
        finishDrain(new Answer.Given<>(count));
    }

    /// The first thing to say about ourselves, once the name is known.
    public static Optional<Node> presence(Account account, boolean available) {
        return account.pushName().map(name -> new Presence.Own(available, Optional.of(name)).toNode());
    }
}
