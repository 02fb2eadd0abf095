// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What a client that proves itself with a passkey begins with.
///
/// @param ref the server's name for the client
/// @param payload the serialised `ProloguePayload`
/// @param handoffProof its proof that it showed the code that was scanned, if it gave one
public record PasskeyPrologue(String ref, Bytes payload, Optional<Bytes> handoffProof) {}
