// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A question with options to choose from.
///
/// @param question the question
/// @param options the answers offered, all different
/// @param selectable how many may be chosen; 0 for any number
/// @param correct the right answer, which makes it a quiz
/// @param ends when voting ends
/// @param hidesVoters whether nobody sees who chose what
/// @param takesOptions whether voters may add options
public record Poll(
        String question,
        List<String> options,
        int selectable,
        Optional<String> correct,
        Optional<Instant> ends,
        boolean hidesVoters,
        boolean takesOptions) {

    public Poll {
        options = List.copyOf(options);
    }

    /// A plain poll.
    public static Poll of(String question, List<String> options, int selectable) {
        return new Poll(question, options, selectable, Optional.empty(), Optional.empty(), false, false);
    }

    /// Whether it can be sent: at least two different options, and a number of choices that makes sense.
    public boolean isSound() {
        boolean different = new HashSet<>(options).size() == options.size();
        return !question.isEmpty()
                && options.size() >= 2
                && different
                && options.stream().noneMatch(String::isEmpty)
                && selectable >= 0
                && selectable <= options.size()
                && correct.map(options::contains).orElse(true);
    }

    @Override
    public String toString() {
        return "Poll[" + options.size() + " options]";
    }
}
