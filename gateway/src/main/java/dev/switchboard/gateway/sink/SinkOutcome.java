// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import java.util.Locale;

/// How handing over went.
sealed interface SinkOutcome {
    /// The broker has everything.
    record Taken() implements SinkOutcome {}

    /// It does not; what was handed over may have to come again.
    ///
    /// @param detail what the broker's client said, for people; never a password
    record Failed(Reason reason, String detail) implements SinkOutcome {}

    /// Why not.
    enum Reason {
        /// No server could be reached.
        UNREACHABLE,
        /// A server's address is not one that callers may reach.
        FORBIDDEN_ADDRESS,
        /// User name and password were not accepted, or do not allow this.
        NOT_ALLOWED,
        /// There is no such topic, exchange or stream, or no queue takes the messages.
        NO_TARGET,
        /// A message is larger than the broker takes.
        TOO_LARGE,
        TIMED_OUT,
        /// Something else.
        REFUSED;

        /// Stable, for programs.
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SinkOutcome TAKEN = new Taken();

    static SinkOutcome failed(Reason reason, Throwable cause) {
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new Failed(reason, said.length() > 200 ? said.substring(0, 200) : said);
    }
}
