// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.settings.OutboundSettings;
import dev.switchboard.testkit.SeededRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T10:00:00Z");
    private final SeededRandom random = SeededRandom.of("retries");

    @Test
    void triesForThreeDaysWithGrowingPauses() {
        Instant now = BEGIN;
        Duration before = Duration.ZERO;
        int attempts = 1;
        for (Optional<Instant> next = next(attempts, now); next.isPresent(); next = next(attempts, now)) {
            Duration pause = Duration.between(now, next.get());
            assertThat(pause).isGreaterThan(before.dividedBy(2));
            before = pause;
            now = next.get();
            attempts++;
        }
        assertThat(attempts).isBetween(12, 20);
        assertThat(now).isBetween(BEGIN.plus(Duration.ofHours(60)), BEGIN.plus(RetrySchedule.GIVE_UP));
    }

    private Optional<Instant> next(int attempts, Instant now) {
        return RetrySchedule.next(OutboundSettings.PAUSES, BEGIN, attempts, now, Optional.empty(), random);
    }

    @Test
    void longerWishOfTheReceiverIsGranted() {
        Optional<Instant> next = RetrySchedule.next(
                OutboundSettings.PAUSES, BEGIN, 1, BEGIN, Optional.of(Duration.ofMinutes(30)), random);
        assertThat(next).hasValueSatisfying(time -> assertThat(time).isAfterOrEqualTo(BEGIN.plusSeconds(1800)));
        Optional<Instant> soon = RetrySchedule.next(
                OutboundSettings.PAUSES, BEGIN, 1, BEGIN, Optional.of(Duration.ofSeconds(1)), random);
        assertThat(soon).hasValueSatisfying(time -> assertThat(time).isAfterOrEqualTo(BEGIN.plusSeconds(5)));
    }

    @Test
    void restsAfterTenFailuresAndLongerWithMore() {
        assertThat(RetrySchedule.rest(9, BEGIN)).isEmpty();
        assertThat(RetrySchedule.rest(10, BEGIN)).contains(BEGIN.plusSeconds(30));
        assertThat(RetrySchedule.rest(11, BEGIN)).contains(BEGIN.plusSeconds(60));
        assertThat(RetrySchedule.rest(1_000_000, BEGIN)).contains(BEGIN.plus(Duration.ofMinutes(10)));
    }
}
