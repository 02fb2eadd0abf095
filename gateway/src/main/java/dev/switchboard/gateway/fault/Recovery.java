// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.fault;

/// What can be done about a fault.
public enum Recovery {
    /// The same request may succeed later.
    RETRY,
    /// The session's owner has changed: stop touching it here.
    LET_GO,
    /// An operator has to change something.
    OPERATOR,
    /// Nothing helps.
    NONE
}
