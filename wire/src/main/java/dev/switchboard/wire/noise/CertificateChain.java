// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.HandshakeFailed.Reason;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.CertChain;
import java.time.Instant;

/// What a server proves its static key with: a leaf for that key, signed by an intermediate, signed by a
/// root that the client knows.
///
/// @param leaf vouches for the server's static key
/// @param intermediate vouches for the key that signed the leaf
public record CertificateChain(Certificate leaf, Certificate intermediate) {

    /// Reads a chain without judging it.
    ///
    /// @throws HandshakeFailed if it is not readable or a part is missing
    public static CertificateChain parse(byte[] encoded) {
        try {
            CertChain chain = CertChain.parseFrom(encoded);
            return new CertificateChain(
                    Certificate.parse(chain.getLeaf(), "leaf"),
                    Certificate.parse(chain.getIntermediate(), "intermediate"));
        } catch (InvalidProtocolBufferException e) {
            throw new HandshakeFailed(Reason.BAD_CERTIFICATE, "certificate chain: not readable (expected: one)", e);
        }
    }

    /// The bytes a server sends.
    public Bytes encode() {
        return Bytes.copyOf(CertChain.newBuilder()
                .setLeaf(leaf.toProto())
                .setIntermediate(intermediate.toProto())
                .build()
                .toByteArray());
    }

    /// When both certificates are valid: until its end a client may resume without asking for the chain.
    public Certificate.Validity validity() {
        return leaf.validity().intersection(intermediate.validity());
    }

    /// Makes sure that the root vouches for `serverKey` now.
    ///
    /// @throws HandshakeFailed if it does not
    public void verify(TrustRoot root, PublicKey serverKey, Instant now) {
        if (!intermediate.isSignedBy(root.key())) {
            throw new HandshakeFailed(Reason.UNTRUSTED, "intermediate certificate: not signed by the trust root");
        }
        if (intermediate.issuerSerial() != 0) {
            throw new HandshakeFailed(
                    Reason.BAD_CERTIFICATE,
                    "issuer of the intermediate: " + intermediate.issuerSerial() + " (expected: 0, the root)");
        }
        if (!leaf.isSignedBy(intermediate.key())) {
            throw new HandshakeFailed(Reason.UNTRUSTED, "leaf certificate: not signed by the intermediate");
        }
        verifyTime(intermediate, "intermediate", now);
        if (leaf.issuerSerial() != intermediate.serial()) {
            throw new HandshakeFailed(
                    Reason.BAD_CERTIFICATE,
                    "issuer of the leaf: " + leaf.issuerSerial() + " (expected: " + intermediate.serial() + ")");
        }
        if (!leaf.key().raw().constantTimeEquals(serverKey.raw())) {
            throw new HandshakeFailed(Reason.UNTRUSTED, "leaf certificate: for another key than the server's");
        }
        verifyTime(leaf, "leaf", now);
    }

    private static void verifyTime(Certificate certificate, String which, Instant now) {
        if (!certificate.validity().contains(now)) {
            throw new HandshakeFailed(
                    Reason.EXPIRED,
                    which + " certificate at " + now + " (expected: between "
                            + certificate.validity().notBefore() + " and "
                            + certificate.validity().notAfter() + ")");
        }
    }
}
