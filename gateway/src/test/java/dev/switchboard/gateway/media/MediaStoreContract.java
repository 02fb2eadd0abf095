// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every media store does.
interface MediaStoreContract {
    String NAME = "00112233aabbccdd/" + "ab".repeat(32) + "-0011223344556677";

    MediaStore store();

    private static Path file(Path folder, byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "sealed", "");
        return Files.write(file, bytes);
    }

    @Test
    default void givesBackWhatItKeeps(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[300_000];
        new SeededRandom(3).nextBytes(bytes);
        store().put(NAME, file(folder, bytes));
        try (InputStream in = store().open(NAME, 0, bytes.length)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        try (InputStream in = store().open(NAME, 70_000, 1_234)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 70_000, 71_234));
        }
        store().delete(NAME);
        assertThatThrownBy(() -> store().open(NAME, 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    default void deletesWhatIsNotThere() throws IOException {
        store().delete(NAME.replace("ab", "cd"));
        assertThatThrownBy(() -> store().open(NAME.replace("ab", "cd"), 0, 1)).isInstanceOf(IOException.class);
    }
}
