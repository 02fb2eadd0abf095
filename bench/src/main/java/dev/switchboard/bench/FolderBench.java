// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A benchmark that works in a folder, which is removed afterwards unless it is to be kept.
public abstract class FolderBench implements Callable<Integer> {
    @Option(names = "--keep", paramLabel = "FOLDER", description = "keep databases and logs there")
    private @Nullable Path keep;

    @Spec
    private @Nullable CommandSpec spec;

    /// Measures, and prints what it finds.
    ///
    /// @return the exit code
    protected abstract int measure(Path folder, PrintWriter out);

    @Override
    public final Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        return Folders.using(keep, folder -> {
            int code = measure(folder, out);
            out.flush();
            return code;
        });
    }
}
