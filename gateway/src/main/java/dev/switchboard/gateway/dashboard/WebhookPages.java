// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Webhooks, the log of what was delivered, and delivering again.
@Hidden
@RestController
@RequestMapping("/dashboard/webhooks")
final class WebhookPages {
    private static final String API = "/api/v1/webhooks";
    private static final Set<String> STATES = Set.of("waiting", "delivered", "dead");

    private final Pages pages;

    WebhookPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get(API + "?limit=25" + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        return turn.show("webhooks/list", "list", list, "first", cursor.isEmpty());
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("url", turn.field("url"));
        wish.put("events", turn.fields("event").isEmpty() ? List.of("*") : turn.fields("event"));
        Json made = turn.api().post(API, wish).orRefuse();
        return turn.show("webhooks/secret", "webhook", made);
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "webhooks/one");
    }

    /// The log alone.
    @GetMapping("/{id}/log")
    ResponseEntity<byte[]> log(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "webhooks/log");
    }

    private static ResponseEntity<byte[]> one(Pages.Turn turn, String id, String template) {
        Json webhook = turn.api().get(api(id)).orRefuse();
        String state = STATES.contains(turn.field("state")) ? turn.field("state") : "";
        String cursor = turn.field("cursor");
        Json deliveries = turn.api()
                .get(api(id) + "/deliveries?limit=25" + (state.isEmpty() ? "" : "&state=" + state)
                        + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        return turn.show(template, "webhook", webhook, "log", deliveries, "state", state, "cursor", cursor);
    }

    @PostMapping("/{id}/replay/{delivery}")
    ResponseEntity<byte[]> replay(
            @PathVariable String id,
            @PathVariable long delivery,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().post(api(id) + "/deliveries/" + delivery + "/replay", null).orRefuse();
        return turn.done("webhooks.done.replay");
    }

    @PostMapping("/{id}/test")
    ResponseEntity<byte[]> test(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "webhooks/test",
                "result",
                turn.api().post(api(id) + "/test", null).orRefuse());
    }

    @PostMapping("/{id}/secret")
    ResponseEntity<byte[]> rotate(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "webhooks/secret",
                "webhook",
                turn.api().post(api(id) + "/rotate-secret", null).orRefuse());
    }

    @PostMapping("/{id}/switch")
    ResponseEntity<byte[]> onOrOff(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json webhook = turn.api().get(api(id)).orRefuse();
        Map<String, Object> wish = new LinkedHashMap<>();
        for (String name : List.of("url", "direction", "form")) {
            wish.put(name, webhook.text(name));
        }
        for (String name : List.of("events", "sessions", "chats")) {
            wish.put(name, webhook.texts(name));
        }
        wish.put("enabled", !webhook.flag("enabled"));
        turn.api().call("PUT", api(id), wish).orRefuse();
        return turn.go("/dashboard/webhooks/" + NativeApi.part(id));
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go("/dashboard/webhooks");
    }
}
