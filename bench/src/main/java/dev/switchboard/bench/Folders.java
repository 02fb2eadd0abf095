// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Folders of runs: a given one is kept, a temporary one is removed at the end.
public final class Folders {
    private Folders() {}

    /// Runs `work` in `keep`, or in a temporary folder.
    public static <T> T using(@Nullable Path keep, Function<Path, T> work) {
        try {
            if (keep != null) {
                return work.apply(Files.createDirectories(keep.toAbsolutePath()));
            }
            Path folder = Files.createTempDirectory("switchboard-bench");
            try {
                return work.apply(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
