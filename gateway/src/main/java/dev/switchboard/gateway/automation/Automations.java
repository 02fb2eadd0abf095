// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.storage.WriteTx;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps automations: their definitions, settings and versions. Safe for any thread.
public final class Automations {
    /// How many a tenant may have.
    static final int MOST = 5_000;

    private final Database database;
    private final Flows flows;
    private final Marketplace market;
    private final DefinitionReader reader;
    private final Runner runner;
    private final EventLog events;
    private final Tools tools;
    private volatile Runnable changed = () -> {};

    /// What automations are made with.
    public record Tools(AuditLog audit, InstantSource time, RandomGenerator random, JsonMapper json) {}

    Automations(Database database, Parts parts, EventLog events, Tools tools) {
        this.database = database;
        this.flows = parts.flows();
        this.market = parts.market();
        this.reader = parts.reader();
        this.runner = parts.runner();
        this.events = events;
        this.tools = tools;
    }

    /// What it is made of.
    record Parts(Flows flows, Marketplace market, DefinitionReader reader, Runner runner) {}

    /// Names who hears that something may be due; called once.
    void tell(Runnable listener) {
        changed = listener;
    }

    /// Fills in the definitions of automations from before there were some, and reads those that are enabled.
    void start() {
        for (Flow flow : database.read(FlowStore::withoutDefinition)) {
            AutomationKind kind = flow.market().flatMap(AutomationKind::of).orElseThrow();
            MarketItem item = market.of(kind);
            JsonNode config = tools.json().readTree(flow.config().orElse("{}"));
            Flow whole = with(
                    flow,
                    kind.title(),
                    write(item.definition()),
                    write(item.complete(Marketplace.canonical(kind, config))),
                    flow.enabled());
            database.write(tx -> {
                FlowStore.update(tx, whole);
                FlowStore.keepVersion(tx, whole.ref(), whole, "system");
                return true;
            });
        }
        flows.refreshAll();
    }

    private String write(JsonNode node) {
        return tools.json().writeValueAsString(node);
    }

    private static Flow with(Flow flow, String name, String text, String settings, boolean enabled) {
        return new Flow(
                flow.ref(),
                flow.tenant(),
                flow.id(),
                flow.sessionRef(),
                flow.session(),
                name,
                flow.market(),
                flow.version(),
                text,
                settings,
                flow.config(),
                enabled,
                flow.position(),
                flow.nextAt(),
                flow.createdAt(),
                flow.updatedAt());
    }

    /// What a caller wants an automation to be.
    ///
    /// @param session the one session it is for; empty = all of the tenant's
    /// @param market which of the marketplace's it is made of
    public record Wish(
            String name,
            Optional<Session> session,
            Optional<String> market,
            JsonNode definition,
            JsonNode settings,
            boolean enabled,
            int position) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    /// What became of a wish.
    public sealed interface Saved {
        record Done(Flow flow) implements Saved {}

        record Faulty(List<Fault> faults) implements Saved {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }

        record Full() implements Saved {}
    }

    /// Everything wrong with a definition and its settings.
    public List<Fault> faults(JsonNode definition, JsonNode settings, Optional<String> marketId) {
        List<Fault> faults = new ArrayList<>(reader.read(definition).faults());
        marketId.flatMap(market::find)
                .ifPresent(item -> faults.addAll(reader.settings(item.settings(), item.complete(settings))));
        return faults;
    }

    private ObjectNode complete(JsonNode settings, Optional<String> marketId) {
        return marketId.flatMap(market::find)
                .map(item -> item.complete(settings))
                .orElseGet(() -> settings.isObject()
                        ? (ObjectNode) settings
                        : tools.json().createObjectNode());
    }

    /// Makes an automation.
    public Saved create(Caller caller, Wish wish) {
        List<Fault> faults = faults(wish.definition(), wish.settings(), wish.market());
        if (!faults.isEmpty()) {
            return new Saved.Faulty(faults);
        }
        if (database.read(tx -> FlowStore.count(tx, caller.tenant())) >= MOST) {
            return new Saved.Full();
        }
        return new Saved.Done(made(caller, wish, Optional.empty(), false));
    }

    private Flow made(Caller caller, Wish wish, Optional<String> config, boolean inPlace) {
        Flow flow = flow(caller.tenant(), wish, config);
        Flow kept = database.write(tx -> {
            begin(tx, caller.tenant());
            if (inPlace) {
                putAside(tx, flow);
            }
            long ref = FlowStore.insert(tx, flow, caller.actor());
            note(tx, caller, "automation.created", flow);
            return FlowStore.find(tx, ref).orElseThrow();
        });
        refresh(caller.tenant());
        return kept;
    }

