// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.ReadTx;
import dev.switchboard.wire.jid.Jid;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Shows what automations did. Safe for any thread.
public final class Runs {
    private static final int STEPS = 1_000;

    private final Database database;
    private final Flows flows;
    private final RunStore store;
    private final InstantSource time;

    Runs(Database database, Flows flows, RunStore store, InstantSource time) {
        this.database = database;
        this.flows = flows;
        this.store = store;
        this.time = time;
    }

    /// Runs of an automation, newest first.
    Page<AutomationView.RunView> page(Flow flow, boolean live, long before, int limit) {
        return database.read(tx -> Page.of(store.page(tx, flow.ref(), live, before, limit + 1), limit, Runs::cursor)
                .map(run -> view(tx, run, Detail.LIST)));
    }

    /// Runs in a chat, newest first.
    Page<AutomationView.RunView> page(Session session, Jid chat, long before, int limit) {
        long ref = session.key().ref();
        return database.read(tx -> Page.of(
                        store.inChat(tx, Scenes.place(tx, ref, Scenes.Who.of(chat)), before, limit + 1),
                        limit,
                        Runs::cursor)
                .map(run -> view(tx, run, Detail.STEPS)));
    }

    private static String cursor(Run run) {
        return Cursor.of(Long.toString(run.ref()));
    }

    /// One run with everything it did.
    Optional<AutomationView.RunView> one(Flow flow, long ref) {
        return database.read(tx -> store.find(tx, ref)
                .filter(run -> run.automation() == flow.ref())
                .map(run -> view(tx, run, Detail.ALL)));
    }

    /// Ends a run; false if it is over, or no run of this automation.
    boolean stop(Flow flow, long ref) {
        return database.write(tx -> store.find(tx, ref)
                .filter(run -> run.automation() == flow.ref() && !run.state().ended())
                .map(run -> {
                    run.state().end("stopped_by_hand");
                    store.update(tx, run.key(), ref, run.state(), java.time.Instant.ofEpochMilli(time.millis()));
                    return true;
                })
                .orElse(false));
    }

    /// Forgets all that automations know of a person.
    public int forget(Session session, Jid person) {
        long ref = session.key().ref();
        return database.write(tx -> RunStore.forget(tx, Scenes.place(tx, ref, Scenes.Who.of(person))));
    }

    private enum Detail {
        LIST,
        STEPS,
        ALL
    }

    private AutomationView.RunView view(ReadTx tx, Run run, Detail detail) {
        RunState state = run.state();
        String automation = FlowStore.find(tx, run.automation()).map(Flow::id).orElse("");
        Optional<String> path = state.ended()
                ? Optional.empty()
                : flows.version(tx, run.automation(), run.version())
                        .flatMap(ready -> ready.program().at(state.place))
                        .map(Op::path);
        List<AutomationView.StepView> steps = RunStore.steps(tx, run.ref(), detail == Detail.LIST ? 0 : STEPS).stream()
                .map(did -> new AutomationView.StepView(
                        did.at(), did.path(), did.kind(), did.outcome(), did.detail(), did.messageId()))
                .toList();
        return new AutomationView.RunView(
                Long.toString(run.ref()),
                automation,
                run.version(),
                run.session(),
                run.chat().toString(),
                run.person().toString(),
                run.cause(),
                state.phase.name().toLowerCase(Locale.ROOT),
                path.orElse(null),
                state.wakeAt,
                detail == Detail.ALL ? state.variables : null,
                run.startedAt(),
                run.endedAt(),
                state.reason,
                detail == Detail.LIST ? null : steps);
    }
}
