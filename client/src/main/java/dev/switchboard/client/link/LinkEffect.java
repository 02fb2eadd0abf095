// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.link;

/// What a transition asks of whoever runs the machine, in the order given.
public enum LinkEffect {
    /// Close the socket, if there is one.
    CLOSE,
    /// Open a socket.
    OPEN,
    /// Show the first of the state's references as a QR code.
    SHOW_QR,
    /// Forget the device's keys and account.
    FORGET
}
