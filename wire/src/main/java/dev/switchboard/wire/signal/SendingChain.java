// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.KeyPair;

/// The chain that our messages are encrypted by.
///
/// @param ratchet our ratchet keys, which name the chain
/// @param chainKey the link of the next message
/// @param previousCounter the number of the last message of our chain before this one, 0 if there was none
record SendingChain(KeyPair ratchet, ChainKey chainKey, int previousCounter) {

    SendingChain advanced() {
        return new SendingChain(ratchet, chainKey.next(), previousCounter);
    }

    /// The number of the last message sent, 0 if there was none.
    int lastCounter() {
        return Math.max(chainKey.index() - 1, 0);
    }
}
