// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Network;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Watches the messages a simulated phone decrypts.
final class PhoneWatch {

    private static final Duration PACE = Duration.ofMillis(5);
    private static final int PAGE = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Network network;
    private final String phone;
    private String last = "";
    private int seen;

    PhoneWatch(Network network, String phone) {
        this.network = network;
        this.phone = phone;
    }

    /// Waits until so many more messages than at the last call have been decrypted.
    void awaitMore(int count) {
        int wanted = seen + count;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (look() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("messages at the phone: " + seen + " (expected: " + wanted + ")");
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private int look() {
        String after = last.isEmpty() ? "" : "&after=" + last;
        JsonNode page = network.admin()
                .get("/admin/accounts/" + phone + "/messages?limit=" + PAGE + after)
                .orFail("reading a phone")
                .body();
        for (JsonNode message : page) {
            if (!message.hasNonNull("text") || message.path("copies").asInt() != 1) {
                throw new IllegalStateException("a message came undecryptable or doubled");
            }
            last = message.path("id").asText();
            seen++;
        }
        return seen;
    }
}
