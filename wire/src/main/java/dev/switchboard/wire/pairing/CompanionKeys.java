// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.PairingFailed;
import dev.switchboard.wire.crypto.PublicKey;

/// What a phone needs to know of a companion to vouch for it.
///
/// @param identity the companion's identity key
/// @param advSecret 32 bytes that only the companion and the phone know
public record CompanionKeys(PublicKey identity, Bytes advSecret) {

    /// Bytes of the secret.
    public static final int SECRET_SIZE = 32;

    /// Refuses a secret of another size.
    public CompanionKeys {
        if (advSecret.size() != SECRET_SIZE) {
            throw new PairingFailed(
                    PairingFailed.Reason.MALFORMED, "adv secret bytes: " + advSecret.size() + " (expected: 32)");
        }
    }
}
