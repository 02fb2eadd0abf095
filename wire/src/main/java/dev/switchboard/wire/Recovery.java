// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

/// What a caller can do about a fault.
public enum Recovery {
    /// Ask for the same thing again: a retry receipt, another attempt.
    RETRY,
    /// Close the connection and open a new one.
    RECONNECT,
    /// The credentials or the link are no longer good: link the device anew.
    REPAIR,
    /// Nothing; drop the input.
    NONE
}
