// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;
import java.util.Optional;
import java.util.OptionalInt;

/// The result of opening a message in a session.
///
/// @param session the state to store before the message is acknowledged
/// @param plaintext the content, still padded
/// @param consumedPreKey the id of the one-time pre-key to delete when storing the session
/// @param identity the sender's identity key, to be compared with the one on file: trust on first use
/// @param replacedIdentity the identity key of the sessions that were dropped since the sender has a new one
public record Decrypted(
        SessionRecord session,
        Bytes plaintext,
        OptionalInt consumedPreKey,
        PublicKey identity,
        Optional<PublicKey> replacedIdentity) {}
