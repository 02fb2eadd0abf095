// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;

/// What a phone uploads to link a companion.
///
/// @param ref the ref it read
/// @param noise the Noise key it read
/// @param identity the identity key it read
/// @param keyIndex the index it gave the companion
/// @param deviceIdentity the serialised `ADVSignedDeviceIdentityHMAC`
/// @param keyIndexList the list that holds the new index; it counts from the moment the device exists
/// @param clientProps the serialised `ClientPairingProps`, empty for none
public record PairDevice(
        String ref,
        Bytes noise,
        Bytes identity,
        int keyIndex,
        Bytes deviceIdentity,
        KeyIndexList keyIndexList,
        Bytes clientProps) {}
