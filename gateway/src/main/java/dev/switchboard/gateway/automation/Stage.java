// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.provider.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a run takes place: in a chat, or in a simulation. What it does is done in one transaction with the run's
/// state.
interface Stage {
    Scene scene();

    Instant now();

    /// How sending went.
    sealed interface Said {
        record Accepted(String id) implements Said {}

        /// It may work later.
        record Later(String reason, Duration pause) implements Said {}

        record Never(String reason) implements Said {}
    }

    /// Sends a message to the chat.
    Said say(Content content, boolean quote);

    /// The text of a message template; empty if there is none, or a value is missing.
    Optional<String> template(String id, Map<String, String> values, @Nullable String language);

    void tag(List<String> add, List<String> remove);

    /// Assigns the chat; false if there is no such user.
    boolean assign(String user, @Nullable String note);

    void handOver(@Nullable String user, @Nullable String note);

    /// Notes what was done.
    void log(Note note);

    /// What was done.
    ///
    /// @param path where in the definition
    /// @param kind the step's type
    /// @param outcome in a word
    /// @param detail more about it, without what people wrote
    /// @param content what was sent, which only simulations show
    record Note(
            String path,
            String kind,
            String outcome,
            @Nullable String detail,
            @Nullable String messageId,
            @Nullable Content content) {
        static Note of(String path, String kind, String outcome, @Nullable String detail) {
            return new Note(path, kind, outcome, detail, null, null);
        }

        @Override
        public String toString() {
            return "Note[" + path + " " + outcome + "]";
        }
    }
}
