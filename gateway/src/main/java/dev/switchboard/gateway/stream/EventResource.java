// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.access.Tickets;
import dev.switchboard.gateway.event.Event;
import dev.switchboard.gateway.event.EventCursor;
import dev.switchboard.gateway.event.EventLog;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/events`: as a page, or as a stream of Server-Sent Events.
@RestController
@RequestMapping("/api/v1/events")
@Tag(name = "Events", description = "What happened, in order; also over WebSocket at /api/v1/events/ws")
public final class EventResource {
    private static final int BURST = 256;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EventLog log;

    private final Tickets tickets;
    private final OpenStreams streams;
    private final AtomicInteger open = new AtomicInteger();

    public EventResource(EventLog log, Tickets tickets, OpenStreams streams) {
        this.log = log;
        this.tickets = tickets;
        this.streams = streams;
    }

    /// A ticket for a stream.
    @Schema(name = "StreamTicket")
    record TicketView(String ticket, java.time.Instant expiresAt) {
        @Override
        public String toString() {
            return "TicketView[" + expiresAt + "]";
        }
    }

    @PostMapping("/tickets")
    @ResponseStatus(HttpStatus.CREATED)
    @ApiResponse(responseCode = "201", description = "The ticket")
    @Operation(
            summary = "Get a ticket for a stream",
            description =
                    "For what can send no header: add ?ticket= to the address of the event stream or of the WebSocket. It opens"
                            + " one stream within 30 seconds, with your rights.")
    TicketView ticket(@AuthenticationPrincipal Caller caller) {
        Tickets.Ticket made = tickets.issue(caller);
        return new TicketView(made.text(), made.expires());
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Read events",
            description =
                    "Events after a number, oldest first. Accept: text/event-stream keeps the connection open and sends events"
                            + " as they happen, from Last-Event-ID, after, or now on.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = EventPage.class)),
                @Content(mediaType = "text/event-stream", schema = @Schema(type = "string"))
            })
    ResponseEntity<byte[]> page(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable List<String> session,
            @RequestParam(required = false) @Nullable List<String> event,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        EventCursor cursor = log.cursor(new Subscription(session, event, after).filter(caller), after);
        List<Event> events = cursor.available(Cursor.limit(limit));
        String body = events.stream().map(Event::json).collect(Collectors.joining(",", "{\"items\":[", "],\"next\":"))
                + cursor.position() + "}";
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.getBytes(StandardCharsets.UTF_8));
    }

    /// Only for the documentation: the page is written from the log's own JSON.
    @Schema(name = "EventPage")
    record EventPage(
            List<EventEnvelope> items,
            @Schema(description = "after for the next page") long next) {}

    /// Only for the documentation.
    @Schema(name = "Event")
    record EventEnvelope(
            @Schema(example = "evt_00000000002a") String id,
            long seq,
            java.time.Instant time,
            @Schema(example = "message.received") String event,
            String tenant,
            @Nullable String session,
            Object data) {}

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(hidden = true)
    void stream(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable List<String> session,
            @RequestParam(required = false) @Nullable List<String> event,
            @RequestParam(required = false) @Nullable Long after,
            @Parameter(hidden = true) @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        long from = last != null ? number(last) : after != null ? after : log.newest();
        EventCursor cursor = log.cursor(new Subscription(session, event, from).filter(caller), from);
        try (OpenStreams.Place _ = streams.enter(caller).orElseThrow(EventResource::tooMany)) {
            send(cursor, response);
        }
    }

    private static Refusal tooMany() {
        return Problem.of(ProblemKind.TOO_MANY_STREAMS, "The credential has as many streams open as it may.")
                .withAdvice("Close one; one stream can carry the events of many sessions.")
                .refusal();
    }

    private void send(EventCursor cursor, HttpServletResponse response) throws IOException, InterruptedException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        open.incrementAndGet();
        try {
            while (!cursor.ended()) {
                List<Event> events = cursor.next(BURST, HEARTBEAT);
                out.write(text(events).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            open.decrementAndGet();
        }
    }

    /// How many event streams are open.
    public int count() {
        return open.get();
    }

    private static String text(List<Event> events) {
        if (events.isEmpty()) {
            return ": still here\n\n";
        }
        StringBuilder out = new StringBuilder();
        for (Event event : events) {
            out.append("id: ").append(event.seq()).append('\n');
            out.append("event: ").append(event.name()).append('\n');
            out.append("data: ").append(event.json()).append("\n\n");
        }
        return out.toString();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The Last-Event-ID is not the id of an event.")
                    .withAccepted("the id that came with the last event")
                    .refusal();
        }
    }
}
