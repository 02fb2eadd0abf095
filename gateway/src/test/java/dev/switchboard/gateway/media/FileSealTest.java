// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSealTest {
    private final SeededRandom random = new SeededRandom(7);
    private final byte[] key = bytes(FileSeal.KEY);
    private final FileSeal seal = new FileSeal(key);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] sealed(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream sealing = seal.sealing(out)) {
            sealing.write(plain);
        }
        return out.toByteArray();
    }

    private byte[] opened(FileSeal with, byte[] sealed, long size, long from, long length) throws IOException {
        try (InputStream in = with.opening(
                (start, count) -> new ByteArrayInputStream(sealed, (int) start, (int) count), size, from, length)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 65_535, 65_536, 65_537, 131_072, 200_000})
    void opensWholeAndInParts(int size) throws IOException {
        byte[] plain = bytes(size);
        byte[] sealed = sealed(plain);
        assertThat(sealed).hasSize((int) FileSeal.sealedSize(size));
        assertThat(opened(seal, sealed, size, 0, size)).isEqualTo(plain);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(size);
            int length = 1 + random.nextInt(size - from);
            assertThat(opened(seal, sealed, size, from, length))
                    .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
        }
    }

    @Test
    void noticesEveryKindOfDamage() throws IOException {
        int size = 150_000;
        byte[] sealed = sealed(bytes(size));
        byte[] flipped = sealed.clone();
        flipped[70_000] ^= 1;
        assertThatThrownBy(() -> opened(seal, flipped, size, 0, size)).isInstanceOf(IOException.class);
        byte[] cut = Arrays.copyOf(sealed, 65_536 + 16);
        assertThatThrownBy(() -> opened(seal, cut, 65_536, 0, 65_536)).isInstanceOf(IOException.class);
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, 65_552, 65_552);
        System.arraycopy(sealed, 65_552, swapped, 0, 65_552);
        assertThatThrownBy(() -> opened(seal, swapped, size, 0, size)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> opened(new FileSeal(bytes(FileSeal.KEY)), sealed, size, 0, size))
                .isInstanceOf(IOException.class);
    }
}
