// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import dev.switchboard.wire.Bytes;

/// A one-time pre-key.
///
/// @param id 1 to 2^24 - 1
/// @param keyPair its encoding, secret
public record StoredPreKey(int id, Bytes keyPair) {}
