// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

/// What follows the end of a connection.
public enum Recovery {
    /// Connect again at once, with the same credentials and without back-off.
    RECONNECT_NOW,
    /// Connect again after the back-off of the [ReconnectPolicy].
    BACK_OFF,
    /// Connect again after a much longer back-off: the server asked for restraint.
    BACK_OFF_FAR,
    /// The link is kept, but nothing may be tried before the time in the cause.
    WAIT,
    /// The link is kept and nothing is tried until the owner starts it again.
    STOP,
    /// As [#STOP], and something has to be repaired first: a setting, a version, a store.
    FAIL,
    /// The link is gone: the device's keys are forgotten and the account has to be linked anew.
    RELINK
}
