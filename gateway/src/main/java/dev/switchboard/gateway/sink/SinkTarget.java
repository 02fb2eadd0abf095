// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// Where a sink's events go. Passwords are kept apart, see [SinkSecret].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SinkTarget.Kafka.class, name = "kafka"),
    @JsonSubTypes.Type(value = SinkTarget.Rabbit.class, name = "rabbitmq"),
    @JsonSubTypes.Type(value = SinkTarget.Nats.class, name = "nats")
})
sealed interface SinkTarget {
    /// A topic of Kafka.
    ///
    /// @param servers `host:port`, with commas between
    /// @param topic the chat is each record's key, so that a chat stays in one partition
    /// @param tls whether connections are encrypted
    /// @param ca certificates to trust, PEM; the system's if empty
    /// @param username for SASL; none if empty
    /// @param mechanism of SASL: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
    record Kafka(
            String servers,
            String topic,
            boolean tls,
            @Nullable String ca,
            @Nullable String username,
            @Nullable String mechanism)
            implements SinkTarget {}

    /// An exchange or a queue of RabbitMQ.
    ///
    /// @param uri `amqp://host:port/vhost` or `amqps:`, without user name
    /// @param exchange published to with the event's name as routing key; empty where a queue is named
    /// @param queue a durable queue, made if it is not there
    record Rabbit(
            String uri,
            @Nullable String exchange,
            @Nullable String queue,
            @Nullable String ca,
            @Nullable String username)
            implements SinkTarget {}

    /// A stream of NATS.
    ///
    /// @param servers `nats://host:port` or `tls:`, with commas between
    /// @param stream of JetStream, made if it is not there
    /// @param subject what subjects begin with: the event's name follows
    record Nats(
            String servers,
            String stream,
            String subject,
            @Nullable String ca,
            @Nullable String username) implements SinkTarget {}

    /// As it appears outside.
    default String kind() {
        return switch (this) {
            case Kafka _ -> "kafka";
            case Rabbit _ -> "rabbitmq";
            case Nats _ -> "nats";
        };
    }
}
