// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.pairing;

import java.time.Instant;

/// What an account says of one of its companions.
///
/// @param rawId a random number of the account, unsigned 32 bits, the same until it registers anew
/// @param issuedAt when, in whole seconds
/// @param keyIndex the companion's number among all the account ever had; companions begin at 1
/// @param hosted whether Meta's servers hold the keys
public record DeviceGrant(int rawId, Instant issuedAt, int keyIndex, boolean hosted) {}
