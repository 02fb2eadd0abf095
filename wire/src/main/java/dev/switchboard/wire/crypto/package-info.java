// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors

/// The primitives of the protocol: X25519, XEdDSA, hashes, MACs, key derivation and ciphers on plain byte arrays.
///
/// Curve arithmetic is our own, since the JDK's is several times slower and has no XEdDSA signing; everything else
/// comes from the JDK. Nothing here knows a message, a node or an address. Randomness is always an argument.
@NullMarked
package dev.switchboard.wire.crypto;

import org.jspecify.annotations.NullMarked;
