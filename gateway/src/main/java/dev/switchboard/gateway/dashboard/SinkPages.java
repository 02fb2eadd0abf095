// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Sinks that events go to: Kafka, RabbitMQ and NATS, and how far each has come.
@Hidden
@RestController
@RequestMapping("/dashboard/sinks")
final class SinkPages {
    private static final String API = "/api/v1/sinks";
    private static final String PAGE = "/dashboard/sinks";
    private static final Map<String, List<String>> KINDS = Map.of(
            "kafka", List.of("servers", "topic", "username", "mechanism", "ca"),
            "rabbitmq", List.of("uri", "exchange", "queue", "username", "ca"),
            "nats", List.of("servers", "stream", "subject", "username", "ca"));

    private final Pages pages;

    SinkPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "sinks/list",
                "list",
                turn.api().get(API + "?limit=25" + Forms.cursor(turn)).orRefuse(),
                "first",
                turn.field("cursor").isEmpty());
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        Forms.put(wish, turn, "name", "password");
        String kind = turn.field("kind");
        Map<String, Object> target = new LinkedHashMap<>();
        Forms.put(target, turn, KINDS.getOrDefault(kind, List.of()).toArray(String[]::new));
        if (kind.equals("kafka")) {
            target.put("tls", turn.field("tls").equals("on"));
        }
        if (KINDS.containsKey(kind)) {
            wish.put(kind, target);
        }
        wish.put("events", turn.fields("event").isEmpty() ? List.of("*") : turn.fields("event"));
        return turn.go(PAGE + "/"
                + NativeApi.part(turn.api().post(API, wish).orRefuse().text("id")));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("sinks/one", "sink", turn.api().get(api(id)).orRefuse());
    }

    /// How far it has come.
    @GetMapping("/{id}/now")
    ResponseEntity<byte[]> now(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("sinks/now", "sink", turn.api().get(api(id)).orRefuse());
    }

    @PostMapping("/{id}/test")
    ResponseEntity<byte[]> test(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "sinks/test", "result", turn.api().post(api(id) + "/test", null).orRefuse());
    }

    @PostMapping("/{id}/switch")
    ResponseEntity<byte[]> onOrOff(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json sink = turn.api().get(api(id)).orRefuse();
        Map<String, Object> wish = new LinkedHashMap<>();
        for (String name : List.of("name", "kafka", "rabbitmq", "nats", "events", "sessions", "chats", "direction")) {
            if (sink.has(name)) {
                wish.put(name, sink.at(name).node());
            }
        }
        wish.put("enabled", !sink.flag("enabled"));
        turn.api().call("PUT", api(id), wish).orRefuse();
        return turn.go(PAGE + "/" + NativeApi.part(id));
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<byte[]> resume(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().post(api(id) + "/resume", null).orRefuse();
        return turn.done("sinks.done.resume");
    }

    @PostMapping("/{id}/replay")
    ResponseEntity<byte[]> replay(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api()
                .post(api(id) + "/replay", Map.of("from", Forms.number(turn.field("from"), "from")))
                .orRefuse();
        return turn.done("sinks.done.replay");
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go(PAGE);
    }
}
