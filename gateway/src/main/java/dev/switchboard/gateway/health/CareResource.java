// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.session.Session;
import dev.switchboard.gateway.session.SessionLookup;
import dev.switchboard.gateway.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// How sessions are, how their links stood, what they counted, and what is wrong with them.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Health")
public final class CareResource {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final int MOST_DAYS = 400;

    private final Sessions sessions;
    private final Parts parts;
    private final InstantSource time;

    /// What answers.
    public record Parts(
            SessionHealth health, Connections connections, DailyCounts counts, SessionDiagnosis diagnosis) {}

    public CareResource(Sessions sessions, Parts parts, InstantSource time) {
        this.sessions = sessions;
        this.parts = parts;
        this.time = time;
    }

    /// Days with what was counted on them.
    @Schema(name = "DayCounts")
    record Counts(String session, List<DailyCounts.Day> days) {}

    /// A session's link in one line.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConnectionSummary")
    record Summary(String session, String state, HealthLevel level, ConnectionReport.Period period) {}

    @GetMapping("/sessions/{id}/health")
    @Operation(summary = "How a session is", description = "Healthy, Warning or Critical, with reasons and figures.")
    SessionHealth.View health(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return parts.health().of(find(caller, id));
    }

    @GetMapping("/sessions/{id}/diagnosis")
    @Operation(
            summary = "What keeps a session from working",
            description =
                    "Looks at the link, its stability, limits, queue, restrictions and failures, and at a recipient.")
    SessionDiagnosis.Finding diagnosis(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(description = "a person or group to look at as well") @RequestParam(required = false) @Nullable
                    String recipient) {
        return parts.diagnosis().of(find(caller, id), Optional.ofNullable(recipient));
    }

    @GetMapping("/sessions/{id}/connection")
    @Operation(
            summary = "How a session's link stood",
            description =
                    "Uptime and drops by cause, by day or week of the tenant's time zone; the last week by default.")
    ConnectionReport connection(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @Parameter(description = "a time as 2026-11-20T00:00:00Z") @RequestParam(required = false) @Nullable
                    String from,
            @RequestParam(required = false) @Nullable String to,
            @Parameter(schema = @Schema(allowableValues = {"day", "week"})) @RequestParam(defaultValue = "day")
                    String by) {
        Instant end = to == null ? time.instant() : at(to, "to");
        Instant start = from == null ? end.minus(WEEK) : at(from, "from");
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw refused("The times do not fit.", "from before to, at most " + LONGEST.toDays() + " days apart");
        }
        return parts.connections().report(find(caller, id), start, end, division(by));
    }

    @GetMapping("/sessions/{id}/counters")
    @Operation(
            summary = "What a session sent and received, day by day",
            description = "A day begins at midnight of the tenant's time zone.")
    Counts counters(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "7") int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw refused("The number of days is out of bounds.", "days from 1 to " + MOST_DAYS);
        }
        Session session = find(caller, id);
        return new Counts(session.key().id(), parts.counts().last(session, days));
    }

    @GetMapping("/connections")
    @Operation(summary = "How the links of all sessions stood", description = "Over the last so many days.")
    Page<Summary> connections(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(defaultValue = "7") int days,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (days < 1 || days > MOST_DAYS) {
            throw refused("The number of days is out of bounds.", "days from 1 to " + MOST_DAYS);
        }
        Instant from = time.instant().minus(Duration.ofDays(days));
        Page<Session> page =
                sessions.page(caller.tenant(), cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit));
        return new Page<>(
                page.items().stream()
                        .filter(session -> caller.sees(session.key().id()))
                        .map(session -> new Summary(
                                session.key().id(),
                                session.status().state().text(),
                                HealthLevel.of(parts.health().ofLink(session)),
                                parts.connections().since(session, from)))
                        .toList(),
                page.next() == null ? null : Cursor.of(page.next()));
    }

    private static ConnectionReport.Division division(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "day" -> ConnectionReport.Division.DAY;
            case "week" -> ConnectionReport.Division.WEEK;
            default -> throw refused("There is no such division.", "by as day or week");
        };
    }

    private static Instant at(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw refused("The field " + field + " is not a time.", field + " as 2026-11-20T00:00:00Z");
        }
    }

    private static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    private Session find(Caller caller, String id) {
        return SessionLookup.find(sessions, caller, id);
    }
}
