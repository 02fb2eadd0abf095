// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.watch;

/// Which way a stanza went.
public enum Direction {
    /// From a client or phone to the server.
    IN,
    /// From the server to a client or phone.
    OUT
}
