// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.event.EventSelection;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sink as it is shown; its password never is.
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Sink")
record SinkView(
        @Schema(example = "sk_1f2e3d4c5b6a7988") String id,
        String name,

        @Schema(allowableValues = {"kafka", "rabbitmq", "nats"})
        String kind,

        @Nullable KafkaView kafka,
        @Nullable RabbitView rabbitmq,
        @Nullable NatsView nats,
        boolean hasPassword,
        List<String> events,
        List<String> sessions,
        List<String> chats,
        String direction,
        boolean enabled,
        ProgressView progress,
        Instant createdAt,
        Instant updatedAt) {

    /// A topic of Kafka.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "KafkaTarget")
    record KafkaView(
            @Schema(example = "kafka-1.example.com:9093,kafka-2.example.com:9093") @Nullable
            String servers,

            @Schema(example = "whatsapp-events") @Nullable String topic,

            @Schema(description = "encrypted connections; true if left out") @Nullable
            Boolean tls,

            @Schema(description = "certificates to trust, PEM; the system's if left out") @Nullable
            String ca,

            @Nullable String username,

            @Schema(allowableValues = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) @Nullable
            String mechanism) {}

    /// An exchange or queue of RabbitMQ.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RabbitTarget")
    record RabbitView(
            @Schema(example = "amqps://rabbit.example.com:5671/vhost") @Nullable
            String uri,

            @Schema(description = "published to with the event's name as routing key; it has to exist") @Nullable
            String exchange,

            @Schema(description = "instead of an exchange: a durable queue, made if it is not there") @Nullable
            String queue,

            @Nullable String ca,
            @Nullable String username) {}

    /// A stream of NATS.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "NatsTarget")
    record NatsView(
            @Schema(example = "tls://nats.example.com:4222") @Nullable
            String servers,

            @Schema(description = "of JetStream; made if it is not there", example = "WHATSAPP") @Nullable
            String stream,

            @Schema(description = "what subjects begin with; the event's name follows", example = "whatsapp") @Nullable
            String subject,

            @Nullable String ca,
            @Nullable String username) {}

    /// How far it has come.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SinkProgress")
    record ProgressView(
            @Schema(
                    allowableValues = {"running", "retrying", "open", "off"},
                    description = "open: after several failures it is tried once a minute")
            String state,

            @Schema(description = "seq of the last event that was handed over, or not wanted")
            long position,

            @Schema(description = "events of the log that come after it, wanted or not, up to 100000")
            long behind,

            @Nullable Instant behindSince,
            long delivered,
            @Nullable Instant deliveredAt,
            int failures,

            @Schema(
                    description =
                            "why the last try failed: unreachable, forbidden_address, not_allowed, no_target, too_large, timed_out, refused")
            @Nullable
            String reason,

            @Nullable Instant nextAt) {}

    static SinkView of(Sink sink, SinkStore.Behind behind) {
        EventSelection selection = sink.selection();
        SinkTarget target = sink.target();
        return new SinkView(
                sink.id(),
                sink.name(),
                target.kind(),
                target instanceof SinkTarget.Kafka it
                        ? new KafkaView(it.servers(), it.topic(), it.tls(), it.ca(), it.username(), it.mechanism())
                        : null,
                target instanceof SinkTarget.Rabbit it
                        ? new RabbitView(it.uri(), it.exchange(), it.queue(), it.ca(), it.username())
                        : null,
                target instanceof SinkTarget.Nats it
                        ? new NatsView(it.servers(), it.stream(), it.subject(), it.ca(), it.username())
                        : null,
                sink.secret().password() != null,
                selection.events(),
                selection.sessions(),
                selection.chats(),
                selection.direction().text(),
                sink.enabled(),
                progress(sink, behind),
                sink.createdAt(),
                sink.updatedAt());
    }

    private static ProgressView progress(Sink sink, SinkStore.Behind behind) {
        Sink.Progress progress = sink.progress();
        String state = !sink.enabled()
                ? "off"
                : progress.failures() == 0 ? "running" : progress.failures() < Backoff.OPEN ? "retrying" : "open";
        return new ProgressView(
                state,
                progress.position(),
                behind.count(),
                behind.since().orElse(null),
                progress.delivered(),
                progress.deliveredAt().orElse(null),
                progress.failures(),
                progress.reason().orElse(null),
                progress.nextAt().orElse(null));
    }

    @Override
    public String toString() {
        return "SinkView[" + id + "]";
    }
}
