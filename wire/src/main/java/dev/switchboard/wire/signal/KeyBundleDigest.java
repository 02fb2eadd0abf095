// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.Sha;
import java.util.List;

/// The hash by which a device checks that the key directory holds what it uploaded.
public final class KeyBundleDigest {

    private KeyBundleDigest() {}

    /// SHA-1 over identity, signed pre-key, its signature and the one-time pre-keys in the order listed: 20 bytes.
    public static Bytes of(PublicKey identity, PublicSignedPreKey signedPreKey, List<PublicKey> preKeys) {
        byte[][] parts = new byte[3 + preKeys.size()][];
        parts[0] = identity.toByteArray();
        parts[1] = signedPreKey.key().toByteArray();
        parts[2] = signedPreKey.signature().toByteArray();
        for (int i = 0; i < preKeys.size(); i++) {
            parts[3 + i] = preKeys.get(i).toByteArray();
        }
        return Bytes.copyOf(Sha.sha1(parts));
    }
}
