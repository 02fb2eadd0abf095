// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers what would happen if a message came now, without sending or keeping anything.
public final class Simulator {
    private static final int TURNS = 100;

    private final Database database;
    private final Surroundings around;
    private final Flows flows;
    private final Scenes scenes;
    private final InstantSource time;

    Simulator(Database database, Surroundings around, Flows flows, InstantSource time) {
        this.database = database;
        this.around = around;
        this.flows = flows;
        this.scenes = new Scenes(around);
        this.time = time;
    }

    /// What is assumed.
    ///
    /// @param from who writes
    /// @param texts what they write, one message after the other as they are asked
    /// @param at when; empty = now
    /// @param first whether it is the first contact; empty = as it is
    /// @param tags the contact's tags; empty = as they are
    /// @param flow an automation that is tried although it is not kept, in place of the enabled ones
    /// @param call what a webhook call brings, instead of a message
    /// @param answers what calls of addresses answer, in their order
    record Assumption(
            Session session,
            Jid from,
            List<String> texts,
            Optional<String> type,
            Optional<Instant> at,
            Optional<Boolean> first,
            Optional<Set<String>> tags,
            Optional<Flows.Ready> flow,
            Optional<JsonNode> call,
            List<JsonNode> answers) {
        @Override
        public String toString() {
            return "Assumption[]";
        }
    }

    /// What would happen.
    ///
    /// @param ignored why no automation would look at the message
    record Result(@Nullable String ignored, List<Considered> automations) {}

    /// How an automation would deal with it.
    ///
    /// @param reason why it would not begin, or how its run would end
    record Considered(
            Flow flow,
            boolean begins,
            @Nullable Integer trigger,
            String reason,
            List<Stage.Note> notes,
            @Nullable ObjectNode variables) {
        @Override
        public String toString() {
            return "Considered[" + reason + "]";
        }
    }

    Result simulate(Assumption assumption) {
        return database.read(tx -> simulate(tx, assumption));
    }

    private Result simulate(ReadTx tx, Assumption assumption) {
        Session session = assumption.session();
        Instant now = assumption.at().orElseGet(() -> Instant.ofEpochMilli(time.millis()));
        Scenes.Who who = Scenes.Who.of(assumption.from());
        Optional<Scene.Incoming> message =
                assumption.call().isPresent() ? Optional.empty() : Optional.of(message(tx, assumption, who, now));
        Scene scene = assumed(scenes.scene(tx, session, who, message, now), assumption);
        if (message.isPresent()) {
            Optional<String> ignored = Guard.against(tx, scene, now)
                    .or(() -> around.contacts()
                                    .optsOut(
                                            tx,
                                            session.key().tenant(),
                                            message.get().text())
                            ? Optional.of("opt_out_word")
                            : Optional.empty());
            if (ignored.isPresent()) {
                return new Result(ignored.get(), List.of());
            }
            Optional<Run> asking = assumption.flow().isPresent()
                    ? Optional.empty()
                    : around.runs().asking(tx, Scenes.place(tx, session.key().ref(), who));
            if (asking.isPresent()) {
                return answered(tx, asking.get(), scene, assumption);
            }
        }
        List<Considered> considered = new ArrayList<>();
        for (Flows.Ready ready : assumption
                .flow()
                .map(List::of)
                .orElseGet(() -> flows.of(session.key().tenant(), session.key().ref()))) {
            Considered one = consider(tx, ready, scene, assumption);
            considered.add(one);
            if (one.begins() && (ready.definition().isLast() || one.reason().equals("asking"))) {
                break;
            }
        }
        return new Result(null, considered);
    }

    private static Scene.Incoming message(ReadTx tx, Assumption assumption, Scenes.Who who, Instant now) {
        RunStore.Place place = Scenes.place(tx, assumption.session().key().ref(), who);
        boolean known = tx.one(
                        "SELECT ref FROM message WHERE session_ref = ? AND chat IN (?, ?) LIMIT 1",
                        row -> row.number(1),
                        place.session(),
                        place.chat().toString(),
                        place.otherChat().toString())
                .isPresent();
        return new Scene.Incoming(
                "simulated",
                assumption.type().orElse("text"),
                assumption.texts().isEmpty() ? "" : assumption.texts().getFirst(),
                null,
                null,
                now,
                assumption.first().orElse(!known));
    }

    private static Scene assumed(Scene scene, Assumption assumption) {
        Scene.Contact contact = scene.contact();
        return new Scene(
                scene.session(),
                scene.chat(),
                scene.person(),
                new Scene.Contact(
                        contact.name(),
                        contact.phone(),
                        contact.language(),
                        assumption.tags().orElse(contact.tags())),
                scene.assignment(),
                scene.at(),
                scene.zone(),
                scene.hours(),
                scene.sessionHours(),
                scene.message());
    }

