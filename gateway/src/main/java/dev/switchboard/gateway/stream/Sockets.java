// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

/// An address to which WebSockets connect.
public interface Sockets {
    /// How many are connected.
    int count();
}
