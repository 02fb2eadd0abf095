// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.sink.SinkOutcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// A Kafka producer, idempotent, so that records of one partition stay in order and its own retries make no doubles.
/// The lane is the key.
final class KafkaLink implements SinkLink {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SinkTarget.Kafka target;
    private final SinkSecret secret;
    private final SinkAddresses addresses;
    private @Nullable KafkaProducer<String, byte[]> producer;

    KafkaLink(SinkTarget.Kafka target, SinkSecret secret, SinkAddresses addresses) {
        this.target = target;
        this.secret = secret;
        this.addresses = addresses;
    }

    @Override
    public SinkOutcome publish(List<SinkMessage> messages) throws InterruptedException {
        try {
            KafkaProducer<String, byte[]> open = producer;
            if (open == null) {
                Optional<SinkOutcome.Failed> refusal = refusal();
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                open = new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
                producer = open;
                refusal = refusal(open.partitionsFor(target.topic()));
                if (refusal.isPresent()) {
                    return refusal.get();
                }
            }
            return send(open, messages);
        } catch (KafkaException e) {
            return SinkOutcome.failed(reason(e), e);
        }
    }

    private SinkOutcome send(KafkaProducer<String, byte[]> open, List<SinkMessage> messages)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (SinkMessage message : messages) {
            ProducerRecord<String, byte[]> entry = new ProducerRecord<>(
                    target.topic(), null, message.event().time().toEpochMilli(), message.lane(), message.body());
            message.headers()
                    .forEach((name, value) -> entry.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            sent.add(open.send(entry));
        }
        open.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                return SinkOutcome.failed(reason(cause), cause);
            }
        }
        return SinkOutcome.TAKEN;
    }

    private Optional<SinkOutcome.Failed> refusal() {
        for (String server : target.servers().split(",", -1)) {
            String host = server.strip().replaceAll(":\\d+$", "");
            Optional<SinkOutcome.Failed> refusal = addresses.refusal(host);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /// The brokers name themselves: these names are checked as well.
    private Optional<SinkOutcome.Failed> refusal(List<PartitionInfo> partitions) {
        return partitions.stream()
                .map(PartitionInfo::leader)
                .filter(leader -> leader != null && !leader.isEmpty())
                .map(Node::host)
                .distinct()
                .flatMap(host -> addresses.refusal(host).stream())
                .findFirst();
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                target.servers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                "true",
                ProducerConfig.LINGER_MS_CONFIG,
                "5",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "5000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                "15000",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Integer.toString(8 << 20),
                ProducerConfig.CLIENT_ID_CONFIG,
                "switchboard",
                "enable.metrics.push",
                "false"));
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(
                "security.protocol", (target.username() == null ? "" : "SASL_") + (target.tls() ? "SSL" : "PLAINTEXT"));
        if (target.ca() != null) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, target.ca());
        }
        if (target.username() != null) {
            String mechanism = target.mechanism() == null ? "SCRAM-SHA-512" : target.mechanism();
            settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, login(mechanism, target.username()));
        }
        return settings;
    }

    private String login(String mechanism, String username) {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=\"" + quoted(username)
                + "\" password=\"" + quoted(secret.orEmpty()) + "\";";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static Reason reason(Throwable e) {
        return switch (e) {
            case AuthenticationException _, AuthorizationException _ -> Reason.NOT_ALLOWED;
            case UnknownTopicOrPartitionException _, InvalidTopicException _ -> Reason.NO_TARGET;
            case RecordTooLargeException _ -> Reason.TOO_LARGE;
            case org.apache.kafka.common.errors.TimeoutException late ->
                late.getCause() == null ? Reason.UNREACHABLE : reason(late.getCause());
            case org.apache.kafka.common.config.ConfigException _ -> Reason.UNREACHABLE;
            default -> Reason.REFUSED;
        };
    }

    @Override
    public void close() {
        KafkaProducer<String, byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(CLOSING);
        }
    }
}
