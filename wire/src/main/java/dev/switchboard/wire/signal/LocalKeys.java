// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import java.util.Optional;

/// Our own keys, looked up while a message is opened. Look-ups change nothing: a one-time pre-key that was used is
/// named in the result, for the caller to delete together with storing the session.
public interface LocalKeys {

    /// Our identity.
    LocalIdentity identity();

    /// The one-time pre-key of an id, unless it was used or never existed.
    Optional<PreKey> preKey(int id);

    /// The signed pre-key of an id; the one before the current should be kept for late messages.
    Optional<SignedPreKey> signedPreKey(int id);
}
