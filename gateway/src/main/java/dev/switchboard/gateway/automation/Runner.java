// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.Sessions;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Begins runs and carries them on, each time in one transaction: what a run does, where it is then, and how far the
/// log was read become durable together, so a crash repeats nothing and leaves nothing out.
final class Runner {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration RECENT = Duration.ofDays(1);

    private final Surroundings around;
    private final Scenes scenes;
    private final Flows flows;
    private final InstantSource time;

    Runner(Surroundings around, Flows flows, InstantSource time) {
        this.around = around;
        this.scenes = new Scenes(around);
        this.flows = flows;
        this.time = time;
    }

    Scenes scenes() {
        return scenes;
    }

    Instant now() {
        return Instant.ofEpochMilli(time.millis());
    }

    /// Deals with an event.
    void heard(WriteTx tx, Event event, Session session) {
        Sessions.lease(session).guard(tx);
        JsonNode data = JSON.readTree(event.data());
        if (event.name() == EventName.MESSAGE_RECEIVED) {
            received(tx, session, data);
            return;
        }
        Optional<Scenes.Who> who = who(data);
        if (who.isEmpty()) {
            return;
        }
        if (event.name() == EventName.MESSAGE_SENT) {
            endAll(tx, session, who.get(), "answered_by_a_person");
        } else if (event.name() == EventName.CHAT_ASSIGNED
                && data.path("handed").asBoolean(false)) {
            endAll(tx, session, who.get(), "handed");
        }
        happened(tx, event, session, data, who.get());
    }

    /// Whom an event is about.
    private static Optional<Scenes.Who> who(JsonNode data) {
        Optional<Jid> chat = jid(data.path("chat"));
        Optional<Jid> person = jid(data.path("by"))
                .or(() -> jid(data.path("person")))
                .or(() -> jid(data.path("caller")))
                .or(() -> jid(data))
                .or(() -> chat.filter(jid -> !jid.isGroup()));
        return person.map(jid -> new Scenes.Who(chat.orElse(jid), jid));
    }

