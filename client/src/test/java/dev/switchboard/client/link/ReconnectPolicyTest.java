// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

    private static final double MIDDLE = 0.5;

    private static List<Long> seconds(ReconnectPolicy policy, int tries) {
        return IntStream.rangeClosed(1, tries)
                .mapToObj(attempt -> policy.delay(attempt, MIDDLE).toSeconds())
                .toList();
    }

    @Test
    void comesBackAtOnceAndThenEverMoreSlowly() {
        assertThat(seconds(ReconnectPolicy.STANDARD, 12))
                .containsExactly(0L, 1L, 2L, 4L, 8L, 30L, 60L, 120L, 240L, 480L, 900L, 900L);
    }

    @Test
    void waitsInFibonacciSteps() {
        assertThat(seconds(ReconnectPolicy.fibonacci(Duration.ofSeconds(1), Duration.ofSeconds(20)), 9))
                .containsExactly(1L, 1L, 2L, 3L, 5L, 8L, 13L, 20L, 20L);
    }

    @Test
    void neverWaitsLongerThanTheCap() {
        assertThat(ReconnectPolicy.STANDARD.delay(1_000_000, 0)).isEqualTo(Duration.ofSeconds(810));
        assertThat(ReconnectPolicy.STANDARD.delay(1_000_000, 1)).isEqualTo(Duration.ofMillis(990_250));
    }

    @Test
    void variesByTheJitterEitherWayAndSpreadsEvenTheTryAtOnce() {
        assertThat(ReconnectPolicy.STANDARD.delay(5, 0)).isEqualTo(Duration.ofMillis(7200));
        assertThat(ReconnectPolicy.STANDARD.delay(5, 1)).isEqualTo(Duration.ofMillis(9050));
        assertThat(ReconnectPolicy.STANDARD.delay(1, 0)).isZero();
        assertThat(ReconnectPolicy.STANDARD.delay(1, 1)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void refusesACapBelowTheSlowLane() {
        assertThatThrownBy(() -> ReconnectPolicy.of(List.of(), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
