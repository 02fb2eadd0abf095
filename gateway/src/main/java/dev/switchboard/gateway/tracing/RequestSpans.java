// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Makes a span of each request, below the caller's own if it names one in `traceparent`. What is logged meanwhile has
/// the ids of both trace and span.
public final class RequestSpans implements HandlerInterceptor {
    private static final String UNDER_WAY = RequestSpans.class.getName();

    // names of the Elastic Common Schema
    private static final String TRACE_ID = "trace.id";
    private static final String SPAN_ID = "span.id";

    private final Tracer tracer;

    public RequestSpans(Tracing tracing) {
        this.tracer = tracing.tracer();
    }

    private record Begun(Span span, Scope scope) {}

    /// The scope is closed when the request has been answered.
    @Override
    @SuppressWarnings("MustBeClosedChecker")
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(UNDER_WAY) == null) {
            Context parent = Tracing.propagator().extract(Context.root(), request, Headers.GETTER);
            Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            Span span = tracer.spanBuilder(request.getMethod() + (route == null ? "" : " " + route))
                    .setParent(parent)
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute("http.request.method", request.getMethod())
                    .setAttribute("http.route", route == null ? "" : route.toString())
                    .startSpan();
            request.setAttribute(UNDER_WAY, new Begun(span, span.makeCurrent()));
            MDC.put(TRACE_ID, span.getSpanContext().getTraceId());
            MDC.put(SPAN_ID, span.getSpanContext().getSpanId());
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(UNDER_WAY) instanceof Begun(Span span, Scope scope)) {
            request.removeAttribute(UNDER_WAY);
            MDC.remove(TRACE_ID);
            MDC.remove(SPAN_ID);
            scope.close();
            span.setAttribute("http.response.status_code", response.getStatus());
            if (response.getStatus() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private enum Headers implements TextMapGetter<HttpServletRequest> {
        GETTER;

        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }
}
