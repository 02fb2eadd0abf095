// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Caller caller = new Caller(new TenantId("main"), "key_1", Role.OWNER);
    private final Caller other = new Caller(new TenantId("main"), "key_2", Role.OWNER);

    @Test
    void eachCallerHasItsOwnWindow() {
        RequestLimits limits = new RequestLimits(2, Duration.ofMinutes(1), nanos::get);
        assertThat(limits.take(caller)).isEmpty();
        assertThat(limits.take(caller)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(limits.take(caller)).contains(Duration.ofSeconds(40));
        assertThat(limits.take(other)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(40).toNanos());
        assertThat(limits.take(caller)).isEmpty();
    }

    @Test
    void zeroIsNoLimit() {
        RequestLimits limits = new RequestLimits(0, Duration.ofMinutes(1), nanos::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(limits.take(caller)).isEmpty();
        }
    }
}
