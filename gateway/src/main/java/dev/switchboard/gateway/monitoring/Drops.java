// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.monitoring;

import dev.switchboard.gateway.provider.LinkState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Counts links that were lost without anybody having asked for it, by cause.
final class Drops {
    private static final Set<String> ASKED_FOR = Set.of("stopped", "logged-out-here");

    private final MeterRegistry registry;
    private final Set<String> up = ConcurrentHashMap.newKeySet();

    Drops(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Takes in a state that was entered.
    void entered(String session, LinkState state, String cause) {
        if (state == LinkState.CONNECTED) {
            up.add(session);
        } else if (up.remove(session) && !ASKED_FOR.contains(cause)) {
            Counter.builder("switchboard.link.drops")
                    .description("Links that were lost without anybody having asked for it")
                    .tag("cause", cause)
                    .register(registry)
                    .increment();
        }
    }
}
