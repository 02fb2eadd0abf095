// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import dev.switchboard.gateway.provider.ReconnectPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The ways in which a link that was lost comes back, by name. None gives up: after its own tries each has a slow lane.
public enum ReconnectionPolicy {
    /// At once, then after 1, 2, 4 and 8 seconds; then from half a minute up to a quarter of an hour.
    STANDARD("At once, then after 1, 2, 4 and 8 s; then 30 s, doubling up to 15 min.") {
        @Override
        ReconnectPlan plan(Duration base) {
            return new ReconnectPlan(seconds(0, 1, 2, 4, 8), Duration.ofSeconds(30), LONGEST);
        }
    },
    /// At once, after five minutes, then every quarter of an hour.
    RECOVERY("At once, after 5 min, then every 15 min.") {
        @Override
        ReconnectPlan plan(Duration base) {
            return new ReconnectPlan(seconds(0, 300), LONGEST, LONGEST);
        }
    },
    /// After five seconds, then every half minute.
    STEADY("After 5 s, then every 30 s.") {
        @Override
        ReconnectPlan plan(Duration base) {
            return new ReconnectPlan(seconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
        }
    },
    /// After a base time that doubles.
    EXPONENTIAL("After reconnect-delay (5 s unless set), doubling up to 5 min.") {
        @Override
        ReconnectPlan plan(Duration base) {
            Duration cap = Duration.ofMinutes(5);
            return new ReconnectPlan(List.of(), base, base.compareTo(cap) > 0 ? base : cap);
        }
    },
    /// As WhatsApp's own web client waits.
    NETWORK("After 1, 1, 2, 3, 5, 8, 13 s and so on up to 15 min, as WhatsApp's own web client waits.") {
        @Override
        ReconnectPlan plan(Duration base) {
            return new ReconnectPlan(
                    seconds(1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610), LONGEST, LONGEST);
        }
    };

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final String words;

    ReconnectionPolicy(String words) {
        this.words = words;
    }

    /// The waits.
    ///
    /// @param base the first wait of the one whose waits can be set
    abstract ReconnectPlan plan(Duration base);

    /// What it does, in a sentence.
    String words() {
        return words;
    }

    /// As it appears outside.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ReconnectionPolicy> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text().equals(text))
                .findFirst();
    }

    private static List<Duration> seconds(long... waits) {
        return Arrays.stream(waits).mapToObj(Duration::ofSeconds).toList();
    }
}
