// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.outbox.Governor.Decision;
import dev.switchboard.gateway.outbox.Governor.Reason;
import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernorTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final SendLimits NO_GAP = new SendLimits(true, 20, 100, 1000, Duration.ZERO, Duration.ZERO);

    private static List<Instant> every(Duration step, int count) {
        List<Instant> sent = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            sent.add(NOW.minus(step.multipliedBy(i)));
        }
        return sent;
    }

    @Test
    void firstMessageOfIdleSessionGoesAtOnce() {
        assertThat(Governor.decide(SendLimits.STANDARD, List.of(), NOW, 1)).isInstanceOf(Decision.Go.class);
        assertThat(Governor.decide(SendLimits.STANDARD, List.of(NOW.minusSeconds(6)), NOW, 1))
                .isInstanceOf(Decision.Go.class);
    }

    @Test
    void gapIsBetweenItsBoundsAndTheSameWhenAskedAgain() {
        for (int seed = 0; seed < 200; seed++) {
            Decision first = Governor.decide(SendLimits.STANDARD, List.of(NOW), NOW, seed);
            assertThat(first).isEqualTo(Governor.decide(SendLimits.STANDARD, List.of(NOW), NOW, seed));
            assertThat(first).isInstanceOfSatisfying(Decision.Wait.class, wait -> {
                assertThat(wait.reason()).isEqualTo(Reason.GAP);
                assertThat(Duration.between(NOW, wait.until())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
            });
        }
    }

    @Test
    void gapsDiffer() {
        assertThat(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> Governor.decide(SendLimits.STANDARD, List.of(NOW), NOW, i))
                        .distinct()
                        .count())
                .isGreaterThan(20);
    }

    @Test
    void windowsFillAndOpenAgain() {
        List<Instant> burst = every(Duration.ofSeconds(1), 20);
        assertThat(Governor.decide(NO_GAP, burst.subList(0, 19), NOW, 0)).isInstanceOf(Decision.Go.class);
        assertThat(Governor.decide(NO_GAP, burst, NOW, 0))
                .isEqualTo(new Decision.Wait(NOW.minusSeconds(20).plusSeconds(60), Reason.MINUTE_LIMIT));
        assertThat(Governor.decide(NO_GAP, burst, NOW.plusSeconds(40), 0)).isInstanceOf(Decision.Go.class);
        assertThat(Governor.decide(NO_GAP, every(Duration.ofSeconds(10), 100), NOW, 0))
                .isEqualTo(new Decision.Wait(NOW.minusSeconds(1000).plusSeconds(3600), Reason.HOUR_LIMIT));
        assertThat(Governor.decide(NO_GAP, every(Duration.ofSeconds(80), 1000), NOW, 0))
                .isEqualTo(new Decision.Wait(NOW.minusSeconds(80_000).plusSeconds(86_400), Reason.DAY_LIMIT));
    }

    @Test
    void longestReasonWins() {
        SendLimits tight = new SendLimits(true, 1, 1, 1, Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(Governor.decide(tight, List.of(NOW), NOW, 0))
                .isEqualTo(new Decision.Wait(NOW.plusSeconds(86_400), Reason.DAY_LIMIT));
    }

    @Test
    void neverMoreThanTheLimitInAnyWindow() {
        List<Instant> sent = new ArrayList<>();
        Instant time = NOW;
        for (int i = 0; i < 150; i++) {
            while (Governor.decide(SendLimits.STANDARD, sent, time, 42)
                    instanceof Decision.Wait(Instant until, Reason _)) {
                time = until;
            }
            sent.addFirst(time);
        }
        for (Instant end : sent) {
            assertThat(within(sent, end, Duration.ofMinutes(1))).isLessThanOrEqualTo(20);
            assertThat(within(sent, end, Duration.ofHours(1))).isLessThanOrEqualTo(100);
        }
    }

    private static long within(List<Instant> sent, Instant end, Duration window) {
        return sent.stream()
                .filter(at -> !at.isAfter(end) && at.isAfter(end.minus(window)))
                .count();
    }

    @Test
    void offMeansOff() {
        assertThat(Governor.decide(SendLimits.OFF, every(Duration.ofMillis(1), 5000), NOW, 0))
                .isInstanceOf(Decision.Go.class);
    }
}
