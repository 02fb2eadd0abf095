// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.PublicKey;

/// The public half of a one-time pre-key.
///
/// @param id its number, 24 bits and not 0
/// @param key its key
public record PublicPreKey(int id, PublicKey key) {}