    /// A tenant's first automation is for what happens from now on.
    private void begin(WriteTx tx, TenantId tenant) {
        if (flows.of(tenant).isEmpty()) {
            FlowStore.position(tx, tenant, events.newest());
        }
    }

    /// Disables the session's other automations of the same kind.
    private void putAside(WriteTx tx, Flow flow) {
        if (flow.sessionRef() == null) {
            return;
        }
        for (Flow other : FlowStore.ofMarket(tx, flow.sessionRef())) {
            if (other.enabled() && other.market().equals(flow.market())) {
                FlowStore.update(tx, with(other, other.name(), other.text(), other.settings(), false));
                RunStore.endAll(tx, other.ref(), "disabled", now());
            }
        }
    }

    private Flow flow(TenantId tenant, Wish wish, Optional<String> config) {
        byte[] random = new byte[8];
        tools.random().nextBytes(random);
        Instant now = now();
        return new Flow(
                0,
                tenant,
                "aut_" + HexFormat.of().formatHex(random),
                wish.session().map(session -> session.key().ref()).orElse(null),
                wish.session().map(session -> session.key().id()).orElse(null),
                wish.name(),
                wish.market(),
                1,
                write(wish.definition()),
                write(complete(wish.settings(), wish.market())),
                config,
                wish.enabled(),
                wish.position(),
                next(tenant, wish),
                now,
                now);
    }

    private @Nullable Instant next(TenantId tenant, Wish wish) {
        return wish.enabled() ? next(tenant, write(wish.definition())) : null;
    }

    private @Nullable Instant next(TenantId tenant, String definition) {
        return Flows.nextAt(
                DefinitionReader.trusted(definition), now(), runner.scenes().zone(tenant));
    }

    private Instant now() {
        return Instant.ofEpochMilli(tools.time().millis());
    }

    private void refresh(TenantId tenant) {
        flows.refresh(tenant);
        changed.run();
    }

    /// Changes an automation; runs that are under way go on in the version they began with.
    public Saved replace(Caller caller, Flow flow, Wish wish) {
        List<Fault> faults = faults(wish.definition(), wish.settings(), flow.market());
        if (!faults.isEmpty()) {
            return new Saved.Faulty(faults);
        }
        Flow kept = database.write(tx -> {
            begin(tx, caller.tenant());
            Flow next = changed(FlowStore.find(tx, flow.ref()).orElse(flow), wish);
            FlowStore.update(tx, next);
            FlowStore.keepVersion(tx, next.ref(), next, caller.actor());
            if (!next.enabled()) {
                RunStore.endAll(tx, next.ref(), "disabled", now());
            }
            note(tx, caller, "automation.changed", next);
            return next;
        });
        refresh(caller.tenant());
        return new Saved.Done(kept);
    }

    private Flow changed(Flow flow, Wish wish) {
        String text = write(wish.definition());
        String settings = write(complete(wish.settings(), flow.market()));
        boolean same = text.equals(flow.text())
                && settings.equals(flow.settings())
                && wish.name().equals(flow.name());
        return new Flow(
                flow.ref(),
                flow.tenant(),
                flow.id(),
                wish.session().map(session -> session.key().ref()).orElse(null),
                wish.session().map(session -> session.key().id()).orElse(null),
                wish.name(),
                flow.market(),
                same ? flow.version() : flow.version() + 1,
                text,
                settings,
                same ? flow.config() : Optional.empty(),
                wish.enabled(),
                wish.position(),
                next(flow.tenant(), wish),
                flow.createdAt(),
                now());
    }

    /// Enables or disables an automation; disabled, its runs end.
    public Flow enable(Caller caller, Flow flow, boolean on) {
        Flow kept = database.write(tx -> {
            begin(tx, caller.tenant());
            Flow next = with(flow, flow.name(), flow.text(), flow.settings(), on);
            FlowStore.update(tx, next);
            FlowStore.nextAt(tx, flow.ref(), on ? next(flow.tenant(), flow.text()) : null);
            if (!on) {
                RunStore.endAll(tx, flow.ref(), "disabled", now());
            }
            note(tx, caller, on ? "automation.enabled" : "automation.disabled", flow);
            return FlowStore.find(tx, flow.ref()).orElse(next);
        });
        refresh(caller.tenant());
        return kept;
    }

