// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.util.Arrays;
import java.util.Locale;

/// How far an own message has come. The order is the order in which it may move; an acknowledgement that comes after
/// all overrules a failure.
public enum Delivery {
    QUEUED(0),
    FAILED(1),
    SENT(2),
    DELIVERED(3),
    READ(4),
    PLAYED(5);

    private final int rank;

    Delivery(int rank) {
        this.rank = rank;
    }

    /// Its place in the order, as it is stored.
    public int rank() {
        return rank;
    }

    public static Delivery ofRank(int rank) {
        return Arrays.stream(values())
                .filter(delivery -> delivery.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("delivery: " + rank + " (expected: 0 to 5)"));
    }

    /// As it appears outside.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
