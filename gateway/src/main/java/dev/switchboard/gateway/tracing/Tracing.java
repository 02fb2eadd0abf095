// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tracing;

import dev.switchboard.gateway.settings.TraceSettings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The way to the collector.
public final class Tracing implements AutoCloseable {
    private static final Duration EXPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration EXPORT_LIMIT = Duration.ofSeconds(5);
    private static final String PATH = "/v1/traces";

    private final SdkTracerProvider provider;

    public Tracing(TraceSettings settings, URI endpoint) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces(endpoint))
                .setTimeout(EXPORT_LIMIT)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "switchboard")
                                .build())))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(EXPORT_EVERY)
                        .build())
                .build();
    }

    /// Where the collector takes traces: at an address of its own, or at the usual place below the one that is set.
    private static String traces(URI endpoint) {
        String text = endpoint.toString();
        String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return plain.endsWith(PATH) ? plain : plain + PATH;
    }

    Tracer tracer() {
        return provider.get("dev.switchboard.gateway");
    }

    static TextMapPropagator propagator() {
        return W3CTraceContextPropagator.getInstance();
    }

    /// Sends what has not been sent yet, within a limit, and ends.
    @Override
    public void close() {
        provider.shutdown().join(EXPORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
