// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

/// What somebody is doing in a chat.
public enum ChatActivity {
    COMPOSING,
    RECORDING,
    PAUSED
}
