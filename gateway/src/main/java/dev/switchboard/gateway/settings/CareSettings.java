// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.time.Duration;
import java.util.List;

/// How links come back and are watched.
///
/// @param reconnectPolicy the name of the policy that holds where nothing else is set
/// @param reconnectDelay the first wait of the policy `exponential`
/// @param checkEvery how often each session is looked after
/// @param deafAfter how long nothing may be delivered before a session has to prove that it hears; zero = for ever
public record CareSettings(String reconnectPolicy, Duration reconnectDelay, Duration checkEvery, Duration deafAfter) {
    /// The names of the policies.
    public static final List<String> POLICIES = List.of("standard", "recovery", "steady", "exponential", "network");

    public static final CareSettings STANDARD =
            new CareSettings("standard", Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(30));

    public CareSettings {
        if (!POLICIES.contains(reconnectPolicy)) {
            throw new IllegalArgumentException(
                    "reconnect-policy: " + reconnectPolicy + " (expected: " + String.join(", ", POLICIES) + ")");
        }
        if (!reconnectDelay.isPositive() || !checkEvery.isPositive() || deafAfter.isNegative()) {
            throw new IllegalArgumentException("reconnect-delay, health-check-every, deaf-after: " + reconnectDelay
                    + ", " + checkEvery + ", " + deafAfter + " (expected: more than nothing, deaf-after not less)");
        }
    }
}
