// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Signatures by X25519 keys in the form Signal and WhatsApp use: an Ed25519 signature by the same scalar whose last
/// byte carries the sign of the Edwards key in bit 7. Unlike in the XEdDSA paper the scalar is never negated.
public final class XEdDsa {

    /// Bytes of a signature.
    public static final int SIGNATURE_SIZE = 64;

    private static final int HALF = 32;
    private static final byte[] NONCE_PREFIX = noncePrefix();

    private XEdDsa() {}

    /// Signs a message. Any 64 bytes of randomness give a valid signature; equal randomness gives an equal one.
    public static byte[] sign(PrivateKey privateKey, byte[] message, RandomGenerator random) {
        byte[] entropy = new byte[SIGNATURE_SIZE];
        random.nextBytes(entropy);
        byte[] scalar = privateKey.scalar();
        byte[] publicPoint = BaseTable.multiply(scalar).encode();
        byte[] nonce = Scalar.reduce(Sha.sha512(NONCE_PREFIX, scalar, message, entropy));
        byte[] noncePoint = BaseTable.multiply(nonce).encode();
        byte[] challenge = Scalar.reduce(Sha.sha512(noncePoint, publicPoint, message));
        byte[] signature = Arrays.copyOf(noncePoint, SIGNATURE_SIZE);
        System.arraycopy(Scalar.multiplyAdd(challenge, scalar, nonce), 0, signature, HALF, HALF);
        signature[SIGNATURE_SIZE - 1] |= (byte) (publicPoint[HALF - 1] & 0x80);
        return signature;
    }

    /// Whether a signature is by the owner of a key. Anything malformed is simply not.
    public static boolean verify(PublicKey publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_SIZE) {
            return false;
        }
        byte[] noncePoint = Arrays.copyOf(signature, HALF);
        byte[] response = Arrays.copyOfRange(signature, HALF, SIGNATURE_SIZE);
        int sign = response[HALF - 1] >> 7 & 1;
        response[HALF - 1] &= 0x7f;
        long[] y = edwardsY(publicKey);
        Edwards point = Edwards.fromY(y, sign);
        if (point == null || !Scalar.isCanonical(response)) {
            return false;
        }
        byte[] publicPoint = Field.encode(y);
        publicPoint[HALF - 1] |= (byte) (sign << 7);
        byte[] challenge = Scalar.reduce(Sha.sha512(noncePoint, publicPoint, message));
        Edwards expected = DoubleMultiply.subtract(response, challenge, point);
        return MessageDigest.isEqual(expected.encode(), noncePoint);
    }

    /// The Edwards y of a Montgomery u: (u - 1) / (u + 1).
    private static long[] edwardsY(PublicKey publicKey) {
        long[] u = Field.decode(publicKey.toByteArray());
        long[] one = Field.of(1);
        long[] y = Field.zero();
        Field.add(y, u, one);
        Field.invert(y, y);
        Field.sub(u, u, one);
        Field.mul(y, y, u);
        return y;
    }

    private static byte[] noncePrefix() {
        byte[] prefix = new byte[HALF];
        Arrays.fill(prefix, (byte) 0xff);
        prefix[0] = (byte) 0xfe;
        return prefix;
    }
}
