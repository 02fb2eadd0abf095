// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// How a phone behaves by itself; silent unless told otherwise.
///
/// @param receipts which receipts it sends for messages from others
/// @param reply what it answers messages from others with
/// @param latency how long it takes to do either
public record AutoBehaviour(Receipts receipts, Optional<String> reply, Duration latency) {

    /// Nothing by itself.
    public static final AutoBehaviour SILENT = new AutoBehaviour(Receipts.NONE, Optional.empty(), Duration.ZERO);

    /// The reply that repeats what was said.
    public static final String ECHO = "echo";

    private static final int VERSION = 1;

    /// Which receipts a phone sends by itself.
    public enum Receipts {
        /// None.
        NONE,
        /// That a message has arrived.
        DELIVERED,
        /// That it has arrived and was read.
        READ
    }

    /// Whether it does nothing by itself.
    boolean silent() {
        return receipts == Receipts.NONE && reply.isEmpty();
    }

    Bytes encode() {
        return new RecordWriter(VERSION)
                .text(receipts.name())
                .flag(reply.isPresent())
                .text(reply.orElse(""))
                .number(latency.toMillis())
                .done();
    }

    static AutoBehaviour decode(Bytes saved) {
        RecordReader in = new RecordReader(saved, VERSION);
        Receipts receipts = Receipts.valueOf(in.text());
        boolean replies = in.flag();
        String text = in.text();
        return new AutoBehaviour(
                receipts, replies ? Optional.of(text) : Optional.empty(), Duration.ofMillis(in.number()));
    }
}
