// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Random;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7748 vectors, and agreement with the JDK's own X25519.
final class CurveTest {

    private static final String BASE = "0900000000000000000000000000000000000000000000000000000000000000";

    @Test
    void multipliesTheFirstVectorOfRfc7748Section5() {
        assertThat(multiply(
                        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
                .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    }

    @Test
    void multipliesTheSecondVectorOfRfc7748Section5WithItsTopBitSet() {
        assertThat(multiply(
                        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"))
                .isEqualTo("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
    }

    @Test
    void iteratesAThousandTimesAsRfc7748Section5() {
        String k = BASE;
        String u = BASE;
        for (int i = 0; i < 1000; i++) {
            String next = multiply(k, u);
            u = k;
            k = next;
        }
        assertThat(k).isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
    }

    @Test
    void agreesOnTheSecretOfRfc7748Section6() {
        KeyPair alice = pair("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        KeyPair bob = pair("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        assertThat(alice.publicKey().raw().hex())
                .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        assertThat(bob.publicKey().raw().hex())
                .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        assertThat(hex(Curve.agree(alice.privateKey(), bob.publicKey())))
                .isEqualTo(hex(Curve.agree(bob.privateKey(), alice.publicKey())))
                .isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    @Test
    void agreesWithTheJdkOnRandomKeys() throws Exception {
        Random random = new Random(25519);
        for (int i = 0; i < 300; i++) {
            KeyPair ours = KeyPair.generate(random);
            KeyPair theirs = KeyPair.generate(random);
            assertThat(ours.publicKey().raw().hex()).isEqualTo(hex(jdkAgree(ours.privateKey(), Bytes.fromHex(BASE))));
            assertThat(Curve.agree(ours.privateKey(), theirs.publicKey()))
                    .isEqualTo(jdkAgree(ours.privateKey(), theirs.publicKey().raw()));
        }
    }

    @Test
    void agreesWithTheJdkOnPublicKeysNearTheModulus() throws Exception {
        Random random = new Random(7);
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        for (int offset = -40; offset <= 18; offset++) {
            if (offset >= -1 && offset <= 1) {
                continue;
            }
            Bytes u = littleEndian(p.add(BigInteger.valueOf(offset)));
            PrivateKey key = PrivateKey.generate(random);
            assertThat(Curve.agree(key, new PublicKey(u))).isEqualTo(jdkAgree(key, u));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void refusesPointsOfSmallOrder(String u) {
        PrivateKey key = PrivateKey.generate(new Random(1));
        PublicKey point = PublicKey.of(Bytes.fromHex(u));
        assertThatThrownBy(() -> Curve.agree(key, point)).isInstanceOf(InvalidKey.class);
    }

    private static String multiply(String scalar, String u) {
        return hex(Ladder.multiply(
                Scalar.clamp(Bytes.fromHex(scalar).toByteArray()),
                Bytes.fromHex(u).toByteArray()));
    }

    private static String hex(byte[] bytes) {
        return Bytes.copyOf(bytes).hex();
    }

    private static KeyPair pair(String hex) {
        return KeyPair.of(PrivateKey.of(Bytes.fromHex(hex)));
    }

    private static byte[] jdkAgree(PrivateKey key, Bytes u) throws Exception {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        byte[] reversed = u.toByteArray();
        for (int i = 0; i < 16; i++) {
            byte swap = reversed[i];
            reversed[i] = reversed[31 - i];
            reversed[31 - i] = swap;
        }
        XECPublicKey publicKey = (XECPublicKey)
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed)));
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, key.toByteArray())));
        agreement.doPhase(publicKey, true);
        return agreement.generateSecret();
    }

    private static Bytes littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return Bytes.copyOf(bytes);
    }
}
