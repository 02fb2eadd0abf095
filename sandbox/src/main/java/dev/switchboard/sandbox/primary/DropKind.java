// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// How a connection is broken.
public enum DropKind {
    /// In order: `xmlstreamend`, WebSocket close, TCP close.
    CLOSE,
    /// TCP reset.
    RESET,
    /// It stays open but carries nothing any more.
    STALL
}
