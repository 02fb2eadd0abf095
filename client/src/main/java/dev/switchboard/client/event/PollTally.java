// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import java.time.Instant;
import java.util.List;

/// How a poll stands: every voter's latest choice, as far as this device has seen the votes.
///
/// @param counts the poll's options in its order, each with its votes
/// @param votes who chose what; those who withdrew their vote are not among them
public record PollTally(List<Count> counts, List<Vote> votes) {

    public PollTally {
        counts = List.copyOf(counts);
        votes = List.copyOf(votes);
    }

    /// An option and how many chose it.
    public record Count(String option, int votes) {
        @Override
        public String toString() {
            return "Count[" + votes + "]";
        }
    }

    /// Somebody's choice.
    ///
    /// @param fromMe whether it is this account's
    public record Vote(Party voter, boolean fromMe, List<String> options, Instant at) {
        public Vote {
            options = List.copyOf(options);
        }

        @Override
        public String toString() {
            return "Vote[" + options.size() + " options]";
        }
    }
}
