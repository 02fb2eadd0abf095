// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Signatures against those of curve25519-js, and against the JDK's Ed25519 verifier.
final class XEdDsaTest {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    static Stream<JsonNode> vectors() {
        return Vectors.each(Vectors.auth().get("xeddsa"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void signsAsTheReferenceWithTheSameRandomness(JsonNode vector) {
        PrivateKey key = PrivateKey.of(Vectors.hex(vector, "private"));
        byte[] signature =
                XEdDsa.sign(key, Vectors.hex(vector, "message"), FixedRandom.of(Vectors.hex(vector, "random64")));
        assertThat(Bytes.copyOf(signature).hex())
                .isEqualTo(vector.get("randomisedSignature").textValue());
        assertThat(KeyPair.of(key).publicKey().raw().hex())
                .isEqualTo(vector.get("public").textValue());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void verifiesBothSignaturesOfTheReferenceButNoChangedOne(JsonNode vector) {
        PublicKey key = PublicKey.of(Vectors.hex(vector, "public"));
        byte[] message = Vectors.hex(vector, "message");
        for (String name : new String[] {"deterministicSignature", "randomisedSignature"}) {
            byte[] signature = Vectors.hex(vector, name);
            assertThat(XEdDsa.verify(key, message, signature)).isTrue();
            for (int bit = 0; bit < 8 * signature.length; bit++) {
                byte[] changed = signature.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(XEdDsa.verify(key, message, changed)).isFalse();
            }
        }
    }

    @Test
    void verifiesTheSignaturesOfTheMessagingVectors() {
        JsonNode vector = Vectors.messaging().get("xeddsa");
        JsonNode other = vector.get("other");
        PublicKey bob = PublicKey.of(Vectors.hex(Vectors.messaging(), "keys/list/bob.identity/pub33"));
        assertThat(XEdDsa.verify(bob, Vectors.hex(vector, "message"), Vectors.hex(vector, "signature")))
                .isTrue();
        PublicKey second = PublicKey.of(Vectors.hex(other, "pub33"));
        assertThat(XEdDsa.verify(second, Vectors.hex(other, "message"), Vectors.hex(other, "signature")))
                .isTrue();
        assertThat(XEdDsa.verify(bob, Vectors.hex(other, "message"), Vectors.hex(other, "signature")))
                .isFalse();
    }

    @Test
    void agreesWithTheJdkOnRandomSignaturesGoodAndBad() throws Exception {
        SeededRandom random = new SeededRandom(1);
        for (int i = 0; i < 60; i++) {
            KeyPair pair = KeyPair.generate(random);
            byte[] message = random.bytes(random.nextInt(100));
            byte[] signature = XEdDsa.sign(pair.privateKey(), message, random);
            assertThat(XEdDsa.verify(pair.publicKey(), message, signature)).isTrue();
            assertThat(jdkVerify(pair.publicKey(), message, signature)).isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(XEdDsa.verify(pair.publicKey(), message, signature)).isFalse();
            assertThat(jdkVerify(pair.publicKey(), message, signature)).isFalse();
        }
    }

    @Test
    void refusesSignaturesOfAnyOtherLength() {
        KeyPair pair = KeyPair.generate(new SeededRandom(2));
        for (int length = 0; length < 130; length++) {
            assertThat(XEdDsa.verify(pair.publicKey(), new byte[1], new byte[length]))
                    .isFalse();
        }
    }

    @Test
    void refusesKeysThatAreNoPointOfTheCurve() {
        SeededRandom random = new SeededRandom(3);
        KeyPair pair = KeyPair.generate(random);
        byte[] signature = XEdDsa.sign(pair.privateKey(), new byte[1], random);
        int refused = 0;
        for (int i = 0; i < 50; i++) {
            refused += XEdDsa.verify(PublicKey.of(random.bytes(32)), new byte[1], signature) ? 0 : 1;
        }
        assertThat(refused).isEqualTo(50);
        byte[] minusOne = Bytes.fromHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
                .toByteArray();
        assertThat(XEdDsa.verify(PublicKey.of(minusOne), new byte[1], signature))
                .isFalse();
    }

    @Test
    void refusesAResponseNotBelowTheOrder() {
        SeededRandom random = new SeededRandom(4);
        KeyPair pair = KeyPair.generate(random);
        byte[] message = {1, 2, 3};
        byte[] signature = XEdDsa.sign(pair.privateKey(), message, random);
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte sign = (byte) (signature[63] & 0x80);
        signature[63] &= 0x7f;
        BigInteger response = BigInteger.ZERO;
        for (int i = 63; i >= 32; i--) {
            response = response.shiftLeft(8).or(BigInteger.valueOf(signature[i] & 0xff));
        }
        response = response.add(order);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = response.shiftRight(8 * i).byteValue();
        }
        signature[63] |= sign;
        assertThat(XEdDsa.verify(pair.publicKey(), message, signature)).isFalse();
    }

    /// The recipe of the clients, in big integers.
    private static boolean jdkVerify(PublicKey key, byte[] message, byte[] signature) throws Exception {
        byte[] reversed = key.toByteArray();
        for (int i = 0; i < 16; i++) {
            byte swap = reversed[i];
            reversed[i] = reversed[31 - i];
            reversed[31 - i] = swap;
        }
        BigInteger u = new BigInteger(1, reversed).clearBit(255);
        BigInteger y = u.subtract(BigInteger.ONE)
                .multiply(u.add(BigInteger.ONE).modInverse(P))
                .mod(P);
        EdECPoint point = new EdECPoint((signature[63] & 0x80) != 0, y);
        byte[] plain = signature.clone();
        plain[63] &= 0x7f;
        Signature verifier = Signature.getInstance("Ed25519");
        try {
            verifier.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
            verifier.update(message);
            return verifier.verify(plain);
        } catch (java.security.GeneralSecurityException _) {
            return false;
        }
    }
}
