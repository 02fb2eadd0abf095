// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.switchboard.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// The RabbitMQ server of the machine, as Debian has it.
public final class RabbitBroker implements Broker {
    private static final String EXCHANGE = "whatsapp";
    private static final String QUEUE = "warehouse";

    private final Path folder;
    private final int port = Ports.reserve();
    private final int distribution = Ports.reserve();
    private final int names = Ports.reserve();
    private final List<Taken> taken = new ArrayList<>();
    private Server server;

    public RabbitBroker(Path folder) {
        this.folder = folder;
    }

    @Override
    public String target() {
        return "\"rabbitmq\":{\"uri\":\"amqp://127.0.0.1:" + port + "\",\"exchange\":\"" + EXCHANGE
                + "\",\"username\":\"guest\"},\"password\":\"guest\"";
    }

    @Override
    public void start() {
        try {
            Files.createDirectories(folder.resolve("home"));
            Files.writeString(
                    folder.resolve("rabbitmq.conf"),
                    "listeners.tcp.1 = 127.0.0.1:" + port + "\ndisk_free_limit.absolute = 1MB\n");
            Files.writeString(folder.resolve("plugins"), "[].");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder program = new ProcessBuilder("/usr/lib/rabbitmq/bin/rabbitmq-server");
        program.environment()
                .putAll(Map.of(
                        "HOME", folder.resolve("home").toString(),
                        "RABBITMQ_NODENAME", "switchboard-test-" + port + "@localhost",
                        "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                        "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("plugins").toString(),
                        "RABBITMQ_PID_FILE", folder.resolve("pid").toString(),
                        "RABBITMQ_DIST_PORT", Integer.toString(distribution),
                        "ERL_EPMD_PORT", Integer.toString(names)));
        server = Server.start(program, folder.resolve("rabbitmq.log"), port);
        use(channel -> {
            channel.exchangeDeclare(EXCHANGE, "topic", true);
            channel.queueDeclare(QUEUE, true, false, false, Map.of());
            channel.queueBind(QUEUE, EXCHANGE, "message.#");
        });
    }

    @FunctionalInterface
    private interface Use {
        void of(Channel channel) throws IOException;
    }

    private void use(Use use) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            use.of(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public List<Taken> read() {
        use(channel -> {
            GetResponse response;
            while ((response = channel.basicGet(QUEUE, true)) != null) {
                Map<String, String> headers = new LinkedHashMap<>();
                response.getProps().getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
                headers.put("message-id", response.getProps().getMessageId());
                taken.add(new Taken(
                        headers.getOrDefault("lane", ""),
                        headers,
                        new String(response.getBody(), java.nio.charset.StandardCharsets.UTF_8)));
            }
        });
        return List.copyOf(taken);
    }

    /// The daemon that keeps the names of Erlang's nodes was started by the server, on a port of its own, and stays
    /// otherwise.
    @Override
    public void close() {
        server.kill();
        ProcessBuilder end = new ProcessBuilder("epmd", "-relaxed_command_check", "-kill");
        end.environment().put("ERL_EPMD_PORT", Integer.toString(names));
        try {
            end.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