    /// Deletes an automation with its runs.
    public void delete(Caller caller, Flow flow) {
        database.write(tx -> {
            FlowStore.delete(tx, flow);
            note(tx, caller, "automation.deleted", flow);
            return true;
        });
        refresh(caller.tenant());
    }

    /// An automation, if it is there for the caller.
    public Optional<Flow> find(Caller caller, String id) {
        return database.read(tx -> FlowStore.find(tx, caller.tenant(), id)).filter(flow -> sees(caller, flow));
    }

    /// Who has a right to some sessions only sees the automations of those.
    private static boolean sees(Caller caller, Flow flow) {
        String session = flow.session();
        return session == null ? caller.sessions().isEmpty() : caller.sees(session);
    }

    /// A tenant's automations.
    public Page<Flow> page(Caller caller, @Nullable String session, long after, int limit) {
        List<Flow> read = database.read(tx -> FlowStore.page(tx, caller.tenant(), session, after, limit + 1));
        Page<Flow> page = Page.of(read, limit, last -> Cursor.of(Long.toString(last.ref())));
        return new Page<>(
                page.items().stream().filter(flow -> sees(caller, flow)).toList(), page.next());
    }

    Page<FlowStore.Version> versions(Flow flow, long before, int limit) {
        return database.read(tx -> Page.of(
                FlowStore.versions(tx, flow.ref(), before, limit + 1),
                limit,
                last -> Cursor.of(Integer.toString(last.version()))));
    }

    Optional<FlowStore.Version> version(Flow flow, int version) {
        return database.read(tx -> FlowStore.version(tx, flow.ref(), version));
    }

    /// Activates one of the marketplace's, in the place of the session's one of the same kind.
    ///
    /// @throws dev.switchboard.gateway.problem.Refusal if the settings are not acceptable
    public Automation activate(Caller caller, Session session, AutomationKind kind, JsonNode config) {
        MarketItem item = market.of(kind);
        ObjectNode settings = Marketplace.canonical(kind, config);
        List<Fault> faults = faults(item.definition(), settings, Optional.of(item.id()));
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The config is not acceptable.")
                    .withAccepted(
                            faults.getFirst().path() + ": " + faults.getFirst().message())
                    .refusal();
        }
        Wish wish = new Wish(
                item.name(), Optional.of(session), Optional.of(item.id()), item.definition(), settings, true, 100);
        Flow flow = made(caller, wish, Optional.of(write(config)), true);
        remind(session, flow);
        return automation(flow, kind);
    }

    /// Begins a run for every appointment that is yet to come.
    void remind(Session session, Flow flow) {
        Flows.Ready ready = Flows.ready(flow, flow.text(), flow.settings());
        int number = 0;
        for (JsonNode appointment : Marketplace.appointments(ready.settings())) {
            int place = number;
            number++;
            AnyAddress.parse(appointment.path("phone").asString(""))
                    .ifPresent(person -> database.write(
                            tx -> runner.begin(tx, ready, session, person, "activation:" + place, appointment)));
        }
        if (number > 0) {
            changed.run();
        }
    }

    /// Deactivates one of the marketplace's; false if the session has none with this id.
    public boolean deactivate(Caller caller, Session session, String id) {
        Optional<Flow> flow = database.read(tx -> FlowStore.find(tx, caller.tenant(), id))
                .filter(found -> found.sessionRef() != null
                        && found.sessionRef() == session.key().ref());
        flow.ifPresent(found -> enable(caller, found, false));
        return flow.isPresent();
    }

    /// A session's automations that are made of the marketplace's, oldest first.
    public List<Automation> of(Session session) {
        return database.read(tx -> FlowStore.ofMarket(tx, session.key().ref())).stream()
                .flatMap(flow ->
                        flow.market().flatMap(AutomationKind::of).stream().map(kind -> automation(flow, kind)))
                .toList();
    }

    private static Automation automation(Flow flow, AutomationKind kind) {
        Long session = flow.sessionRef();
        return new Automation(
                flow.ref(),
                flow.tenant(),
                flow.id(),
                session == null ? 0 : session,
                kind,
                flow.config().orElse(flow.settings()),
                flow.enabled(),
                flow.createdAt());
    }

    private void note(WriteTx tx, Caller caller, String action, Flow flow) {
        tools.audit()
                .note(
                        tx,
                        new AuditEntry(
                                caller.tenant(), AuditType.SYSTEM, caller.actor(), action, flow.session(), flow.id()));
    }
}
