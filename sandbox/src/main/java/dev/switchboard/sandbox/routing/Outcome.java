// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.routing;

import java.util.Optional;

/// What became of a message.
public sealed interface Outcome {

    /// The recipient does not exist.
    int UNKNOWN_RECIPIENT = 404;

    /// The sender is no member, or may not write.
    int FORBIDDEN = 403;

    /// A group's stanza names devices in a way that cannot be.
    int STALE_ADDRESSING = 421;

    /// The stanza names devices in a way that cannot be.
    int BAD_ADDRESSING = 479;

    /// The recipient keeps strangers out, and the sender showed no good token.
    int STRANGER = 463;

    /// Every copy is kept.
    ///
    /// @param deviceHash the hash of the right set of devices, if the sender missed one
    record Accepted(Optional<String> deviceHash) implements Outcome {}

    /// It was posted in a newsletter.
    ///
    /// @param number the post's number there
    record Posted(long number) implements Outcome {}

    /// Nothing was delivered.
    record Refused(int code) implements Outcome {}
}
