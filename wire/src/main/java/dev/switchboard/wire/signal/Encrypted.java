// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

/// The result of encrypting in a session.
///
/// @param session the state to store before the ciphertext leaves
/// @param ciphertext what to send
public record Encrypted(SessionRecord session, Ciphertext ciphertext) {}
