// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What has happened since the start, counted. Safe for any thread.
final class Tally {
    /// What is counted.
    enum Kind {
        CLIENTS_CREATED("clientsCreated", "switchboard.session.creations", "Sessions made"),
        QR_CODES_GENERATED("qrCodesGenerated", "switchboard.qr.codes", "QR codes put on display"),
        SESSIONS_RECOVERED("sessionsRecovered", "switchboard.session.recoveries", "Links that came back by themselves"),
        MESSAGES_SENT("messagesSent", "switchboard.messages.sent", "Messages that the network has acknowledged"),
        MESSAGES_FAILED("messagesFailed", "switchboard.messages.failed", "Messages that could not be sent"),
        MESSAGES_RECEIVED("messagesReceived", "switchboard.messages.received", "Messages of others that came in"),
        ERRORS("errors", "switchboard.errors", "Requests and sessions that failed through no fault of the caller");

        private final String field;
        private final String meter;
        private final String description;

        Kind(String field, String meter, String description) {
            this.field = field;
            this.meter = meter;
            this.description = description;
        }

        /// Its name in the JSON form.
        String field() {
            return field;
        }

        /// Its name for scrapers.
        String meter() {
            return meter;
        }

        String description() {
            return description;
        }
    }

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    Tally() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    void add(Kind kind) {
        adder(kind).increment();
    }

    long of(Kind kind) {
        return adder(kind).sum();
    }

    private LongAdder adder(Kind kind) {
        LongAdder adder = counts.get(kind);
        if (adder == null) {
            throw new IllegalStateException("kind: " + kind + " (expected: one that is counted)");
        }
        return adder;
    }
}
