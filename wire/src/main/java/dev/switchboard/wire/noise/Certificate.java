// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.InvalidKey;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.XEdDsa;
import dev.switchboard.wire.proto.CertChain.NoiseCertificate;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// A statement that a key is good for a time, and its signature.
///
/// @param serial the certificate's number
/// @param issuerSerial the number of the certificate that signs this one, 0 for the root
/// @param key the key vouched for
/// @param validity when it may be used
/// @param details the signed bytes, of which the other fields are a reading
/// @param signature XEdDSA over the details
public record Certificate(
        long serial, long issuerSerial, PublicKey key, Validity validity, Bytes details, Bytes signature) {

    /// A span of time, both ends included.
    ///
    /// @param notBefore the first moment
    /// @param notAfter the last moment
    public record Validity(Instant notBefore, Instant notAfter) {

        private static final long LATEST = Instant.MAX.getEpochSecond();

        /// Whether the moment lies within.
        public boolean contains(Instant time) {
            return !time.isBefore(notBefore) && !time.isAfter(notAfter);
        }

        /// The span both have in common; it may contain no moment at all.
        public Validity intersection(Validity other) {
            return new Validity(
                    notBefore.isAfter(other.notBefore) ? notBefore : other.notBefore,
                    notAfter.isBefore(other.notAfter) ? notAfter : other.notAfter);
        }

        private static Instant time(long unsignedSeconds) {
            boolean tooLate = unsignedSeconds < 0 || unsignedSeconds > LATEST;
            return Instant.ofEpochSecond(tooLate ? LATEST : unsignedSeconds);
        }
    }

    /// What a certificate states.
    ///
    /// @param serial the certificate's number, u32
    /// @param issuerSerial the number of the signing certificate, 0 for the root, u32
    /// @param key the key vouched for
    /// @param validity when it may be used
    public record Statement(long serial, long issuerSerial, PublicKey key, Validity validity) {

        Bytes encode() {
            return Bytes.copyOf(NoiseCertificate.Details.newBuilder()
                    .setSerial((int) serial)
                    .setIssuerSerial((int) issuerSerial)
                    .setKey(ByteString.copyFrom(key.toByteArray()))
                    .setNotBefore(validity.notBefore().getEpochSecond())
                    .setNotAfter(validity.notAfter().getEpochSecond())
                    .build()
                    .toByteArray());
        }
    }

    /// Signs a statement with the issuer's key.
    public static Certificate sign(Statement statement, PrivateKey issuer, RandomGenerator random) {
        Bytes details = statement.encode();
        Bytes signature = Bytes.copyOf(XEdDsa.sign(issuer, details.toByteArray(), random));
        return new Certificate(
                statement.serial(),
                statement.issuerSerial(),
                statement.key(),
                statement.validity(),
                details,
                signature);
    }

    /// Reads a certificate without judging it.
    ///
    /// @throws HandshakeFailed if a part is missing or has an impossible size
    static Certificate parse(NoiseCertificate message, String which) {
        if (!message.hasDetails() || message.getSignature().size() != XEdDsa.SIGNATURE_SIZE) {
            throw bad(which + " certificate: details or signature missing (expected: both, signature of 64 bytes)");
        }
        try {
            NoiseCertificate.Details details = NoiseCertificate.Details.parseFrom(message.getDetails());
            return new Certificate(
                    Integer.toUnsignedLong(details.getSerial()),
                    Integer.toUnsignedLong(details.getIssuerSerial()),
                    new PublicKey(Bytes.copyOf(details.getKey().toByteArray())),
                    new Validity(Validity.time(details.getNotBefore()), Validity.time(details.getNotAfter())),
                    Bytes.copyOf(message.getDetails().toByteArray()),
                    Bytes.copyOf(message.getSignature().toByteArray()));
        } catch (InvalidProtocolBufferException | InvalidKey e) {
            throw new HandshakeFailed(
                    HandshakeFailed.Reason.BAD_CERTIFICATE,
                    which + " certificate: not readable (expected: details)",
                    e);
        }
    }

    NoiseCertificate toProto() {
        return NoiseCertificate.newBuilder()
                .setDetails(ByteString.copyFrom(details.toByteArray()))
                .setSignature(ByteString.copyFrom(signature.toByteArray()))
                .build();
    }

    boolean isSignedBy(PublicKey issuer) {
        return XEdDsa.verify(issuer, details.toByteArray(), signature.toByteArray());
    }

    private static HandshakeFailed bad(String message) {
        return new HandshakeFailed(HandshakeFailed.Reason.BAD_CERTIFICATE, message);
    }
}
