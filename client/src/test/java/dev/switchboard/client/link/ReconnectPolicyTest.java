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

    @Test
    void waitsInFibonacciSteps() {
        List<Long> seconds = IntStream.rangeClosed(1, 8)
                .mapToObj(attempt ->
                        ReconnectPolicy.STANDARD.delay(attempt, MIDDLE).toSeconds())
                .toList();
        assertThat(seconds).containsExactly(1L, 1L, 2L, 3L, 5L, 8L, 13L, 21L);
    }

    @Test
    void neverWaitsLongerThanTheCap() {
        assertThat(ReconnectPolicy.STANDARD.delay(1_000_000, MIDDLE)).isEqualTo(Duration.ofSeconds(900));
    }

    @Test
    void variesByTheJitterEitherWay() {
        assertThat(ReconnectPolicy.STANDARD.delay(6, 0)).isEqualTo(Duration.ofMillis(7200));
        assertThat(ReconnectPolicy.STANDARD.delay(6, 1)).isEqualTo(Duration.ofMillis(8800));
    }

    @Test
    void refusesACapBelowTheFirstStep() {
        assertThatThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), 0, Duration.ZERO, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
