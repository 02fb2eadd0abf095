// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

/// Whose documented answers a port gives where two dialects meet on one path.
public enum PortRole {
    /// Everything, with the clients dialect's shapes.
    NATIVE,
    CLIENTS,
    SESSIONS
}
