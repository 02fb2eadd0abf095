// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStoreTest {

    @TempDir
    private Path folder;

    private static Map<String, Bytes> content(StateStore store) {
        Map<String, Bytes> all = new TreeMap<>();
        store.restore("", all::put);
        return all;
    }

    private Map<String, Bytes> reopened() {
        try (JournalStore store = JournalStore.open(folder)) {
            return content(store);
        }
    }

    @Test
    void remembersTheLatestValuesInKeyOrder() {
        try (JournalStore store = JournalStore.open(folder)) {
            store.put("b", Bytes.utf8("1"));
            store.put("a", Bytes.utf8("2"));
            store.commit();
            store.put("b", Bytes.utf8("3"));
            store.put("c", Bytes.EMPTY);
            store.remove("a");
            store.remove("never");
        }
        assertThat(reopened()).containsExactly(Map.entry("b", Bytes.utf8("3")), Map.entry("c", Bytes.EMPTY));
    }

    @Test
    void forgetsEverythingOutsideAPrefix() {
        try (JournalStore store = JournalStore.open(folder)) {
            store.put("server/key", Bytes.utf8("kept"));
            store.put("account/1", Bytes.utf8("gone"));
            store.commit();
            store.clearExcept("server/");
            store.put("account/2", Bytes.utf8("new"));
        }
        assertThat(reopened()).containsOnlyKeys("server/key", "account/2");
    }

    @Test
    void keepsASecondProcessOut() {
        try (JournalStore _ = JournalStore.open(folder)) {
            assertThatThrownBy(() -> JournalStore.open(folder)).isInstanceOf(Exception.class);
        }
    }

    @Test
    void takesABatchWholeOrNotAtAllWhereverItIsTorn() throws IOException {
        try (JournalStore store = JournalStore.open(folder)) {
            store.put("first", Bytes.utf8("whole"));
            store.commit();
            store.put("second", Bytes.utf8("torn"));
            store.put("first", Bytes.utf8("changed"));
        }
        Path file = folder.resolve(Segment.fileName(1));
        byte[] all = Files.readAllBytes(file);
        for (int length = all.length - 1; length > 0; length--) {
            Files.write(file, java.util.Arrays.copyOf(all, length));
            Map<String, Bytes> content = reopened();
            assertThat(content).doesNotContainKey("second");
            assertThat(content.getOrDefault("first", Bytes.utf8("whole"))).isEqualTo(Bytes.utf8("whole"));
        }
    }

    @Test
    void goesOnBehindATornEnd() throws IOException {
        try (JournalStore store = JournalStore.open(folder)) {
            store.put("first", Bytes.utf8("1"));
        }
        Files.write(folder.resolve(Segment.fileName(1)), new byte[] {0, 0, 0, 9, 1, 2}, StandardOpenOption.APPEND);
        try (JournalStore store = JournalStore.open(folder)) {
            store.put("second", Bytes.utf8("2"));
        }
        assertThat(reopened()).containsOnlyKeys("first", "second");
    }

    @Test
    void refusesAFileThatIsDamagedInTheMiddle() throws IOException {
        try (JournalStore store = JournalStore.open(folder, 100, Long.MAX_VALUE)) {
            for (int i = 0; i < 10; i++) {
                store.put("key" + i, Bytes.copyOf(new byte[60]));
                store.commit();
            }
        }
        Path first = folder.resolve(Segment.fileName(1));
        byte[] all = Files.readAllBytes(first);
        all[20] ^= 1;
        Files.write(first, all);
        assertThatThrownBy(() -> JournalStore.open(folder)).isInstanceOf(StoreFailed.class);
    }

    @Test
    void staysSmallAndRightThroughManyChanges() throws IOException {
        SeededRandom random = SeededRandom.of("journal");
        Map<String, Bytes> expected = new TreeMap<>();
        try (JournalStore store = JournalStore.open(folder, 4_000, 20_000)) {
            for (int i = 0; i < 5_000; i++) {
                String key = "k" + random.nextInt(50);
                if (random.nextInt(3) == 0) {
                    expected.remove(key);
                    store.remove(key);
                } else {
                    Bytes value = Bytes.copyOf(random.bytes(random.nextInt(60)));
                    expected.put(key, value);
                    store.put(key, value);
                }
                if (random.nextInt(4) == 0) {
                    store.commit();
                }
            }
            store.commit();
            assertThat(content(store)).isEqualTo(expected);
        }
        assertThat(reopened()).isEqualTo(expected);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(60_000);
        }
    }
}
