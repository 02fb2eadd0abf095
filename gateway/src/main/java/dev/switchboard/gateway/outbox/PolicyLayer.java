// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import dev.switchboard.gateway.settings.SendLimits;
import java.util.Optional;

/// What a session, or a tenant for all of its sessions, says about sending; what is empty is said by the one above.
record PolicyLayer(
        Optional<SendLimits> limits,
        Optional<QuietHours> quiet,
        Optional<Integer> coldPerDay,
        Optional<WarmUp> warmUp,
        Optional<Boolean> typing,
        Optional<QueryLimits> queries,
        Optional<WhenBlocked> whenBlocked) {
    /// Says nothing.
    static final PolicyLayer NONE = new PolicyLayer(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// A policy in which this says what it has to say, and the other one the rest.
    SendPolicy over(SendPolicy rest) {
        SendLimits effective = limits.orElse(rest.limits());
        QueryLimits asking = queries.orElse(effective.enabled() ? rest.queries() : QueryLimits.NONE);
        return new SendPolicy(
                effective,
                limits.isPresent() || rest.own(),
                rest.paused(),
                quiet.or(rest::quiet),
                coldPerDay.orElse(rest.coldPerDay()),
                warmUp.orElse(rest.warmUp()),
                typing.orElse(rest.typing()),
                asking,
                whenBlocked.orElse(rest.whenBlocked()));
    }
}
