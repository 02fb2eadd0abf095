// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.access.Authenticator;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The figures: JSON for programs, the exposition formats for scrapers.
@RestController
@Tag(name = "Health")
public final class MetricsResource {
    private static final MediaType OPEN_METRICS = MediaType.parseMediaType("application/openmetrics-text");
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS_TEXT = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final Meters meters;

    public MetricsResource(Meters meters) {
        this.meters = meters;
    }

    @GetMapping("/metrics")
    @Operation(
            summary = "The figures since the start",
            description = "JSON of the caller's own figures. Text for a scraper where Accept names"
                    + " application/openmetrics-text, or text/plain with a version.")
    ResponseEntity<Object> metrics(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        if (scraper(accept)) {
            return text(caller, accept);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("metrics", meters.figures(caller.tenant()));
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer);
    }

    @GetMapping("/metrics/prometheus")
    @Operation(
            summary = "The figures of the whole installation, for a scraper",
            description = "For the first tenant, which owns the installation.")
    ResponseEntity<Object> prometheus(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        return text(caller, accept);
    }

    private ResponseEntity<Object> text(Caller caller, @Nullable String accept) {
        if (!caller.tenant().equals(Authenticator.FIRST_TENANT)) {
            throw Problem.of(ProblemKind.ROUTE_NOT_FOUND, "The installation's figures are its owner's.")
                    .withAdvice("Ask for application/json to get your own.")
                    .refusal();
        }
        String type = named(accept, OPEN_METRICS) ? OPEN_METRICS_TEXT : PROMETHEUS_TEXT;
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .body(meters.scrape(type));
    }

    /// Whether a scraper asks; axios and others send a plain `text/plain` and want JSON.
    private static boolean scraper(@Nullable String accept) {
        return named(accept, OPEN_METRICS)
                || types(accept).stream()
                        .anyMatch(type -> MediaType.TEXT_PLAIN.equalsTypeAndSubtype(type)
                                && type.getParameter("version") != null);
    }

    private static boolean named(@Nullable String accept, MediaType wanted) {
        return types(accept).stream().anyMatch(wanted::equalsTypeAndSubtype);
    }

    private static List<MediaType> types(@Nullable String accept) {
        try {
            return MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            return List.of(); // an Accept that nobody understands asks for nothing in particular
        }
    }
}
