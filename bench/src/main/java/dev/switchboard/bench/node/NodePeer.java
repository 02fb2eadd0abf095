// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.node;

import dev.switchboard.testkit.node.NodeProject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One of the peers in a process of its own: a command a line, each answered by a line, so that rounds can alternate.
/// Not thread-safe.
public final class NodePeer implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private NodePeer(Process process) {
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts `bench/<name>.mjs` of the project.
    public static NodePeer start(NodeProject project, String name, String... arguments) {
        try {
            return new NodePeer(project.script("bench/" + name + ".mjs", List.of("--expose-gc"), arguments)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start node", e);
        }
    }

    /// The process id, to read its memory from outside.
    public long pid() {
        return process.pid();
    }

    /// Sends a command and waits for its answer.
    public String ask(String command) {
        try {
            commands.write(command);
            commands.write('\n');
            commands.flush();
            var answer = answers.readLine();
            if (answer == null || !answer.startsWith("=")) {
                throw new IllegalStateException("the peer answered: " + answer);
            }
            return answer.substring(1).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer is gone", e);
        }
    }

    /// Sends a command whose answer is a number, mostly nanoseconds.
    public long askNumber(String command) {
        return Long.parseLong(ask(command));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
