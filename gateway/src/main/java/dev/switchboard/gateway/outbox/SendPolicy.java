// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.settings.SendHabits;
import dev.switchboard.gateway.settings.SendHabits.WhenBlocked;
import dev.switchboard.gateway.settings.SendLimits;
import java.time.Duration;
import java.util.Optional;

/// How a session sends: its own words, its tenant's and the gateway's taken together.
///
/// @param limits how fast
/// @param own whether the limits are not the gateway's
/// @param paused whether nothing is sent until somebody says so
/// @param quiet hours in which nothing is sent
/// @param coldPerDay new chats in 24 hours; 0 = as many as messages
/// @param warmUp how a new account gets there
/// @param typing whether recipients see somebody type before a message
/// @param queries how often the network may be asked something
/// @param whenBlocked what becomes of a message that is over a limit
record SendPolicy(
        SendLimits limits,
        boolean own,
        boolean paused,
        Optional<QuietHours> quiet,
        int coldPerDay,
        WarmUp warmUp,
        boolean typing,
        QueryLimits queries,
        WhenBlocked whenBlocked) {

    /// The gateway's own.
    static SendPolicy standard(SendLimits limits, SendHabits habits) {
        return new SendPolicy(
                limits,
                false,
                false,
                Optional.empty(),
                habits.coldPerDay(),
                new WarmUp(habits.warmUpDays(), habits.warmUpFirst()),
                habits.typing(),
                limits.enabled()
                        ? new QueryLimits(habits.queriesPerMinute(), habits.queriesPerHour())
                        : QueryLimits.NONE,
                habits.whenBlocked());
    }

    SendPolicy pausedOrNot(boolean on) {
        return new SendPolicy(limits, own, on, quiet, coldPerDay, warmUp, typing, queries, whenBlocked);
    }

    /// Whether each message has to be asked for.
    boolean governed() {
        return limits.enabled() || paused || quiet.isPresent() || typing || coldPerDay > 0 || warmUp.days() > 0;
    }

    /// How many new chats may be begun in 24 hours; empty if nothing limits them as such.
    ///
    /// @param age how long the account has been here
    Optional<Integer> coldAllowance(Duration age) {
        int full = coldPerDay > 0 ? coldPerDay : limits.enabled() ? limits.perDay() : SendLimits.STANDARD.perDay();
        boolean warming = age.toDays() < warmUp.days();
        return coldPerDay > 0 || warming ? Optional.of(warmUp.allowance(full, age)) : Optional.empty();
    }
}