    private static Optional<Jid> jid(JsonNode address) {
        String text = address.path("jid").asString("");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
        } catch (WireException _) {
            return Optional.empty();
        }
    }

    private void endAll(WriteTx tx, Session session, Scenes.Who who, String reason) {
        long ref = session.key().ref();
        for (Run run : around.runs().live(tx, Scenes.place(tx, ref, who))) {
            RunState state = run.state();
            if (state.phase == RunState.Phase.ASKING || reason.equals("handed")) {
                state.end(reason);
                around.runs().update(tx, run.key(), run.ref(), state, now());
            }
        }
    }

    /// A message of somebody else's came in.
    private void received(WriteTx tx, Session session, JsonNode data) {
        Optional<Scenes.Who> who = whoWrote(data);
        if (who.isEmpty()) {
            return;
        }
        Scene.Incoming message = incoming(tx, session, who.get(), data);
        Scene scene = scenes.scene(tx, session, who.get(), Optional.of(message), now());
        TenantId tenant = session.key().tenant();
        if (Guard.against(tx, scene, now()).isPresent() || around.contacts().optsOut(tx, tenant, message.text())) {
            return;
        }
        RunStore.Place place = Scenes.place(tx, session.key().ref(), who.get());
        Optional<Run> asking = around.runs().asking(tx, place);
        if (asking.isPresent()) {
            carryOn(tx, asking.get(), scene, interpreter -> interpreter.answered(message));
            return;
        }
        for (Flows.Ready ready : flows.of(session.key().tenant(), session.key().ref())) {
            boolean begun = consider(tx, ready, scene, message);
            if (begun
                    && (ready.definition().isLast()
                            || around.runs().asking(tx, place).isPresent())) {
                return; // the next message is the answer
            }
        }
    }

    static Optional<Scenes.Who> whoWrote(JsonNode data) {
        Optional<Jid> chat = jid(data.path("chat"));
        return jid(data.path("sender")).or(() -> chat).map(person -> new Scenes.Who(chat.orElse(person), person));
    }

    static Scene.Incoming incoming(WriteTx tx, Session session, Scenes.Who who, JsonNode data) {
        RunStore.Place place = Scenes.place(tx, session.key().ref(), who);
        String id = data.path("id").asString("");
        boolean first = tx.one(
                        "SELECT ref FROM message WHERE session_ref = ? AND chat IN (?, ?) AND ref < (SELECT max(ref) FROM message"
                                + " WHERE session_ref = ? AND id = ? AND from_me = 0) LIMIT 1",
                        row -> row.number(1),
                        place.session(),
                        place.chat().toString(),
                        place.otherChat().toString(),
                        place.session(),
                        id)
                .isEmpty();
        return new Scene.Incoming(
                id,
                data.path("type").asString("text"),
                data.path("text").asString(""),
                data.at("/content/choice/id").isString()
                        ? data.at("/content/choice/id").asString()
                        : null,
                data.at("/media/id").isString() ? data.at("/media/id").asString() : null,
                Instant.parse(data.path("at").asString(Instant.EPOCH.toString())),
                first);
    }

    /// Begins an automation if a message is for it; the answer is whether it began.
    private boolean consider(WriteTx tx, Flows.Ready ready, Scene scene, Scene.Incoming message) {
        ObjectNode variables = scenes.variables(scene, ready.settings(), "", null);
        Values values = new Values(variables, scene.zone());
        Optional<Triggers.Begun> begun = Triggers.of(ready.definition(), scene, values);
        if (begun.isEmpty()) {
            return false;
        }
        ObjectNode match = variables.putObject("match");
        begun.get().match().forEach(match::put);
        return begin(tx, ready, scene, variables, "message:" + message.id()).isPresent();
    }

    /// Something else happened.
    private void happened(WriteTx tx, Event event, Session session, JsonNode data, Scenes.Who who) {
        for (Flows.Ready ready : flows.of(session.key().tenant(), session.key().ref())) {
            for (Trigger trigger : ready.definition().triggers()) {
                if (trigger instanceof Trigger.OnEvent(String name, List<Condition> where)
                        && name.equals(event.name().text())
                        && !ours(tx, event, session, data, who, ready.flow())) {
                    Scene scene = scenes.scene(tx, session, who, Optional.empty(), now());
                    ObjectNode variables = scenes.variables(scene, ready.settings(), "event", data);
                    boolean wanted = Conditions.all(Definition.copy(where), scene, new Values(variables, scene.zone()));
                    if (wanted
                            && !scene.group()
                            && !scene.assignment().handed()
                            && !suppressed(
                                    tx,
                                    session.key().tenant(),
                                    Scenes.place(tx, session.key().ref(), who))) {
                        begin(tx, ready, scene, variables, "event:" + event.seq());
                    }
                }
            }
        }
    }

    /// Whether an automation itself brought the event about: by name, or by a message that it sent.
    private boolean ours(WriteTx tx, Event event, Session session, JsonNode data, Scenes.Who who, Flow flow) {
        if (data.path("by").asString("").equals("automation:" + flow.id())) {
            return true;
        }
        RunStore.Place place = Scenes.place(tx, session.key().ref(), who);
        return event.name() == EventName.MESSAGE_STATUS
                && RunStore.sentIds(tx, place, now().minus(RECENT))
                        .contains(data.path("id").asString(""));
    }

    /// Begins a run for a person, not because of a message.
    ///
    /// @param data what is there as the variable `call`
    /// @return why it did not begin; empty if it did
    Optional<String> begin(
            WriteTx tx, Flows.Ready ready, Session session, Jid person, String cause, @Nullable JsonNode data) {
        Sessions.lease(session).guard(tx);
        Scene scene = scenes.scene(tx, session, Scenes.Who.of(person), Optional.empty(), now());
        TenantId tenant = session.key().tenant();
        RunStore.Place place = Scenes.place(tx, session.key().ref(), Scenes.Who.of(person));
        if (suppressed(tx, tenant, place)) {
            return Optional.of("suppressed");
        }
        if (scene.assignment().handed()) {
            return Optional.of("handed_to_a_person");
        }
        ObjectNode variables = scenes.variables(scene, ready.settings(), "call", data);
        return begin(tx, ready, scene, variables, cause).isPresent()
                ? Optional.empty()
                : Optional.of("conditions_or_limits");
    }

    private boolean suppressed(WriteTx tx, TenantId tenant, RunStore.Place place) {
        return around.contacts()
                .known(tx, tenant, List.of(place.person(), place.otherPerson()))
                .suppressed();
    }

    private Optional<Long> begin(WriteTx tx, Flows.Ready ready, Scene scene, ObjectNode variables, String cause) {
        RunStore.Place place =
                Scenes.place(tx, scene.session().key().ref(), new Scenes.Who(scene.chat(), scene.person()));
        RunStore.Past past = RunStore.past(tx, ready.flow().ref(), place);
        boolean beside = ready.definition().isParallel() && scene.message().isEmpty();
        if ((past.live() > 0 && !beside)
                || Limits.reached(ready.definition(), past, now())
                || !Conditions.all(ready.definition().conditions(), scene, new Values(variables, scene.zone()))) {
            return Optional.empty();
        }
        Session session = scene.session();
        RunState state = RunState.begin(variables);
        long ref = around.runs()
                .insert(
                        tx,
                        new Run(
                                0,
                                session.key().tenant(),
                                ready.flow().ref(),
                                ready.flow().version(),
                                session.key().ref(),
                                session.key().id(),
                                scene.chat(),
                                scene.person(),
                                cause,
                                state,
                                now(),
                                now(),
                                null),
                        beside ? cause : "");
        LiveStage stage = new LiveStage(
                tx, around, scene, ready.flow(), ready.definition().perHour(), ref);
        new Interpreter(ready.program(), state, stage).go();
        keep(tx, ref, session, state);
        return Optional.of(ref);
    }

    /// What happens to a run.
    interface Push {
        void on(Interpreter interpreter);
    }

    private void carryOn(WriteTx tx, Run run, Scene scene, Push push) {
        Optional<Flows.Ready> ready = flows.version(tx, run.automation(), run.version());
        RunState state = run.state();
        if (ready.isEmpty()) {
            state.end("changed");
        } else {
            scene.message().ifPresent(message -> Scenes.message(state.variables, message));
            LiveStage stage = new LiveStage(
                    tx,
                    around,
                    scene,
                    ready.get().flow(),
                    ready.get().definition().perHour(),
                    run.ref());
            push.on(new Interpreter(ready.get().program(), state, stage));
        }
        keep(tx, run.ref(), scene.session(), state);
    }

    /// Keeps where a run is. Where contents are not kept, what it knows goes with its end.
    private void keep(WriteTx tx, long ref, Session session, RunState state) {
        if (state.ended()
                && !around.policies()
                        .contents(tx, session.key().tenant(), session.key().id())) {
            state.variables.removeAll();
        }
        around.runs().update(tx, session.key(), ref, state, now());
    }

    /// Carries a run on that is due, or for which a call or file has come back.
    void carryOn(WriteTx tx, long ref, Session session, Push push) {
        Optional<Run> found = around.runs().find(tx, ref);
        if (found.isEmpty() || found.get().state().ended()) {
            return;
        }
        Run run = found.get();
        Sessions.lease(session).guard(tx);
        Scenes.Who who = new Scenes.Who(run.chat(), run.person());
        Scene scene = scenes.scene(tx, session, who, Optional.empty(), now());
        RunState state = run.state();
        if (scene.assignment().handed() && state.phase != RunState.Phase.READY) {
            state.end("handed");
            around.runs().update(tx, run.key(), ref, state, now());
        } else {
            carryOn(tx, run, scene, push);
        }
    }

    /// Carries a run on because its time has come.
    void due(WriteTx tx, long ref, Session session) {
        carryOn(tx, ref, session, Interpreter::due);
    }

    /// Ends a run.
    void end(WriteTx tx, Run run, String reason) {
        RunState state = run.state();
        state.end(reason);
        around.runs().update(tx, run.key(), run.ref(), state, now());
    }
}
