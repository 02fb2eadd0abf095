// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;

/// A member of a group, by whichever implementation.
public interface GroupMember {

    /// What lets others read this member's next messages.
    Bytes distribution();

    /// Learns to read another member's messages.
    void process(String sender, Bytes distribution);

    Bytes encrypt(String text);

    SignalDevice.Outcome decrypt(String sender, Bytes wire);
}
