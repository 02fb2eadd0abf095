// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.interop.Journal;
import dev.switchboard.testkit.node.NodeProject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One Node process with the driver script, and in it any number of stock Baileys sockets.
public final class BaileysProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final Map<String, BaileysClient> clients = new ConcurrentHashMap<>();

    private BaileysProcess(Process process) {
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /// Starts the driver and waits until it answers.
    public static BaileysProcess start() {
        return start(Optional.empty());
    }

    /// Starts the driver with a CA that all its HTTPS requests trust, those for files among them.
    public static BaileysProcess start(Path ca) {
        return start(Optional.of(ca));
    }

    private static BaileysProcess start(Optional<Path> ca) {
        var builder = NodeProject.ofCheckout().script("driver.mjs", List.of());
        ca.ifPresent(file -> builder.environment().put("NODE_EXTRA_CA_CERTS", file.toString()));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            var started = new BaileysProcess(builder.start());
            Thread.ofVirtual().name("baileys-driver").start(started::readLines);
            started.call(Map.of("cmd", "hello"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start node", e);
        }
    }

    /// A client whose keys live as long as this process; not yet connected.
    public BaileysClient client(String name, BaileysNetwork network) {
        return client(name, network, Optional.empty());
    }

    /// A client whose keys lie in the folder, kept there by Baileys' own store of files; not yet connected.
    public BaileysClient client(String name, BaileysNetwork network, Path folder) {
        return client(name, network, Optional.of(folder));
    }

    private BaileysClient client(String name, BaileysNetwork network, Optional<Path> folder) {
        var client = new BaileysClient(this, name, network, folder);
        clients.put(name, client);
        return client;
    }

    /// Sends texts in the same turn of the event loop, so that none is seen before all are on their way.
    ///
    /// @return their ids
    public List<String> sendTogether(Text... texts) {
        var commands = Stream.of(texts)
                .map(text -> Map.of("cmd", "send", "socket", text.from().name(), "to", text.to(), "text", text.text()))
                .toList();
        var answers = call(Map.of("cmd", "together", "commands", commands)).path("answers");
        return StreamSupport.stream(answers.spliterator(), false)
                .map(answer -> answer.path("id").asText())
                .toList();
    }

    /// A text to be sent.
    public record Text(BaileysClient from, String to, String text) {}

    /// Runs a command and waits for its answer.
    JsonNode call(Map<String, ?> command) {
        var id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        pending.put(id, answer);
        ObjectNode line = JSON.valueToTree(command);
        line.put("id", id);
        write(line.toString());
        try {
            return answer.get(Journal.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BaileysRefusal(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to " + command.get("cmd"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            pending.remove(id);
        }
    }

    private void write(String line) {
        writing.lock();
        try {
            commands.write(line);
            commands.write('\n');
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the node process is gone", e);
        } finally {
            writing.unlock();
        }
    }

    private void readLines() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            pending.values().forEach(answer -> answer.completeExceptionally(e));
        }
        pending.values().forEach(answer -> answer.completeExceptionally(new IOException("the node process ended")));
    }

    private void take(String line) throws IOException {
        var object = line.startsWith("{") ? JSON.readTree(line) : JSON.createObjectNode();
        if (object.hasNonNull("reply")) {
            var answer = pending.get(object.path("reply").asLong());
            if (answer != null && object.has("ok")) {
                answer.complete(object.path("ok"));
            } else if (answer != null) {
                answer.completeExceptionally(
                        new IOException(object.path("error").asText()));
            }
        } else if (object.hasNonNull("socket")) {
            var client = clients.get(object.path("socket").asText());
            if (client != null) {
                client.take(BaileysEvent.read(object));
            }
        } else {
            System.err.println("baileys driver: " + line);
        }
    }

    /// Ends the process as a crash would, and waits until it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /// Where a client finds the network.
    public record BaileysNetwork(URI chat, Path ca, Path logs) {}

    /// Baileys threw.
    public static final class BaileysRefusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BaileysRefusal(String stack) {
            super(stack);
        }
    }
}
