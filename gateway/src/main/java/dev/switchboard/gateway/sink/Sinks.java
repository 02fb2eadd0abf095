// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.audit.AuditEntry;
import dev.switchboard.gateway.audit.AuditLog;
import dev.switchboard.gateway.audit.AuditType;
import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.storage.WriteTx;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The sinks of all tenants, and those of the operator's settings.
public final class Sinks implements AutoCloseable {
    static final int MOST = 10;
    private static final int COUNTED = 100_000;
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final SinkStore store;
    private final AuditLog audit;
    private final SinkPump.Tools tools;
    private final SinkAddresses addresses;
    private final List<ConfiguredSink> configured;
    private final Map<Long, SinkPump> pumps = new ConcurrentHashMap<>();
    private final Map<String, Set<SinkPump>> ofTenants = new ConcurrentHashMap<>();
    private final Map<String, SinkSecret> secrets = new ConcurrentHashMap<>();

    Sinks(
            SinkStore store,
            AuditLog audit,
            SinkPump.Tools tools,
            SinkAddresses addresses,
            List<ConfiguredSink> configured) {
        this.store = store;
        this.audit = audit;
        this.tools = tools;
        this.addresses = addresses;
        this.configured = List.copyOf(configured);
        tools.events().watch(event -> {
            nudge(event.tenant().value());
            nudge("");
        });
    }

    /// Begins to carry.
    public void start() {
        takeConfigured();
        store.all().forEach(this::pump);
    }

    /// Sinks of the settings are made as they are named, changed as they are changed, and gone when they are gone.
    private void takeConfigured() {
        List<Sink> present = store.page("", "", 1_000);
        for (Sink old : present) {
            if (configured.stream().noneMatch(one -> one.name().equals(old.id()))) {
                store.database().write(tx -> {
                    SinkStore.delete(tx, old);
                    return true;
                });
            }
        }
        for (ConfiguredSink wish : configured) {
            secrets.put(wish.name(), new SinkSecret(wish.password()));
            Instant now = tools.time().instant();
            EventSelection selection = EventSelection.wanted(wish.events(), List.of(), List.of(), null);
            Optional<Sink> before =
                    present.stream().filter(one -> one.id().equals(wish.name())).findFirst();
            Sink sink = new Sink(
                    before.map(Sink::ref).orElse(0L),
                    "",
                    wish.name(),
                    wish.name(),
                    wish.target(),
                    SinkSecret.NONE,
                    selection,
                    true,
                    before.map(Sink::progress)
                            .orElseGet(() -> Sink.Progress.at(tools.events().newest())),
                    before.map(Sink::createdAt).orElse(now),
                    now);
            store.database().write(tx -> {
                if (before.isPresent()) {
                    store.update(tx, sink);
                } else {
                    store.insert(tx, sink);
                }
                return true;
            });
        }
    }

    private void pump(Sink sink) {
        SinkPump pump = new SinkPump(sink.ref(), store, tools, () -> link(sink));
        pumps.put(sink.ref(), pump);
        ofTenants
                .computeIfAbsent(sink.tenant(), _ -> ConcurrentHashMap.newKeySet())
                .add(pump);
        pump.start();
    }

    private SinkLink link(Sink sink) {
        SinkSecret secret = sink.everybodys() ? secrets.getOrDefault(sink.id(), SinkSecret.NONE) : sink.secret();
        SinkAddresses rules = sink.everybodys() ? SinkAddresses.any() : addresses;
        return switch (sink.target()) {
            case SinkTarget.Kafka kafka -> new KafkaLink(kafka, secret, rules);
            case SinkTarget.Rabbit rabbit -> new RabbitLink(rabbit, secret, rules);
            case SinkTarget.Nats nats -> new NatsLink(nats, secret, rules);
        };
    }

    /// Looks at once for what is due.
    public void nudge() {
        pumps.values().forEach(SinkPump::nudge);
    }

    private void nudge(String tenant) {
        ofTenants.getOrDefault(tenant, Set.of()).forEach(SinkPump::nudge);
    }

    /// What a caller may say of a sink.
    record Wish(String name, SinkTarget target, EventSelection selection, boolean enabled) {}

