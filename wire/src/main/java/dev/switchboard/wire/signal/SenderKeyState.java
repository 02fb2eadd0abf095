// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import org.jspecify.annotations.Nullable;

/// One sender key.
///
/// @param keyId its id
/// @param chain the link of the next message, and seeds of messages passed over; named by the signing key
/// @param signingPrivateKey the private signing key, only in our own sender keys
record SenderKeyState(
        int keyId, ReceivingChain chain, @Nullable PrivateKey signingPrivateKey) {

    PublicKey signingKey() {
        return chain.ratchetKey();
    }
}
