// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.broker;

import dev.switchboard.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A Kafka broker from its own jars, controller and broker in one.
public final class KafkaBroker implements Broker {
    private static final String TOPIC = "whatsapp-events";
    private static final int PARTITIONS = 3;

    private final Path folder;
    private final int port = Ports.reserve();
    private final int controller = Ports.reserve();
    private boolean made;
    private Server server;

    public KafkaBroker(Path folder) {
        this.folder = folder;
    }

    @Override
    public String target() {
        return "\"kafka\":{\"servers\":\"127.0.0.1:" + port + "\",\"topic\":\"" + TOPIC + "\",\"tls\":false}";
    }

    @Override
    public void start() {
        Path settings = folder.resolve("server.properties");
        Path data = folder.resolve("data");
        try {
            Files.writeString(settings, settings(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = Server.start(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName(),
                        settings.toString(),
                        data.toString()),
                folder.resolve("kafka.log"),
                port);
        if (!made) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
                made = true;
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String settings(Path data) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                auto.create.topics.enable=false
                """.formatted(port, controller, data);
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public List<Taken> read() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(TOPIC, i));
        }
        Properties settings = new Properties();
        settings.put("bootstrap.servers", "127.0.0.1:" + port);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        List<Taken> taken = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long all = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (taken.size() < all) {
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofSeconds(1))) {
                    Map<String, String> headers = new LinkedHashMap<>();
                    entry.headers()
                            .forEach(header ->
                                    headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                    headers.put("partition", Integer.toString(entry.partition()));
                    taken.add(new Taken(entry.key(), headers, entry.value()));
                }
            }
        }
        return taken;
    }

    @Override
    public void close() {
        server.kill();
    }
}
