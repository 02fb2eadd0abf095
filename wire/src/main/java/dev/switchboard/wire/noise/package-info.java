// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The Noise handshakes of both sides, the server's certificates, and the cipher of the frames that follow. Keys,
/// randomness and time come in as arguments; bytes go in and out, unframed.
@NullMarked
package dev.switchboard.wire.noise;

import org.jspecify.annotations.NullMarked;
