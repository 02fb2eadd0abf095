// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.sink;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.sink.SinkView.KafkaView;
import dev.switchboard.gateway.sink.SinkView.NatsView;
import dev.switchboard.gateway.sink.SinkView.RabbitView;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads where a sink is to go, and refuses what cannot be.
final class TargetReader {
    private static final int LIMIT = 500;
    private static final int CA_LIMIT = 65_536;
    private static final Pattern SERVERS = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}(,[A-Za-z0-9.-]+:\\d{1,5}){0,9}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,9}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private TargetReader() {}

    static SinkTarget of(@Nullable KafkaView kafka, @Nullable RabbitView rabbit, @Nullable NatsView nats) {
        if (Stream.of(kafka, rabbit, nats).filter(one -> one != null).count() != 1) {
            throw refused("A sink has one target.", "exactly one of kafka, rabbitmq and nats");
        }
        if (kafka != null) {
            return kafka(kafka);
        }
        return rabbit != null ? rabbit(rabbit) : nats(java.util.Objects.requireNonNull(nats));
    }

    private static SinkTarget kafka(KafkaView wish) {
        if (wish.mechanism() != null && !MECHANISMS.contains(wish.mechanism())) {
            throw refused("The mechanism is not known.", String.join(", ", MECHANISMS));
        }
        return new SinkTarget.Kafka(
                text(wish.servers(), SERVERS, "servers", "servers as host:port, with commas between"),
                text(wish.topic(), TOPIC, "topic", "topic of letters, digits, dots, _ and -"),
                wish.tls() == null || wish.tls(),
                ca(wish.ca()),
                username(wish.username()),
                wish.mechanism());
    }

    private static SinkTarget rabbit(RabbitView wish) {
        if ((wish.exchange() == null) == (wish.queue() == null)) {
            throw refused("Either an exchange or a queue is published to.", "exactly one of exchange and queue");
        }
        URI uri = address(
                wish.uri(), "uri", Set.of("amqp", "amqps"), "uri as amqps://host:5671/vhost, without user name");
        return new SinkTarget.Rabbit(
                uri.toString(),
                wish.exchange() == null ? null : text(wish.exchange(), NAME, "exchange", "1 to 255 characters"),
                wish.queue() == null ? null : text(wish.queue(), NAME, "queue", "1 to 255 characters"),
                ca(wish.ca()),
                username(wish.username()));
    }

    private static SinkTarget nats(NatsView wish) {
        String accepted = "servers as tls://host:4222, with commas between, without user name";
        for (String server :
                wish.servers() == null ? new String[] {""} : wish.servers().split(",", 11)) {
            address(server.strip(), "servers", Set.of("nats", "tls"), accepted);
        }
        return new SinkTarget.Nats(
                String.valueOf(wish.servers()).replace(" ", ""),
                text(wish.stream(), STREAM, "stream", "stream of letters, digits, _ and -"),
                text(wish.subject(), SUBJECT, "subject", "subject as whatsapp.events"),
                ca(wish.ca()),
                username(wish.username()));
    }

    private static URI address(@Nullable String text, String field, Set<String> schemes, String accepted) {
        try {
            URI uri = URI.create(text == null ? "" : text);
            if (uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.toString().length() <= LIMIT) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw refused("The field " + field + " has another form.", accepted);
    }

    private static String text(@Nullable String value, Pattern form, String field, String accepted) {
        if (value == null || value.length() > LIMIT || !form.matcher(value).matches()) {
            throw refused("The field " + field + " is missing or has another form.", accepted);
        }
        return value;
    }

    private static @Nullable String username(@Nullable String name) {
        return name == null || name.isEmpty() ? null : text(name, NAME, "username", "1 to 255 characters");
    }

    private static @Nullable String ca(@Nullable String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        if (pem.length() > CA_LIMIT || !pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw refused("The field ca is no certificate.", "ca in PEM form, at most 64 KB");
        }
        return pem;
    }

    static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }
}
