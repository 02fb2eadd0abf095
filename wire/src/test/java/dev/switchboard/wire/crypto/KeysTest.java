// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.InvalidKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Forms of keys.
final class KeysTest {

    @Test
    void derivesEveryPublicKeyOfTheVectors() {
        for (JsonNode key : Vectors.messaging().get("keys").get("list")) {
            KeyPair pair = KeyPair.of(PrivateKey.of(Vectors.hex(key, "priv")));
            assertThat(pair.publicKey().prefixed()).isEqualTo(Vectors.hex(key, "pub33"));
        }
    }

    @Test
    void readsPublicKeysWithAndWithoutTypeByte() {
        PublicKey key = KeyPair.generate(new SeededRandom(1)).publicKey();
        assertThat(PublicKey.of(key.prefixed())).isEqualTo(key);
        assertThat(PublicKey.of(key.toByteArray())).isEqualTo(key);
        assertThat(PublicKey.of(Bytes.copyOf(key.prefixed()))).isEqualTo(key);
        assertThat(PublicKey.of(key.raw())).isEqualTo(key);
    }

    @Test
    void refusesKeysOfAnyOtherSizeOrType() {
        for (int size = 0; size < 40; size++) {
            byte[] bytes = new byte[size];
            if (size != 32) {
                assertThatThrownBy(() -> PublicKey.of(bytes)).isInstanceOf(InvalidKey.class);
                assertThatThrownBy(() -> PrivateKey.of(bytes)).isInstanceOf(InvalidKey.class);
            }
        }
        byte[] otherType = new byte[33];
        otherType[0] = 6;
        assertThatThrownBy(() -> PublicKey.of(otherType)).isInstanceOf(InvalidKey.class);
    }

    @Test
    void holdsPrivateKeysClampedAndShowsNothingOfThem() {
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        PrivateKey key = PrivateKey.of(ones);
        assertThat(key.bytes().hex()).isEqualTo("f8" + "ff".repeat(30) + "7f");
        assertThat(key).isEqualTo(PrivateKey.of(key.bytes())).hasToString("PrivateKey[redacted]");
        assertThat(key.hashCode()).isEqualTo(PrivateKey.of(key.bytes()).hashCode());
    }
}
