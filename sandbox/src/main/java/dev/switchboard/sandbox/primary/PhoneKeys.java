// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import java.util.List;

/// The public keys of a phone: what a companion uploads with `encrypt`, in one value.
///
/// One-time keys run out like a companion's: the phone gets the same `count` notification when few are left, and
/// answers it with the same upload.
///
/// Keys are 32 raw bytes.
///
/// @param registrationId the phone's registration id
/// @param identity the identity key, which also signs devices
/// @param signedPreKeyId id of the signed pre-key
/// @param signedPreKey the signed pre-key
/// @param signature of the identity key over the signed pre-key, 64 bytes
/// @param preKeys one-time keys
public record PhoneKeys(
        int registrationId,
        Bytes identity,
        int signedPreKeyId,
        Bytes signedPreKey,
        Bytes signature,
        List<OneTimeKey> preKeys) {

    /// Keeps its own copy of the list.
    public PhoneKeys {
        preKeys = List.copyOf(preKeys);
    }

    /// A one-time pre-key.
    public record OneTimeKey(int id, Bytes key) {}
}
