// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import dev.switchboard.client.device.DeviceState;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.stanza.Ack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a companion's worker has at hand during a turn.
///
/// Changes of state and events are collected in [#state()]; stanzas, answers to the owner and whatever else must not
/// happen before the turn is durable are collected here. [#finish()] commits the former and then lets the latter go, in
/// order. Used by the worker only, except where noted.
public final class Workbench {

    /// What a workbench is made of.
    ///
    /// @param queryLimit how long the server may take to answer a question
    public record Setup(
            InstantSource clock,
            RandomGenerator random,
            ClientTimer timer,
            DeviceState state,
            Mailbox mailbox,
            Duration queryLimit) {}

    /// Where stanzas go once they may.
    @FunctionalInterface
    public interface StanzaSink {

        /// Sends encoded stanzas in order.
        ///
        /// @param answerDue whether the server has to answer any of them
        void send(List<byte[]> stanzas, boolean answerDue);
    }

    private sealed interface Effect {
        /// A stanza, whose array nobody else touches any more.
        final class Stanza implements Effect {
            private final byte[] bytes;
            private final boolean answerDue;

            Stanza(byte[] bytes, boolean answerDue) {
                this.bytes = bytes;
                this.answerDue = answerDue;
            }
        }

        record Action(Runnable run) implements Effect {}

        record LastAction(Runnable run) implements Effect {}
    }

    private final Setup setup;
    private final Questions questions = new Questions();
    private List<Effect> effects = new ArrayList<>(0);
    private @Nullable StanzaSink sink;
    private final String idPrefix;
    private int lastId;

    public Workbench(Setup setup) {
        this.setup = setup;
        this.idPrefix = setup.random().nextInt(1 << 16) + "." + setup.random().nextInt(1 << 16) + "-";
    }

    public Instant now() {
        return setup.clock().instant();
    }

    public RandomGenerator random() {
        return setup.random();
    }

    /// The time for intervals, monotonic nanoseconds.
    public long ticks() {
        return setup.timer().nanoTime();
    }

    /// How long the server may take to answer.
    public Duration queryLimit() {
        return setup.queryLimit();
    }

    public DeviceState state() {
        return setup.state();
    }

    /// A fresh id for a question.
    public String nextId() {
        return idPrefix + ++lastId;
    }

    /// Tells the owner, in this turn's commit.
    public void emit(ClientEvent event) {
        setup.state().emit(event);
    }

    /// Whether there is a stream to send on.
    public boolean connected() {
        return sink != null;
    }

    /// Sends a stanza once the turn is durable; dropped without a connection.
    public void send(Node stanza) {
        boolean question = stanza.hasTag("iq") && (stanza.hasText("type", "get") || stanza.hasText("type", "set"));
        effects.add(new Effect.Stanza(NodeEncoder.encode(stanza), question));
    }

    /// Sends a finished message once the turn is durable; the server has to acknowledge it.
    public void sendMessage(byte[] encoded) {
        effects.add(new Effect.Stanza(encoded, true));
    }

    /// Asks the server once the turn is durable; the reader is called in a later turn, and again with a refusal if it
    /// found a good answer malformed.
    ///
    /// @param question an `iq` with an id of [#nextId()]
    public void ask(Node question, Consumer<Answer<Node>> reader) {
        String id = question.requireText("id");
        Consumer<Answer<Node>> careful = answer -> read(answer, reader);
        afterCommit(() -> {
            if (sink == null) {
                soon(() -> careful.accept(new Answer.NotConnected<>()));
            } else {
                questions.add(id, careful, later(setup.queryLimit(), () -> questions.timeOut(id)));
            }
        });
        send(question);
    }

    private void read(Answer<Node> answer, Consumer<Answer<Node>> reader) {
        if (!(answer instanceof Answer.Given<Node>)) {
            reader.accept(answer);
            return;
        }
        try {
            attempt(() -> reader.accept(answer));
        } catch (WireException e) {
            reader.accept(new Answer.Refused<>(0, e.code()));
        }
    }

    /// Does something once the turn is durable. It must not change state.
    public void afterCommit(Runnable action) {
        effects.add(new Effect.Action(action));
    }

    /// Does something once the turn is durable and its stanzas are sent. It must not change state.
    public void afterSending(Runnable action) {
        effects.add(new Effect.LastAction(action));
    }

    /// Does something in a later turn, after a delay.
    public ClientTimer.Handle later(Duration delay, Runnable work) {
        return setup.timer().after(delay, () -> soon(work));
    }

    /// Does something in a later turn. Thread-safe.
    public void soon(Runnable work) {
        setup.mailbox().arrive(work::run);
    }

    /// Leaves the owner's commands waiting, or takes them again.
    public void holdCommands(boolean hold) {
        setup.mailbox().holdCommands(hold);
    }

    /// Hands an answer of the server to whoever asked; false if nobody did.
    public boolean answered(Node iq) {
        return questions.answer(iq);
    }

    /// As [#answered(Node)], for questions that the server answers by an acknowledgement.
    public boolean answered(Node node, Ack ack) {
        return questions.answer(node, ack);
    }

    public boolean hasQuestions() {
        return !questions.isEmpty();
    }

    // For the companion itself

    /// From now on stanzas go there.
    public void connect(StanzaSink newSink) {
        sink = newSink;
    }

    /// There is no stream any more; questions end unanswered, in a later turn.
    public void disconnect() {
        sink = null;
        soon(questions::giveUp);
    }

    /// Does one piece of work. If it fails, everything it did is taken back before the fault goes on.
    public void attempt(Runnable work) {
        int mark = state().mark();
        int effectCount = effects.size();
        try {
            work.run();
        } catch (RuntimeException e) {
            state().rollback(mark);
            effects.subList(effectCount, effects.size()).clear();
            throw e;
        }
    }

    /// Makes the turn durable, then lets its effects go.
    ///
    /// @return the turn's events
    public List<ClientEvent> finish() {
        List<ClientEvent> events = state().commit();
        release();
        return events;
    }

    /// Ends a turn that only has to do with the store's fault: nothing is made durable.
    ///
    /// @return the turn's events
    public List<ClientEvent> finishWithoutStore() {
        List<ClientEvent> events = state().eventsOnly();
        state().reset();
        release();
        return events;
    }

    /// Drops the turn, after a fault of the store.
    public void abandon() {
        effects.clear();
        state().reset();
    }

    private void release() {
        List<Effect> due = effects;
        if (due.isEmpty()) {
            return;
        }
        effects = new ArrayList<>(0);
        List<byte[]> stanzas = new ArrayList<>();
        List<Runnable> last = new ArrayList<>(0);
        boolean answerDue = false;
        for (Effect effect : due) {
            switch (effect) {
                case Effect.Stanza stanza -> {
                    stanzas.add(stanza.bytes);
                    answerDue |= stanza.answerDue;
                }
                case Effect.Action(Runnable run) -> run.run();
                case Effect.LastAction(Runnable run) -> last.add(run);
            }
        }
        StanzaSink open = sink;
        if (!stanzas.isEmpty() && open != null) {
            open.send(stanzas, answerDue);
        }
        last.forEach(Runnable::run);
    }
}