    /// Makes a sink.
    ///
    /// @param after the number of the event behind which it begins; empty = with what happens from now on
    /// @return empty if the tenant has as many as it may
    Optional<Sink> create(Caller caller, Wish wish, SinkSecret secret, Optional<Long> after) {
        byte[] id = new byte[8];
        tools.random().nextBytes(id);
        Instant now = tools.time().instant();
        Sink fresh = new Sink(
                0,
                caller.tenant().value(),
                "sk_" + HexFormat.of().formatHex(id),
                wish.name(),
                wish.target(),
                secret,
                wish.selection(),
                wish.enabled(),
                Sink.Progress.at(after.orElseGet(() -> tools.events().newest())),
                now,
                now);
        boolean made = store.database().write(tx -> {
            if (SinkStore.count(tx, fresh.tenant()) >= MOST) {
                return false;
            }
            store.insert(tx, fresh);
            note(tx, caller, "sink.created", fresh.id());
            return true;
        });
        Optional<Sink> sink = made ? find(caller, fresh.id()) : Optional.empty();
        sink.ifPresent(this::pump);
        return sink;
    }

    Optional<Sink> find(Caller caller, String id) {
        return store.find(caller.tenant().value(), id);
    }

    Page<Sink> page(Caller caller, String after, int limit) {
        return Page.of(store.page(caller.tenant().value(), after, limit + 1), limit, sink -> Cursor.of(sink.id()));
    }

    /// Replaces what a caller may change; its place in the log stays, unless another is named.
    Sink replace(Caller caller, Sink sink, Wish wish, SinkSecret secret, Optional<Long> after) {
        stop(sink);
        store.database().write(tx -> {
            Sink now = store.find(tx, sink.ref()).orElse(sink);
            store.update(
                    tx,
                    new Sink(
                            now.ref(),
                            now.tenant(),
                            now.id(),
                            wish.name(),
                            wish.target(),
                            secret,
                            wish.selection(),
                            wish.enabled(),
                            Sink.Progress.at(after.orElse(now.progress().position())),
                            now.createdAt(),
                            tools.time().instant()));
            note(tx, caller, "sink.changed", sink.id());
            return true;
        });
        Sink changed = find(caller, sink.id()).orElse(sink);
        pump(changed);
        return changed;
    }

    void delete(Caller caller, Sink sink) {
        stop(sink);
        store.database().write(tx -> {
            SinkStore.delete(tx, sink);
            note(tx, caller, "sink.deleted", sink.id());
            return true;
        });
    }

    /// Ends the rest after failures.
    void resume(Caller caller, Sink sink) {
        store.database().write(tx -> {
            SinkStore.hurry(tx, sink.ref());
            note(tx, caller, "sink.resumed", sink.id());
            return true;
        });
        nudge();
    }

    /// Hands events over again, from a number on.
    void replay(Caller caller, Sink sink, long from) {
        stop(sink);
        store.database().write(tx -> {
            SinkStore.moved(tx, sink.ref(), from - 1);
            SinkStore.hurry(tx, sink.ref());
            note(tx, caller, "sink.replayed", sink.id());
            return true;
        });
        pump(find(caller, sink.id()).orElse(sink));
    }

    /// Connects, and looks whether what it publishes to is there; nothing is published.
    SinkOutcome test(Sink sink) throws InterruptedException {
        try (SinkLink link = link(sink)) {
            return link.publish(List.of());
        }
    }

    /// How far a sink is behind, counted up to a bound.
    SinkStore.Behind behind(Sink sink) {
        return store.behind(sink.tenant(), sink.progress().position(), COUNTED);
    }

    /// How many events all sinks have yet to hand over, for the metrics.
    public long behind() {
        return store.all().stream()
                .filter(Sink::enabled)
                .mapToLong(sink -> behind(sink).count())
                .sum();
    }

    private void stop(Sink sink) {
        SinkPump pump = pumps.remove(sink.ref());
        if (pump != null) {
            ofTenants.computeIfPresent(sink.tenant(), (_, present) -> {
                present.remove(pump);
                return present;
            });
            pump.close();
            try {
                pump.join(ENDING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void note(WriteTx tx, Caller caller, String action, String id) {
        audit.note(tx, new AuditEntry(caller.tenant(), AuditType.SYSTEM, caller.actor(), action, null, id));
    }

    @Override
    public void close() {
        pumps.values().forEach(SinkPump::close);
        for (SinkPump pump : pumps.values()) {
            try {
                pump.join(ENDING);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
