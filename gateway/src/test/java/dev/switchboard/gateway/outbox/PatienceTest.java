// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void readsThePreferHeaderWithinBounds() {
        assertThat(Patience.of(null)).isZero();
        assertThat(Patience.of("wait=10")).isEqualTo(Duration.ofSeconds(10));
        assertThat(Patience.of("respond-async, wait = 3")).isEqualTo(Duration.ofSeconds(3));
        assertThat(Patience.of("wait=99999")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Patience.of("await=10")).isZero();
        assertThat(Patience.of("wait=soon")).isZero();
    }

    @Test
    void hasNoneOutsideOfRequests() {
        assertThat(Patience.ofRequest()).isZero();
    }
}
