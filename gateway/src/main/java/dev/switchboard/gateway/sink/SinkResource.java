// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.event.EventSelection;
import dev.switchboard.gateway.paging.Cursor;
import dev.switchboard.gateway.paging.Page;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.sink.SinkView.KafkaView;
import dev.switchboard.gateway.sink.SinkView.NatsView;
import dev.switchboard.gateway.sink.SinkView.RabbitView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Sinks over the API.
@RestController
@RequestMapping("/api/v1/sinks")
@Tag(name = "Sinks", description = "Events for Kafka, RabbitMQ and NATS: at least once, in order per chat")
public final class SinkResource {
    private static final int NAME_LIMIT = 200;
    private static final int PASSWORD_LIMIT = 1_000;

    private final Sinks sinks;

    SinkResource(Sinks sinks) {
        this.sinks = sinks;
    }

    /// What a caller says of a sink.
    @Schema(name = "SinkWish")
    record Wish(
            @Schema(description = "for people; the kind if left out", example = "warehouse") @Nullable
            String name,

            @Nullable KafkaView kafka,
            @Nullable RabbitView rabbitmq,
            @Nullable NatsView nats,

            @Schema(description = "kept sealed and never shown; with PUT the present one if left out") @Nullable
            String password,

            @Schema(
                    description =
                            "names, groups such as message.*, or *; session.qr and session.pairing_code only by name",
                    defaultValue = "[\"*\"]",
                    example = "[\"message.*\"]")
            @Nullable
            List<String> events,

            @Schema(description = "only these sessions; all if left out") @Nullable
            List<String> sessions,

            @Schema(description = "only these chats; all if left out") @Nullable
            List<String> chats,

            @Schema(
                    description = "of messages",
                    defaultValue = "both",
                    allowableValues = {"both", "incoming", "outgoing"})
            @Nullable
            String direction,

            @Schema(defaultValue = "true") @Nullable Boolean enabled,

            @Schema(
                    description =
                            "seq of the event to begin behind; with what happens from now on if left out, 0 = with the first")
            @Nullable
            Long after) {
        @Override
        public String toString() {
            return "Wish";
        }
    }

    @PostMapping
    @ApiResponse(responseCode = "201", description = "The sink")
    @Operation(
            summary = "Make a sink",
            description =
                    "Messages are the event's JSON, with headers event-id (equal for repetitions), event, tenant, session and"
                            + " lane. Kafka: the lane is the key. NATS: the event's id is Nats-Msg-Id. RabbitMQ: it is message-id.")
    ResponseEntity<SinkView> create(@AuthenticationPrincipal Caller caller, @RequestBody Wish body) {
        Sink made = sinks.create(caller, wish(body), secret(body, SinkSecret.NONE), after(body))
                .orElseThrow(() ->
                        TargetReader.refused("There are as many sinks as there may be.", "at most " + Sinks.MOST));
        return ResponseEntity.created(URI.create("/api/v1/sinks/" + made.id())).body(view(made));
    }

    private static Sinks.Wish wish(Wish body) {
        SinkTarget target = TargetReader.of(body.kafka(), body.rabbitmq(), body.nats());
        String name = body.name() == null || body.name().isBlank()
                ? target.kind()
                : body.name().strip();
        if (name.length() > NAME_LIMIT) {
            throw TargetReader.refused("The name is too long.", "name of at most " + NAME_LIMIT + " characters");
        }
        return new Sinks.Wish(
                name,
                target,
                EventSelection.wanted(body.events(), body.sessions(), body.chats(), body.direction()),
                body.enabled() == null || body.enabled());
    }

    private static SinkSecret secret(Wish body, SinkSecret before) {
        if (body.password() == null) {
            return before;
        }
        if (body.password().length() > PASSWORD_LIMIT) {
            throw TargetReader.refused("The password is too long.", "at most " + PASSWORD_LIMIT + " characters");
        }
        return new SinkSecret(body.password().isEmpty() ? null : body.password());
    }

    private static Optional<Long> after(Wish body) {
        if (body.after() != null && body.after() < 0) {
            throw TargetReader.refused("The field after is no place in the log.", "after of at least 0");
        }
        return Optional.ofNullable(body.after());
    }

    @GetMapping
    @Operation(summary = "List sinks", description = "With how far each has come.")
    Page<SinkView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return sinks.page(caller, cursor == null ? "" : Cursor.key(cursor), Cursor.limit(limit))
                .map(this::view);
    }

    @GetMapping("/{sinkId}")
    @Operation(summary = "Look at a sink")
    SinkView get(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId) {
        return view(find(caller, sinkId));
    }

    @PutMapping("/{sinkId}")
    @Operation(
            summary = "Change a sink",
            description =
                    "Replaces everything; its place in the log stays unless after names another. Switched on again, it goes on where it was.")
    SinkView replace(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId, @RequestBody Wish body) {
        Sink sink = find(caller, sinkId);
        return view(sinks.replace(caller, sink, wish(body), secret(body, sink.secret()), after(body)));
    }

    @DeleteMapping("/{sinkId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a sink")
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId) {
        sinks.delete(caller, find(caller, sinkId));
    }

    @PostMapping("/{sinkId}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Try again now", description = "Ends the pause after failures.")
    void resume(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId) {
        sinks.resume(caller, find(caller, sinkId));
    }

    /// From where on events are handed over again.
    @Schema(name = "SinkReplay")
    record Replay(
            @Schema(description = "seq of the first event", example = "1") @Nullable
            Long from) {}

    @PostMapping("/{sinkId}/replay")
    @Operation(
            summary = "Hand events over again",
            description = "From one on, with the same event-id, so that a reader can tell.")
    SinkView replay(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId, @RequestBody Replay body) {
        Sink sink = find(caller, sinkId);
        if (body.from() == null || body.from() < 1) {
            throw TargetReader.refused("The field from is missing or no place in the log.", "from of at least 1");
        }
        sinks.replay(caller, sink, body.from());
        return view(find(caller, sinkId));
    }

    /// How a test went.
    @Schema(name = "SinkTest")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestView(
            boolean ok, @Nullable String reason, @Nullable String detail) {}

    @PostMapping("/{sinkId}/test")
    @Operation(
            summary = "Test a sink",
            description = "Connects and looks whether the target is there; publishes nothing.")
    TestView test(@AuthenticationPrincipal Caller caller, @PathVariable String sinkId) throws InterruptedException {
        return switch (sinks.test(find(caller, sinkId))) {
            case SinkOutcome.Taken _ -> new TestView(true, null, null);
            case SinkOutcome.Failed(SinkOutcome.Reason reason, String detail) ->
                new TestView(false, reason.code(), detail);
        };
    }

    private Sink find(Caller caller, String id) {
        return sinks.find(caller, id)
                .orElseThrow(() -> Problem.of(ProblemKind.SINK_NOT_FOUND, "You have no sink with this id.")
                        .withAdvice("GET /api/v1/sinks lists them.")
                        .refusal());
    }

    private SinkView view(Sink sink) {
        return SinkView.of(sink, sinks.behind(sink));
    }
}
