// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Hashes, MACs, key derivation and ciphers against published vectors.
final class SymmetricTest {

    @Test
    void derivesTheFirstVectorOfRfc5869() {
        byte[] okm = Hkdf.derive(
                hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                hex("000102030405060708090a0b0c"),
                hex("f0f1f2f3f4f5f6f7f8f9"),
                42);
        assertThat(okm)
                .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    @Test
    void takesNoSaltAsZeroSalt() {
        var vector = Vectors.auth().get("hkdfEmptySalt");
        byte[] ikm = Vectors.hex(vector, "ikm");
        byte[] info = vector.get("info").textValue().getBytes(StandardCharsets.US_ASCII);
        assertThat(Hkdf.derive(ikm, info, 32)).isEqualTo(Vectors.hex(vector, "okm32"));
        assertThat(Hkdf.derive(ikm, new byte[0], info, 32)).isEqualTo(Vectors.hex(vector, "okm32"));
        assertThat(Hkdf.derive(ikm, new byte[32], info, 32)).isEqualTo(Vectors.hex(vector, "okm32"));
    }

    @Test
    void authenticatesTheSecondVectorOfRfc4231() {
        byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
        byte[] head = "what do ya want ".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "for nothing?".getBytes(StandardCharsets.US_ASCII);
        assertThat(Hmac.sha256(key, head, tail))
                .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        assertThat(Hmac.sha512(key, head, tail))
                .isEqualTo(hex("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a"
                        + "6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"));
    }

    @Test
    void acceptsAnEmptyMacKey() {
        assertThat(Hmac.sha256(new byte[0], new byte[0]))
                .isEqualTo(hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
    }

    @Test
    void hashesTheAbc() {
        byte[] a = {'a'};
        byte[] bc = {'b', 'c'};
        assertThat(Sha.sha256(a, bc))
                .isEqualTo(hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(Sha.sha1(a, bc)).isEqualTo(hex("a9993e364706816aba3e25717850c26c9cd0d89d"));
        assertThat(Sha.md5(a, bc)).isEqualTo(hex("900150983cd24fb0d6963f7d28e17f72"));
        assertThat(Sha.sha512(a, bc)).hasSize(64).startsWith(0xdd, 0xaf, 0x35, 0xa1);
    }

    @Test
    void encryptsTheCounterModeVectorOfNist() {
        // SP 800-38A, F.5.5, first two blocks.
        byte[] key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        byte[] counter = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
        byte[] plain = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        byte[] sealed = hex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5");
        assertThat(AesCtr.apply(key, counter, plain)).isEqualTo(sealed);
        assertThat(AesCtr.apply(key, counter, sealed)).isEqualTo(plain);
    }

    @Test
    void sealsAndOpensTheSameKeyAndNonceAgain() {
        byte[] key = new byte[32];
        byte[] nonce = new byte[12];
        byte[] data = {1, 2, 3};
        byte[] sealed = AesGcm.seal(key, nonce, data, data);
        assertThat(AesGcm.seal(key, nonce, data, data)).isEqualTo(sealed);
        assertThat(AesGcm.open(key, nonce, data, sealed))
                .hasValueSatisfying(plain -> assertThat(plain).isEqualTo(data));
        assertThat(AesGcm.open(key, nonce, new byte[0], sealed)).isEmpty();
        assertThat(AesGcm.open(key, nonce, data, new byte[15])).isEmpty();
        sealed[0] ^= 1;
        assertThat(AesGcm.open(key, nonce, data, sealed)).isEmpty();
    }

    @Test
    void refusesBlocksThatAreNotWholeAndBadPadding() {
        byte[] key = new byte[32];
        byte[] iv = new byte[16];
        byte[] sealed = AesCbc.encrypt(key, iv, new byte[20]);
        assertThat(AesCbc.decrypt(key, iv, sealed))
                .hasValueSatisfying(plain -> assertThat(plain).isEqualTo(new byte[20]));
        assertThat(AesCbc.decrypt(key, iv, new byte[0])).isEmpty();
        assertThat(AesCbc.decrypt(key, iv, new byte[17])).isEmpty();
        sealed[31] ^= 1;
        assertThat(AesCbc.decrypt(key, iv, sealed)).isEmpty();
    }

    @Test
    void sharesEnginesBetweenThreadsWithoutMixingThemUp() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int task = 0; task < 64; task++) {
                int seed = task;
                threads.submit(() -> {
                    try {
                        useEngines(new SeededRandom(seed));
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                });
            }
        }
        assertThat(List.copyOf(failures)).isEmpty();
    }

    private static void useEngines(SeededRandom random) {
        for (int i = 0; i < 200; i++) {
            byte[] key = random.bytes(32);
            byte[] data = random.bytes(random.nextInt(100));
            byte[] mac = Hmac.sha256(key, data);
            Thread.yield();
            byte[] sealed = AesCbc.encrypt(key, new byte[16], data);
            assertThat(AesCbc.decrypt(key, new byte[16], sealed))
                    .hasValueSatisfying(plain -> assertThat(plain).isEqualTo(data));
            assertThat(Hmac.sha256(key, data)).isEqualTo(mac);
        }
    }

    private static byte[] hex(String hex) {
        return Bytes.fromHex(hex).toByteArray();
    }
}
