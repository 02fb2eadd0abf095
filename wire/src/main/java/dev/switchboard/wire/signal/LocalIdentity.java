// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.KeyPair;

/// Who we are to Signal peers.
///
/// @param keyPair our identity keys
/// @param registrationId our registration id, an unsigned 32-bit number
public record LocalIdentity(KeyPair keyPair, int registrationId) {}
