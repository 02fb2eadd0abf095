// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// Events for brokers: Kafka, RabbitMQ and NATS, each a reader of the one event log with a durable place of its own.
/// At least once, in order per chat, and each message says which event it is. Entry type:
/// [dev.switchboard.gateway.sink.Sinks]; a further broker is a further [dev.switchboard.gateway.sink.SinkLink].
@NullMarked
package dev.switchboard.gateway.sink;

import org.jspecify.annotations.NullMarked;
