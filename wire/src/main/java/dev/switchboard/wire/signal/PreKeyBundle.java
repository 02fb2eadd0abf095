// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.PublicKey;
import java.util.Optional;

/// What the key directory hands out for a device, enough to open a session with it.
///
/// @param registrationId the device's registration id, an unsigned 32-bit number
/// @param identity the device's identity key
/// @param signedPreKey the device's signed pre-key
/// @param preKey a one-time pre-key; absent once they are used up, which still makes a valid session
public record PreKeyBundle(
        int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey, Optional<PublicPreKey> preKey) {}
