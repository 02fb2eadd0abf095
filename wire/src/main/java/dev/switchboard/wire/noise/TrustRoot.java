// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.PublicKey;

/// The key that must have signed a server's intermediate certificate.
///
/// @param key the root's public key
public record TrustRoot(PublicKey key) {

    /// WhatsApp's own.
    public static final TrustRoot WHATSAPP = new TrustRoot(
            new PublicKey(Bytes.fromHex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b")));
}
