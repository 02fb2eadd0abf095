// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import java.util.OptionalInt;

/// Which keys of the other's bundle we used, repeated in every message until the other has answered.
///
/// @param preKeyId the one-time pre-key, if one was used
/// @param signedPreKeyId the signed pre-key
record PendingPreKey(OptionalInt preKeyId, int signedPreKeyId) {}