    private Result answered(ReadTx tx, Run run, Scene scene, Assumption assumption) {
        Optional<Flows.Ready> ready = flows.version(tx, run.automation(), run.version());
        if (ready.isEmpty()) {
            return new Result("changed", List.of());
        }
        RunState state = run.state();
        DryStage stage = new DryStage(around, scene);
        Scenes.message(state.variables, scene.message().orElseThrow());
        Play play = new Play(ready.get(), state, stage, assumption);
        play.answer(scene.message().orElseThrow());
        play.on();
        return new Result(
                null,
                List.of(new Considered(ready.get().flow(), true, null, play.reason(), stage.notes(), state.variables)));
    }

    private Considered consider(ReadTx tx, Flows.Ready ready, Scene scene, Assumption assumption) {
        JsonNode call = assumption.call().orElse(null);
        ObjectNode variables = scenes.variables(scene, ready.settings(), "call", call);
        Values values = new Values(variables, scene.zone());
        Optional<Integer> trigger = call == null
                ? Triggers.of(ready.definition(), scene, values).map(begun -> {
                    ObjectNode match = variables.putObject("match");
                    begun.match().forEach(match::put);
                    return begun.index();
                })
                : webhook(ready.definition());
        String not = trigger.isEmpty() ? "no_trigger" : against(tx, ready, scene, values);
        if (!not.isEmpty()) {
            return new Considered(ready.flow(), false, trigger.orElse(null), not, List.of(), null);
        }
        RunState state = RunState.begin(variables);
        DryStage stage = new DryStage(around, scene);
        Play play = new Play(ready, state, stage, assumption);
        play.begin();
        play.on();
        return new Considered(ready.flow(), true, trigger.get(), play.reason(), stage.notes(), variables);
    }

    private static Optional<Integer> webhook(Definition definition) {
        for (int i = 0; i < definition.triggers().size(); i++) {
            if (definition.triggers().get(i) instanceof Trigger.Webhook) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static String against(ReadTx tx, Flows.Ready ready, Scene scene, Values values) {
        int number = 0;
        for (Condition condition : ready.definition().conditions()) {
            if (!Conditions.holds(condition, scene, values)) {
                return "condition /conditions/" + number;
            }
            number++;
        }
        if (ready.flow().ref() == 0) {
            return "";
        }
        RunStore.Place place =
                Scenes.place(tx, scene.session().key().ref(), new Scenes.Who(scene.chat(), scene.person()));
        RunStore.Past past = RunStore.past(tx, ready.flow().ref(), place);
        return past.live() > 0 ? "runs_already" : Limits.reached(ready.definition(), past, scene.at()) ? "limits" : "";
    }

    /// A run played to its end, with the assumed answers.
    private static final class Play {
        private final RunState state;
        private final DryStage stage;
        private final Interpreter interpreter;
        private final Program program;
        private final Deque<String> texts;
        private final Deque<JsonNode> answers;

        Play(Flows.Ready ready, RunState state, DryStage stage, Assumption assumption) {
            this.state = state;
            this.stage = stage;
            this.program = ready.program();
            this.interpreter = new Interpreter(program, state, stage);
            this.texts = new ArrayDeque<>(assumption.texts());
            this.texts.poll();
            this.answers = new ArrayDeque<>(assumption.answers());
        }

        void begin() {
            interpreter.go();
        }

        void answer(Scene.Incoming message) {
            interpreter.answered(message);
        }

        /// Goes on as long as there is something to go on with.
        void on() {
            for (int turn = 0; turn < TURNS; turn++) {
                switch (state.phase) {
                    case WAITING, HELD, READY -> {
                        state.due().ifPresent(stage::passUntil);
                        interpreter.due();
                    }
                    case OUTSIDE -> interpreter.outcome(outcome());
                    case ASKING -> {
                        String text = texts.poll();
                        if (text == null) {
                            return;
                        }
                        Scene.Incoming next =
                                new Scene.Incoming("simulated", "text", text, null, null, stage.now(), false);
                        Scenes.message(state.variables, next);
                        interpreter.answered(next);
                    }
                    case ENDED -> {
                        return;
                    }
                }
            }
        }

        private Interpreter.Outcome outcome() {
            boolean call = program.at(state.place).orElse(null) instanceof Op.Do op && op.step() instanceof Step.Call;
            if (!call) {
                return Outside.failed("files are not brought in here");
            }
            return new Interpreter.Outcome(
                    true, "not called here", 200, Optional.ofNullable(answers.poll()), Optional.empty());
        }

        String reason() {
            String why = state.reason;
            return why == null ? state.phase.name().toLowerCase(Locale.ROOT) : why;
        }
    }
}
