// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;

/// A link of a symmetric ratchet.
///
/// @param key 32 bytes
/// @param index the number of the next message
record ChainKey(Bytes key, int index) {

    static final int SIZE = 32;

    private static final byte[] MESSAGE = {1};
    private static final byte[] CHAIN = {2};

    ChainKey next() {
        return new ChainKey(Bytes.copyOf(Hmac.sha256(key.toByteArray(), CHAIN)), index + 1);
    }

    /// What the keys of the message at this link are derived from: 32 bytes.
    byte[] messageSeed() {
        return Hmac.sha256(key.toByteArray(), MESSAGE);
    }
}
