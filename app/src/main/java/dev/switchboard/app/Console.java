// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// The terminal, or the file it was sent to. Colours and secrets are for terminals only.
public record Console(PrintWriter out, boolean terminal) {
    /// Where a command prints.
    public static Console of(CommandSpec spec) {
        boolean terminal = Optional.ofNullable(System.console())
                        .filter(java.io.Console::isTerminal)
                        .isPresent()
                && System.getenv("NO_COLOR") == null;
        return new Console(spec.commandLine().getOut(), terminal);
    }

    /// One that prints nothing.
    static Console silent() {
        return new Console(new PrintWriter(Writer.nullWriter()), false);
    }

    public void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
