// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.wire.jid.Jid;

/// How joining a group ended.
public sealed interface JoinOutcome {

    Jid group();

    /// This account is a member.
    record Joined(Jid group) implements JoinOutcome {}

    /// An admin has to approve.
    record AwaitingApproval(Jid group) implements JoinOutcome {}
}
