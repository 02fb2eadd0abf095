// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.group;

import dev.switchboard.wire.jid.Jid;
import java.util.OptionalInt;

/// What came of linking one group to a community, or unlinking it.
///
/// @param error the network's number, if it was refused
public record LinkOutcome(Jid group, OptionalInt error) {}
