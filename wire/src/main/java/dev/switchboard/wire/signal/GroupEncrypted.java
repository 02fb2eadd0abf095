// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

/// The result of encrypting to a group.
///
/// @param senderKey the state to store before the ciphertext leaves
/// @param ciphertext what to send
public record GroupEncrypted(SenderKeyRecord senderKey, Ciphertext ciphertext) {}
