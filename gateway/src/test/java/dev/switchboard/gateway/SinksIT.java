// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.settings.OutboundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGateway.class)
class SinksIT {
    private static final String KAFKA =
            "{\"kafka\":{\"servers\":\"127.0.0.1:9\",\"topic\":\"t\",\"username\":\"u\"},\"password\":\"a secret word\"";

    private final Harness harness;

    SinksIT(Harness harness) {
        this.harness = harness;
    }

    @Test
    void privateAddressesAreNotConnectedTo() {
        for (String target : List.of(
                KAFKA + "}",
                "{\"rabbitmq\":{\"uri\":\"amqp://127.0.0.1:9\",\"queue\":\"q\"}}",
                "{\"nats\":{\"servers\":\"nats://10.0.0.1:9\",\"stream\":\"S\",\"subject\":\"s\"}}")) {
            String id = harness.post("/api/v1/sinks", target).text("/id");
            Answer test = harness.post("/api/v1/sinks/" + id + "/test", "");
            assertThat(test.json().at("/ok").asBoolean()).isFalse();
            assertThat(test.text("/reason")).as(target).isEqualTo("forbidden_address");
            harness.call("DELETE", "/api/v1/sinks/" + id).send();
        }
    }

    @Test
    void passwordIsKeptAndNeverShown() {
        Answer made = harness.post("/api/v1/sinks", KAFKA + ",\"enabled\":false}");
        String path = "/api/v1/sinks/" + made.text("/id");
        assertThat(made.text("/kind")).isEqualTo("kafka");
        assertThat(made.json().at("/kafka/tls").asBoolean()).isTrue();
        assertThat(made.text("/progress/state")).isEqualTo("off");
        for (Answer answer : List.of(made, harness.get(path), harness.get("/api/v1/sinks"))) {
            assertThat(answer.body()).contains("hasPassword").doesNotContain("a secret word");
        }
        Answer changed = harness.call("PUT", path)
                .body(
                        "{\"kafka\":{\"servers\":\"127.0.0.1:9\",\"topic\":\"other\",\"username\":\"u\"},\"enabled\":false}")
                .send();
        assertThat(changed.json().at("/hasPassword").asBoolean()).isTrue();
        assertThat(changed.text("/kafka/topic")).isEqualTo("other");
        assertThat(harness.call("GET", path)
                        .key(harness.otherTenant("sink-rival"))
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(harness.call("DELETE", path).send().status()).isEqualTo(204);
        assertThat(harness.get(path).text("/code")).isEqualTo("sink_not_found");
    }

    @Test
    void refusesWhatCannotBeASink() {
        for (String body : List.of(
                "{}",
                "{\"kafka\":{\"servers\":\"x\",\"topic\":\"t\"}}",
                "{\"kafka\":{\"servers\":\"x:1\",\"topic\":\"a b\"}}",
                "{\"kafka\":{\"servers\":\"x:1\",\"topic\":\"t\",\"mechanism\":\"GSSAPI\"}}",
                "{\"rabbitmq\":{\"uri\":\"http://x\",\"queue\":\"q\"}}",
                "{\"rabbitmq\":{\"uri\":\"amqp://u:p@x\",\"queue\":\"q\"}}",
                "{\"rabbitmq\":{\"uri\":\"amqp://x\",\"queue\":\"q\",\"exchange\":\"e\"}}",
                "{\"nats\":{\"servers\":\"nats://x:1\",\"stream\":\"a.b\",\"subject\":\"s\"}}",
                "{\"nats\":{\"servers\":\"nats://x:1\",\"stream\":\"S\",\"subject\":\"s.>\"}}",
                "{\"nats\":{\"servers\":\"nats://x:1\",\"stream\":\"S\",\"subject\":\"s\"},\"events\":[\"no.such\"]}",
                "{\"nats\":{\"servers\":\"nats://x:1\",\"stream\":\"S\",\"subject\":\"s\"},\"after\":-1}")) {
            Answer refused = harness.post("/api/v1/sinks", body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.text("/accepted")).as(body).isNotBlank();
        }
    }

    @Test
    void operatorsSinksComeFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sinks.json");
        Files.writeString(
                file,
                "{\"sinks\":[{\"name\":\"all\",\"target\":{\"kind\":\"nats\",\"servers\":\"nats://127.0.0.1:9\",\"stream\":\"S\",\"subject\":\"s\"}}]}");
        try (Harness own = Harness.start(
                folder.resolve("gateway"), new FakeNetwork(), settings -> settings.outbound(configured(file)))) {
            assertThat(own.get("/api/v1/sinks").json().at("/items")).isEmpty();
            own.linked("any");
            Harness.eventually(
                    "its lag is in the metrics",
                    () -> own.call("GET", "/metrics")
                            .header("Accept", "text/plain; version=0.0.4")
                            .send()
                            .body()
                            .lines()
                            .anyMatch(line -> line.matches("switchboard_sinks_behind [1-9].*")));
        }
        Files.writeString(file, "{\"sinks\":[{\"name\":\"x\"}]}");
        Assertions.assertThatThrownBy(() -> Harness.start(
                        folder.resolve("other"), new FakeNetwork(), settings -> settings.outbound(configured(file))))
                .isInstanceOf(ConfigurationRefused.class);
    }

    private static OutboundSettings configured(Path file) {
        return new OutboundSettings(List.of(), Duration.ofMinutes(1), Optional.of(file));
    }
}
