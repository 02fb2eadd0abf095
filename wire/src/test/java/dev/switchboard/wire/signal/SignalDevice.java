// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

/// One end of a conversation, by whichever implementation.
public interface SignalDevice {

    /// What a device makes of a message.
    sealed interface Outcome {
        record Opened(String text) implements Outcome {}

        record Duplicate() implements Outcome {}

        record Failed() implements Outcome {}
    }

    /// Hands out this device's keys as the key directory does: a one-time pre-key only once.
    PreKeyBundle bundle(boolean withPreKey);

    /// Whether there is a session to send by.
    boolean canEncrypt();

    /// Begins a session, or another one.
    void begin(PreKeyBundle bundle);

    Ciphertext encrypt(String text);

    Outcome decrypt(Ciphertext ciphertext);
}
