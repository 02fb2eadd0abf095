// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.monitoring.Tally.Kind;
import dev.switchboard.gateway.provider.Delivery;
import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.TenantId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Counts what the event log tells, for each tenant and in all, since the start; and measures requests and the virtual
/// machine. Safe for any thread.
public final class Meters implements AutoCloseable {
    private final Database database;
    private final JsonMapper json;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Tally all = new Tally();
    private final Map<TenantId, Tally> tenants = new ConcurrentHashMap<>();
    private final Recoveries recoveries = new Recoveries();
    private final Drops drops = new Drops(registry);

    public Meters(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
        for (Kind kind : Kind.values()) {
            FunctionCounter.builder(kind.meter(), all, tally -> tally.of(kind))
                    .description(kind.description())
                    .register(registry);
        }
        Gauge.builder("switchboard.queue.length", this, Meters::queueLength)
                .description("Messages that wait to be handed to the network")
                .register(registry);
        for (LinkState state : LinkState.values()) {
            Gauge.builder("switchboard.sessions", this, meters -> meters.sessions(state))
                    .description("Sessions by the state of their link")
                    .tag("state", state.text())
                    .register(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /// Shows a count that is kept elsewhere.
    public <T> void count(String name, String description, T kept, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, kept, value).description(description).register(registry);
    }

    /// Shows a figure that is kept elsewhere.
    public <T> void gauge(String name, String description, T kept, ToDoubleFunction<T> value) {
        Gauge.builder(name, kept, value).description(description).register(registry);
    }

    /// Takes in an event that is in the log.
    public void logged(Event event) {
        switch (event.name()) {
            case SESSION_CREATED -> count(event.tenant(), Kind.CLIENTS_CREATED);
            case SESSION_QR -> count(event.tenant(), Kind.QR_CODES_GENERATED);
            case MESSAGE_RECEIVED -> count(event.tenant(), Kind.MESSAGES_RECEIVED);
            case MESSAGE_STATUS -> moved(event);
            case SESSION_STATE -> entered(event);
            default -> {
                // not counted
            }
        }
    }

    private void moved(Event event) {
        String status = json.readTree(event.data()).path("status").asString();
        if (status.equals(Delivery.SENT.text())) {
            count(event.tenant(), Kind.MESSAGES_SENT);
        } else if (status.equals(Delivery.FAILED.text())) {
            count(event.tenant(), Kind.MESSAGES_FAILED);
        }
    }

    private void entered(Event event) {
        JsonNode data = json.readTree(event.data());
        LinkState state = LinkState.of(data.path("state").asString());
        drops.entered(
                event.tenant() + "/" + event.session(),
                state,
                data.path("cause").asString("unknown"));
        if (recoveries.entered(event.tenant() + "/" + event.session(), state)) {
            count(event.tenant(), Kind.SESSIONS_RECOVERED);
        }
        if (state == LinkState.FAILED) {
            count(event.tenant(), Kind.ERRORS);
        }
    }

    /// Counts a request that failed on our side.
    void requestFailed(TenantId tenant) {
        count(tenant, Kind.ERRORS);
    }

    /// Notes how long a request took.
    ///
    /// @param route the pattern of its path, never the path itself
    void requestEnded(String method, String route, int status, Duration took) {
        Timer.builder("switchboard.http.requests")
                .description("Requests by route and outcome")
                .tag("method", method)
                .tag("route", route)
                .tag("status", status / 100 + "xx")
                .register(registry)
                .record(took);
    }

    private void count(TenantId tenant, Kind kind) {
        all.add(kind);
        tenants.computeIfAbsent(tenant, _ -> new Tally()).add(kind);
    }

    /// A tenant's figures by name, and the length of its send queue.
    Map<String, Long> figures(TenantId tenant) {
        Tally tally = tenants.getOrDefault(tenant, new Tally());
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            figures.put(kind.field(), tally.of(kind));
        }
        figures.put(
                "queueLength",
                database.read(tx -> tx.number(
                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND handed_at IS NULL", tenant.value())));
        return figures;
    }

    private double queueLength() {
        return database.read(tx -> tx.number("SELECT count(*) FROM outbox WHERE handed_at IS NULL"));
    }

    private double sessions(LinkState state) {
        return database.read(tx -> tx.number("SELECT count(*) FROM session WHERE state = ?", state.text()));
    }

    /// Everything in the text form that the media type names.
    String scrape(String mediaType) {
        return registry.scrape(mediaType);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
