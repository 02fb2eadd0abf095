// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.client.event.Party;
import java.time.Instant;
import java.util.Optional;

/// What came of a change for one person.
public sealed interface MemberOutcome {

    Party person();

    /// It is done.
    record Done(Party person) implements MemberOutcome {}

    /// The person does not let everybody add them: send them this invitation as a message.
    record Invitable(Party person, String code, Optional<Instant> expires) implements MemberOutcome {
        @Override
        public String toString() {
            return "Invitable[]";
        }
    }

    /// It was refused.
    ///
    /// @param number the network's: 403 not allowed, 404 not in the group or not on WhatsApp, 408 left it lately,
    /// 409 in it already, 419 group full
    record Refused(Party person, int number) implements MemberOutcome {}
}
