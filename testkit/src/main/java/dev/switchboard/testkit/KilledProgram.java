// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java program in a process of its own, on this class path, that is killed at a point it tells.
public final class KilledProgram {
    private static final long LIMIT_SECONDS = 120;

    private KilledProgram() {}

    /// Runs a program until it prints a line, and kills it there with SIGKILL: no hook runs, nothing is flushed.
    /// Returns when it is gone.
    ///
    /// @throws AssertionError if it ends by itself before
    public static void killedAt(String line, String main, String... arguments) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().keySet().removeIf(name -> name.startsWith("SWITCHBOARD_"));
        Process process = program.start();
        Thread.ofVirtual().start(() -> leave(process));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder said = new StringBuilder();
            String next = output.readLine();
            while (next != null && !next.equals(line)) {
                said.append(next).append('\n');
                next = output.readLine();
            }
            if (next == null) {
                throw new AssertionError(main + " ended before it said " + line + ": " + said);
            }
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /// A program that comes to nothing does not keep the tests waiting.
    private static void leave(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
