// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;

/// An encrypted message as it travels.
///
/// @param type what it is
/// @param body its bytes
public record Ciphertext(CiphertextType type, Bytes body) {}
