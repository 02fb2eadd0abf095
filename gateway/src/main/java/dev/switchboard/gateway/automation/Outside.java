// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.media.MediaInput;
import dev.switchboard.gateway.messaging.Senders;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import dev.switchboard.gateway.problem.Refusal;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.gateway.provider.MediaKind;
import dev.switchboard.gateway.session.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Carries out what takes a while: calls of users' addresses, and files that have to be brought in. It touches no run.
final class Outside {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long MOST = 262_144;

    private final Surroundings around;

    Outside(Surroundings around) {
        this.around = around;
    }

    /// @param key the same whenever the same call is repeated, as after a crash
    Interpreter.Outcome call(Step.Call call, Values values, String key) {
        URI uri;
        try {
            uri = new URI(values.filled(call.url(), Outside::encoded).strip());
        } catch (URISyntaxException _) {
            return failed("bad_address");
        }
        JsonNode body = call.body();
        String method = call.method() == null ? (body == null ? "GET" : "POST") : call.method();
        Optional<byte[]> bytes = body == null || body.isNull() || method.equals("GET")
                ? Optional.empty()
                : Optional.of(JSON.writeValueAsBytes(values.filled(body)));
        Integer seconds = call.timeoutSeconds();
        OutboundRequest request = new OutboundRequest(
                method,
                uri,
                headers(call, values, key, bytes.isPresent()),
                bytes.map(all -> new OutboundRequest.Body(all.length, () -> new ByteArrayInputStream(all))),
                MOST,
                seconds == null ? LIMIT : Duration.ofSeconds(seconds),
                3);
        return switch (around.http().exchange(request)) {
            case OutboundAnswer.Refused(OutboundAnswer.Reason reason) -> failed(reason.code());
            case OutboundAnswer.Answered answered -> read(answered);
        };
    }

    private static Map<String, String> headers(Step.Call call, Values values, String key, boolean body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        if (body) {
            headers.put("Content-Type", "application/json");
        }
        Map<String, String> own = call.headers();
        if (own != null) {
            own.forEach((name, value) -> {
                String filled = values.filled(value).strip();
                if (!filled.isEmpty()
                        && name.matches("[A-Za-z0-9-]{1,64}")
                        && filled.matches("[\\x20-\\x7e]{1,1000}")) {
                    headers.put(name, filled);
                }
            });
        }
        headers.put("Idempotency-Key", key);
        return headers;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Interpreter.Outcome read(OutboundAnswer.Answered answered) {
        try (answered) {
            byte[] body = answered.body().readAllBytes();
            boolean good = answered.status() >= 200 && answered.status() < 300;
            return new Interpreter.Outcome(
                    good, "status " + answered.status(), answered.status(), Optional.of(json(body)), Optional.empty());
        } catch (IOException _) {
            return failed("unreadable");
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null || node.isMissingNode() ? JsonNodeFactory.instance.nullNode() : node;
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.stringNode(new String(body, StandardCharsets.UTF_8));
        }
    }

    Interpreter.Outcome file(Step.Media media, Values values, Session session) {
        String url = media.url();
        String id = media.mediaId();
        String caption = media.caption();
        MediaInput input = new MediaInput(
                id == null ? null : values.filled(id),
                url == null ? null : values.filled(url, Outside::encoded),
                null,
                null,
                media.fileName());
        Senders.Shown shown = new Senders.Shown(
                kind(media.kind()), Optional.ofNullable(caption).map(values::filled), false);
        try {
            Content content = around.senders().attachment(session, input, shown);
            return new Interpreter.Outcome(true, "brought in", 0, Optional.empty(), Optional.of(content));
        } catch (Refusal refusal) {
            return failed(refusal.problem().code());
        } catch (IOException _) {
            return failed("media_not_fetched");
        }
    }

    static MediaKind kind(String text) {
        for (MediaKind kind : MediaKind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return MediaKind.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static Values values(Run run, ZoneId zone) {
        return new Values(run.state().variables, zone);
    }

    static Interpreter.Outcome failed(String reason) {
        return new Interpreter.Outcome(false, reason, 0, Optional.empty(), Optional.empty());
    }
}
