// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void growsByTheSameFactorEachDay() {
        WarmUp warmUp = new WarmUp(5, 10);
        assertThat(IntStream.range(0, 7)
                        .map(day -> warmUp.allowance(320, Duration.ofDays(day)))
                        .boxed())
                .containsExactly(10, 20, 40, 80, 160, 320, 320);
    }

    @Test
    void isOverAtOnceWithoutDaysAndNeverAllowsMoreThanAll() {
        assertThat(new WarmUp(0, 5).allowance(100, Duration.ZERO)).isEqualTo(100);
        assertThat(new WarmUp(10, 500).allowance(100, Duration.ZERO)).isEqualTo(100);
        assertThat(new WarmUp(10, 5).allowance(100, Duration.ofDays(-3))).isEqualTo(5);
    }

    @Test
    void nextStepIsTheBeginningOfTheAccountsNextDay() {
        WarmUp warmUp = new WarmUp(2, 5);
        assertThat(warmUp.nextStep(SINCE, SINCE.plusSeconds(5))).contains(SINCE.plus(Duration.ofDays(1)));
        assertThat(warmUp.nextStep(SINCE, SINCE.plus(Duration.ofHours(25)))).contains(SINCE.plus(Duration.ofDays(2)));
        assertThat(warmUp.nextStep(SINCE, SINCE.plus(Duration.ofDays(2)))).isEmpty();
    }
}
