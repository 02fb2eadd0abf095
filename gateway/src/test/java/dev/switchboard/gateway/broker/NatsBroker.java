// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.broker;

import dev.switchboard.testkit.Ports;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The NATS server of the machine, with JetStream.
public final class NatsBroker implements Broker {
    private static final String STREAM = "WHATSAPP";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port = Ports.reserve();
    private Server server;

    public NatsBroker(Path folder) {
        this.folder = folder;
    }

    @Override
    public String target() {
        return "\"nats\":{\"servers\":\"nats://127.0.0.1:" + port + "\",\"stream\":\"" + STREAM
                + "\",\"subject\":\"whatsapp.events\"}";
    }

    @Override
    public void start() {
        server = Server.start(
                new ProcessBuilder(
                        "nats-server",
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-js",
                        "-sd",
                        folder.resolve("data").toString()),
                folder.resolve("nats.log"),
                port);
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public List<Taken> read() {
        List<Taken> taken = new ArrayList<>();
        Options options = new Options.Builder()
                .server("nats://127.0.0.1:" + port)
                .connectionTimeout(PATIENCE)
                .build();
        JetStreamOptions patient =
                JetStreamOptions.builder().requestTimeout(PATIENCE).build();
        try {
            Connection connection = Nats.connect(options);
            JetStreamManagement management = connection.jetStreamManagement(patient);
            long last = management.getStreamInfo(STREAM).getStreamState().getLastSequence();
            for (long i = 1; i <= last; i++) {
                MessageInfo message = management.getMessage(STREAM, i);
                Map<String, String> headers = new LinkedHashMap<>();
                message.getHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
                taken.add(new Taken(
                        headers.getOrDefault("lane", ""),
                        headers,
                        new String(message.getData(), StandardCharsets.UTF_8)));
            }
            connection.close();
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != 404) {
                throw new IllegalStateException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    @Override
    public void close() {
        server.kill();
    }
}
