// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.Harness.Answer;
import dev.switchboard.gateway.provider.LinkState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGateway.class)
class MetricsIT {
    private static final String SCRAPER =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

    private final Harness shared;

    MetricsIT(Harness harness) {
        this.shared = harness;
    }

    @Test
    void countsWhatHappened(@TempDir Path folder) {
        try (Harness harness = Harness.start(folder)) {
            FakeLink link = harness.linked("m-1");
            Answer sent =
                    harness.post("/api/v1/sessions/m-1/messages?wait=sent", "{\"to\":\"15550100001\",\"text\":\"hi\"}");
            assertThat(sent.status()).isEqualTo(200);
            link.enters(LinkState.RECONNECTING, "lost");
            link.enters(LinkState.CONNECTED, "logged-in");

            Answer metrics = harness.get("/metrics");
            assertThat(metrics.json().at("/success").asBoolean()).isTrue();
            assertThat(metrics.json().at("/metrics/clientsCreated").asLong()).isEqualTo(1);
            assertThat(metrics.json().at("/metrics/qrCodesGenerated").asLong()).isEqualTo(1);
            assertThat(metrics.json().at("/metrics/messagesSent").asLong()).isEqualTo(1);
            assertThat(metrics.json().at("/metrics/messagesFailed").asLong()).isZero();
            assertThat(metrics.json().at("/metrics/messagesReceived").asLong()).isZero();
            assertThat(metrics.json().at("/metrics/sessionsRecovered").asLong()).isEqualTo(1);
            assertThat(metrics.json().at("/metrics/errors").asLong()).isZero();
            assertThat(metrics.json().at("/metrics/queueLength").asLong()).isZero();

            String text = harness.get("/metrics/prometheus").body();
            assertThat(text)
                    .contains("switchboard_messages_sent_total 1.0")
                    .contains("switchboard_sessions{state=\"connected\"} 1.0")
                    .contains("route=\"/api/v1/sessions/{id}/messages\"")
                    .contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void formFollowsTheAcceptHeader() {
        for (String json :
                new String[] {"*/*", "application/json", "text/plain", "application/json, text/plain, */*"}) {
            Answer answer =
                    shared.call("GET", "/metrics").header("Accept", json).send();
            assertThat(answer.header("Content-Type")).as(json).startsWith("application/json");
            assertThat(answer.json().at("/metrics/errors").isNumber()).isTrue();
        }
        Answer open = shared.call("GET", "/metrics").header("Accept", SCRAPER).send();
        assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        Answer text = shared.call("GET", "/metrics")
                .header("Accept", "text/plain;version=0.0.4")
                .send();
        assertThat(text.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
    }

    @Test
    void figuresAreForThoseWithACredential() {
        assertThat(shared.call("GET", "/metrics").noKey().send().status()).isEqualTo(401);
        assertThat(shared.call("GET", "/metrics/prometheus").noKey().send().status())
                .isEqualTo(401);
    }

    @Test
    void tenantSeesItsOwnFiguresOnly() {
        shared.linked("m-foreign");
        String key = shared.otherTenant("m-tenant");
        assertThat(shared.call("GET", "/metrics")
                        .key(key)
                        .send()
                        .json()
                        .at("/metrics/clientsCreated")
                        .asLong())
                .isZero();
        assertThat(shared.call("GET", "/metrics/prometheus").key(key).send().status())
                .isEqualTo(404);
    }
}
