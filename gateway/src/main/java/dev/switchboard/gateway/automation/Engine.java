// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.fault.FenceLost;
import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.session.AfterSessions;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that reads the log for the automations, and carries on what is due. Its place in the log is kept for each
/// tenant, in the transaction of what an event brought about.
public final class Engine extends AfterSessions {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofDays(30);
    /// A schedule that was missed for longer is left out.
    private static final Duration TOO_LATE = Duration.ofHours(1);

    /// After so many events of no interest the place in the log is kept.
    private static final int KEEP_EVERY = 1_000;

    private static final int PAGE = 200;
    private static final int DUE = 200;
    private static final int OUTSIDE = 64;

    private final Database database;
    private final EventLog events;
    private final Flows flows;
    private final Runner runner;
    private final Surroundings around;
    private final Outside outside;
    private final Set<Long> outsideNow = ConcurrentHashMap.newKeySet();
    private final Set<TenantId> stirred = ConcurrentHashMap.newKeySet();
    private final Map<TenantId, Long> positions = new HashMap<>();
    private final Map<TenantId, Long> kept = new HashMap<>();
    private final AtomicBoolean nudged = new AtomicBoolean();
    private volatile Instant prunedAt = Instant.EPOCH;

    Engine(Database database, EventLog events, Flows flows, Runner runner, Surroundings around) {
        super("automations", FIRST);
        this.database = database;
        this.events = events;
        this.flows = flows;
        this.runner = runner;
        this.around = around;
        this.outside = new Outside(around);
        events.watch(this::logged);
    }

    private void logged(Event event) {
        if (event.session() != null && !event.name().secret() && flows.serves(event.tenant())) {
            stirred.add(event.tenant());
            nudge();
        }
    }

    /// Something was logged, or is due.
    public void nudge() {
        if (nudged.compareAndSet(false, true)) {
            wakeAfter(Duration.ZERO);
        }
    }

    @Override
    protected void work() {
        nudged.set(false);
        try {
            positions.keySet().retainAll(flows.tenants());
            for (TenantId tenant : flows.tenants()) {
                if (stirred.remove(tenant) || !positions.containsKey(tenant)) {
                    read(tenant);
                }
            }
            schedules();
            boolean more = due();
            prune();
            sleep(more);
        } catch (RuntimeException e) {
            positions.clear();
            if (isRunning()) {
                LOG.error("automations stumbled and will go on", e);
                wakeAfter(AGAIN);
            }
        }
    }

