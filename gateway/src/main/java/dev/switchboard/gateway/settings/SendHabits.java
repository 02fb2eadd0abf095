// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.util.Locale;

/// How a session sends and asks besides its limits, unless it or its tenant says otherwise.
///
/// @param coldPerDay chats with strangers that may be begun in 24 hours; 0 = as many as messages
/// @param warmUpDays over how many days a new account's part of that grows; 0 = it has all from the beginning
/// @param warmUpFirst how many it may begin on its first day
/// @param typing whether recipients see somebody type before a message
/// @param queriesPerMinute questions to the network in any 60 seconds; 0 = no limit
/// @param queriesPerHour the same in any hour
/// @param whenBlocked what becomes of a message that is over a limit
public record SendHabits(
        int coldPerDay,
        int warmUpDays,
        int warmUpFirst,
        boolean typing,
        int queriesPerMinute,
        int queriesPerHour,
        WhenBlocked whenBlocked) {

    public static final SendHabits STANDARD = new SendHabits(0, 0, 5, false, 120, 1500, WhenBlocked.REFUSE);

    public SendHabits {
        if (coldPerDay < 0 || warmUpDays < 0 || queriesPerMinute < 0 || queriesPerHour < 0) {
            throw new IllegalArgumentException("send habits: " + coldPerDay + ", " + warmUpDays + ", "
                    + queriesPerMinute + ", " + queriesPerHour + " (expected: 0 or more each)");
        }
        if (warmUpFirst < 1) {
            throw new IllegalArgumentException("warm-up: " + warmUpFirst + " (expected: at least 1)");
        }
    }

    /// What becomes of a message that a request wants sent while a limit is reached.
    public enum WhenBlocked {
        /// The request is refused, and told when to come back.
        REFUSE,
        /// It waits in the queue.
        QUEUE;

        /// As it appears outside.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The one of this name.
        ///
        /// @throws IllegalArgumentException if there is none
        public static WhenBlocked of(String text) {
            return switch (text) {
                case "refuse" -> REFUSE;
                case "queue" -> QUEUE;
                default -> throw new IllegalArgumentException("when blocked: " + text + " (expected: refuse or queue)");
            };
        }
    }
}
