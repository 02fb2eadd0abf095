// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.provider.LinkState;
import dev.switchboard.gateway.provider.LinkStatus;
import dev.switchboard.gateway.provider.SessionKey;
import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionCacheTest {
    private static final TenantId TENANT = new TenantId("main");

    private final SessionCache cache = new SessionCache();
    private final AtomicInteger reads = new AtomicInteger();

    private static Session session(String label) {
        return new Session(
                new SessionKey(1, TENANT, "shop"),
                label,
                new LinkStatus(LinkState.CREATED, "new", "", Optional.empty()),
                false,
                false,
                Optional.empty(),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }

    private String label(Runnable meanwhile, String stored) {
        return cache.find(TENANT, "shop", () -> {
                    reads.incrementAndGet();
                    meanwhile.run();
                    return Optional.of(session(stored));
                })
                .orElseThrow()
                .label();
    }

    @Test
    void asksOnceUntilSomethingChanges() {
        assertThat(label(() -> {}, "one")).isEqualTo("one");
        assertThat(label(() -> {}, "two")).isEqualTo("one");
        assertThat(reads).hasValue(1);
        cache.forget();
        assertThat(label(() -> {}, "two")).isEqualTo("two");
    }

    @Test
    void whatWasReadWhileItChangedIsNotKept() {
        assertThat(label(cache::forget, "old")).isEqualTo("old");
        assertThat(label(() -> {}, "new")).isEqualTo("new");
    }

    @Test
    void sessionsThatAreNotThereAreAskedForAgain() {
        assertThat(cache.find(TENANT, "shop", Optional::empty)).isEmpty();
        assertThat(label(() -> {}, "made")).isEqualTo("made");
    }
}
