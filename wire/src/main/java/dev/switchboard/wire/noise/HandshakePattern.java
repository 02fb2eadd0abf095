// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

/// How the two sides come to know each other's static keys.
public enum HandshakePattern {
    /// Both send theirs, encrypted: the first connection.
    XX("Noise_XX_25519_AESGCM_SHA256"),
    /// The client knows the server's and sends its own at once: resumption in one round trip.
    IK("Noise_IK_25519_AESGCM_SHA256"),
    /// A server's answer to an IK attempt it does not accept: XX from the second message on.
    XX_FALLBACK("Noise_XXfallback_25519_AESGCM_SHA256");

    private final String protocolName;

    HandshakePattern(String protocolName) {
        this.protocolName = protocolName;
    }

    /// The name in the Noise framework, which both sides hash.
    public String protocolName() {
        return protocolName;
    }
}