    private void sleep(boolean more) {
        Instant now = runner.now();
        Duration wait = database.read(RunStore::soonest)
                .map(soonest -> Duration.between(now, soonest))
                .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        boolean busy = !outsideNow.isEmpty() && !wait.isPositive();
        forgetTurns();
        if (nudged.get() || more) {
            wakeAfter(Duration.ZERO);
        } else {
            wakeAfter(busy ? AGAIN : wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    /// Reads on in a tenant's events. How far is kept with every event that is dealt with, and now and then when none
    /// is.
    private void read(TenantId tenant) {
        long after = positions.computeIfAbsent(tenant, this::position);
        long newest = events.newest();
        while (isRunning() && after < newest) {
            List<Event> page = events.page(EventFilter.all(tenant), after, PAGE);
            long end = page.size() == PAGE ? page.getLast().seq() : Math.max(newest, after);
            page(tenant, page, end);
            after = end;
            positions.put(tenant, after);
            newest = events.newest();
        }
    }

    private long position(TenantId tenant) {
        long position = database.read(tx -> FlowStore.position(tx, tenant)).orElseGet(events::newest);
        kept.put(tenant, position);
        return position;
    }

    /// An event and the session it is about.
    private record Heard(Event event, Session session) {}

    private void page(TenantId tenant, List<Event> page, long end) {
        List<Heard> heard = new ArrayList<>();
        for (Event event : page) {
            if (event.session() != null && concerns(event)) {
                around.sessions()
                        .find(tenant, event.session())
                        .ifPresent(session -> heard.add(new Heard(event, session)));
            }
        }
        for (int i = 0; i < heard.size(); i++) {
            long position = i == heard.size() - 1 ? end : heard.get(i).event().seq();
            one(heard.get(i), position);
        }
        if (heard.isEmpty() && end - kept.getOrDefault(tenant, 0L) > KEEP_EVERY) {
            moved(tenant, end);
        } else if (!heard.isEmpty()) {
            kept.put(tenant, end);
        }
    }

    private boolean concerns(Event event) {
        return switch (event.name()) {
            case MESSAGE_RECEIVED, MESSAGE_SENT, CHAT_ASSIGNED -> true;
            default ->
                !event.name().secret()
                        && flows.of(event.tenant()).stream().anyMatch(ready -> hears(ready.definition(), event.name()));
        };
    }

    private static boolean hears(Definition definition, EventName name) {
        return definition.triggers().stream()
                .anyMatch(trigger ->
                        trigger instanceof Trigger.OnEvent(String wanted, var _) && wanted.equals(name.text()));
    }

    /// Deals with an event and moves on behind it, in one transaction. An event that cannot be dealt with is passed
    /// over.
    private void one(Heard heard, long position) {
        try {
            database.write(tx -> {
                runner.heard(tx, heard.event(), heard.session());
                FlowStore.position(tx, heard.event().tenant(), position);
                return true;
            });
        } catch (FenceLost _) {
            moved(heard.event().tenant(), position); // another owner of the session has it
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("automations pass over event {}", heard.event().seq(), e);
            moved(heard.event().tenant(), position);
        }
    }

    private void moved(TenantId tenant, long position) {
        database.write(tx -> {
            FlowStore.position(tx, tenant, position);
            return true;
        });
        kept.put(tenant, position);
    }

    /// Carries on runs whose time has come; the answer is whether there are more.
    private boolean due() {
        List<Run> due = database.read(tx -> around.runs().due(tx, runner.now(), DUE));
        Set<Long> unknown = new HashSet<>();
        for (Run run : due) {
            Optional<Session> session = around.sessions().find(run.tenant(), run.session());
            if (session.isEmpty()) {
                unknown.add(run.ref());
            } else if (run.state().phase == RunState.Phase.OUTSIDE) {
                bring(run, session.get());
            } else {
                carryOn(run, session.get());
            }
        }
        unknown.forEach(ref -> end(ref, "no_session"));
        return due.size() == DUE && outsideNow.size() < OUTSIDE;
    }

    private void carryOn(Run run, Session session) {
        try {
            database.write(tx -> {
                runner.due(tx, run.ref(), session);
                return true;
            });
        } catch (FenceLost _) {
            LOG.info("run {} of an automation belongs to another owner", run.ref());
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("run {} of an automation ends", run.ref(), e);
            end(run.ref(), "fault");
        }
    }

    private void end(long ref, String reason) {
        database.write(tx -> {
            around.runs().find(tx, ref).ifPresent(run -> runner.end(tx, run, reason));
            return true;
        });
    }

    /// Makes the call or brings in the file that a run waits for, on a thread of its own.
    private void bring(Run run, Session session) {
        if (outsideNow.size() >= OUTSIDE || !outsideNow.add(run.ref())) {
            return;
        }
        Thread.ofVirtual().name("automation-" + run.ref()).start(() -> {
            try {
                stillOutside(run).ifPresent(waiting -> {
                    Interpreter.Outcome outcome = outcome(waiting, session);
                    database.write(tx -> {
                        runner.carryOn(tx, run.ref(), session, interpreter -> interpreter.outcome(outcome));
                        return true;
                    });
                });
            } catch (RuntimeException e) {
                if (isRunning()) {
                    LOG.error("run {} of an automation ends", run.ref(), e);
                    end(run.ref(), "fault");
                }
            } finally {
                outsideNow.remove(run.ref());
                nudge();
            }
        });
    }

    /// The run as it is now, unless who brought something before has carried it on since it was read.
    private Optional<Run> stillOutside(Run run) {
        return database.read(tx -> around.runs().find(tx, run.ref()))
                .filter(now -> now.state().phase == RunState.Phase.OUTSIDE && now.state().place == run.state().place);
    }

    private Interpreter.Outcome outcome(Run run, Session session) {
        Optional<Op> op = database.read(tx -> flows.version(tx, run.automation(), run.version()))
                .flatMap(ready -> ready.program().at(run.state().place));
        Values values = Outside.values(run, runner.scenes().zone(run.tenant()));
        return switch (op.map(one -> one instanceof Op.Do step ? step.step() : null)
                .orElse(null)) {
            case Step.Call call -> outside.call(call, values, "run-" + run.ref() + "-" + run.state().place);
            case Step.Media media -> outside.file(media, values, session);
            case null, default -> Outside.failed("changed");
        };
    }

    /// Begins what is scheduled.
    private void schedules() {
        for (Flow flow : database.read(tx -> FlowStore.due(tx, runner.now()))) {
            Flows.Ready ready = Flows.ready(flow, flow.text(), flow.settings());
            for (Trigger trigger : ready.definition().triggers()) {
                if (trigger instanceof Trigger.Schedule schedule && isDue(schedule, flow)) {
                    fire(ready, schedule);
                }
            }
            Instant next = Flows.nextAt(
                    ready.definition(), runner.now(), runner.scenes().zone(flow.tenant()));
            database.write(tx -> {
                FlowStore.nextAt(tx, flow.ref(), next);
                return true;
            });
        }
    }

    private boolean isDue(Trigger.Schedule schedule, Flow flow) {
        Instant due = flow.nextAt();
        if (due == null || due.plus(TOO_LATE).isBefore(runner.now())) {
            return false;
        }
        Instant next = Flows.next(schedule, due.minusMillis(1), runner.scenes().zone(flow.tenant()));
        return next != null && !next.isAfter(runner.now());
    }

    /// Begins an automation for everybody a schedule is for. Each begins once: the run has the schedule's time as its
    /// cause.
    private void fire(Flows.Ready ready, Trigger.Schedule schedule) {
        Flow flow = ready.flow();
        for (Session session : sessions(flow)) {
            for (Jid person : people(ready, schedule)) {
                String cause = "schedule:" + flow.nextAt();
                database.write(
                        tx -> RunStore.begun(tx, flow.ref(), session.key().ref(), person, cause)
                                ? Optional.of("repeated")
                                : runner.begin(tx, ready, session, person, cause, null));
            }
        }
    }

    /// A schedule needs to know by which account to write.
    private List<Session> sessions(Flow flow) {
        String id = flow.session();
        if (id != null) {
            return around.sessions().find(flow.tenant(), id).stream().toList();
        }
        return around.sessions().page(flow.tenant(), "", 1).items();
    }

    private List<Jid> people(Flows.Ready ready, Trigger.Schedule schedule) {
        String tag = schedule.tag();
        if (tag != null) {
            return database.read(tx -> around.contacts().tagged(tx, ready.flow().tenant(), tag));
        }
        Values values = new Values(
                Scheduled.settings(ready.settings()),
                runner.scenes().zone(ready.flow().tenant()));
        return Scheduled.people(values.texts(schedule.to()));
    }

    private void prune() {
        Instant now = runner.now();
        if (prunedAt.plus(Duration.ofHours(1)).isBefore(now)) {
            prunedAt = now;
            database.write((WriteTx tx) -> RunStore.prune(tx, now.minus(KEPT)));
        }
    }
}
