// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.crypto.PublicKey;

/// The two devices of a session.
///
/// @param localIdentity our identity key
/// @param remoteIdentity the other's identity key
/// @param localRegistrationId our registration id
/// @param remoteRegistrationId the other's registration id
record Peers(PublicKey localIdentity, PublicKey remoteIdentity, int localRegistrationId, int remoteRegistrationId) {}
