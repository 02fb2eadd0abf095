// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Why a connection ended or could not be made.
///
/// @param kind which of the known ways
/// @param number the server's or the endpoint's own number, where there is one
/// @param until when trying again makes sense, if the server said so
/// @param detail for logs; holds no message, key or phone number
public record EndCause(EndKind kind, OptionalInt number, Optional<Instant> until, String detail) {

    public static EndCause of(EndKind kind) {
        return new EndCause(kind, OptionalInt.empty(), Optional.empty(), "");
    }

    public static EndCause of(EndKind kind, String detail) {
        return new EndCause(kind, OptionalInt.empty(), Optional.empty(), detail);
    }

    public static EndCause of(EndKind kind, int number) {
        return new EndCause(kind, OptionalInt.of(number), Optional.empty(), "");
    }

    public static EndCause banned(int number, Optional<Instant> until) {
        return new EndCause(EndKind.TEMPORARILY_BANNED, OptionalInt.of(number), until, "");
    }

    /// Stable, for events and logs.
    public String code() {
        return kind.code();
    }

    public Recovery recovery() {
        return kind.recovery();
    }

    /// What to do, in a sentence.
    public String advice() {
        return kind.advice();
    }
}
