// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

/// What an operator lets a phone show while it writes.
public enum ChatState {
    /// Typing.
    COMPOSING,
    /// Speaking a voice note.
    RECORDING,
    /// Neither any more.
    PAUSED
}
