// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;

/// A device as it was when asked for.
///
/// @param id its number, 0 for a phone
/// @param primary whether it is the phone
/// @param keyIndex the index the phone gave it, 0 for a phone
/// @param online whether it is connected
/// @param queued stanzas that wait for its acknowledgement
/// @param identity its identity key
/// @param deviceProps the serialised `DeviceProps` of its registration
public record DeviceView(
        int id, boolean primary, int keyIndex, boolean online, int queued, Bytes identity, Bytes deviceProps) {}
