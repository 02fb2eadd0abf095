// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
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

/// The wizard of the first start: it can be left and goes on where it was.
@Hidden
@RestController
@RequestMapping("/dashboard/setup")
final class SetupPages {
    private static final String API = "/api/v1/setup";
    private static final Set<String> STEPS = Set.of("business", "link", "automations", "templates", "test");

    private final Pages pages;

    SetupPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> page(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return wizard(turn, "setup/page", turn.api().get(API).orRefuse());
    }

    @GetMapping("/now")
    ResponseEntity<byte[]> now(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return wizard(turn, "setup/wizard", turn.api().get(API).orRefuse());
    }

    private static ResponseEntity<byte[]> wizard(Pages.Turn turn, String template, Json setup) {
        String wanted = turn.field("step");
        return turn.show(
                template,
                "setup",
                setup,
                "step",
                STEPS.contains(wanted) ? wanted : setup.text("step"),
                "types",
                turn.api().get(API + "/business-types").orNothing());
    }

    @PostMapping("/business")
    ResponseEntity<byte[]> business(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : List.of("type", "name", "hours")) {
            if (!turn.field(name).isEmpty()) {
                body.put(name, turn.field(name));
            }
        }
        return step(turn, turn.api().call("PUT", API + "/business", body).orRefuse());
    }

    private static ResponseEntity<byte[]> step(Pages.Turn turn, Json setup) {
        return turn.show(
                "setup/wizard",
                "setup",
                setup,
                "step",
                setup.text("step"),
                "types",
                turn.api().get(API + "/business-types").orNothing());
    }

    @PostMapping("/link")
    ResponseEntity<byte[]> link(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("method", turn.field("phone").isEmpty() ? "qr" : "code");
        if (!turn.field("phone").isEmpty()) {
            body.put("phone", turn.field("phone"));
        }
        return step(turn, turn.api().post(API + "/link", body).orRefuse());
    }

    @PostMapping("/scan")
    ResponseEntity<byte[]> scan(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return step(turn, turn.api().post(API + "/scan", null).orRefuse());
    }

    @PostMapping("/automations")
    ResponseEntity<byte[]> automations(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json setup = turn.api().get(API).orRefuse();
        List<Map<String, Object>> items = new ArrayList<>();
        for (Json one : setup.at("suggestions").items("automations")) {
            String type = one.text("type");
            if (turn.fields("on").contains(type)) {
                items.add(Map.of("type", type, "config", config(turn, one)));
            }
        }
        return step(
                turn,
                turn.api()
                        .call("PUT", API + "/automations", Map.of("items", items))
                        .orRefuse());
    }

    /// As suggested, with the texts as they were changed.
    private static Map<String, Object> config(Pages.Turn turn, Json automation) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (Map.Entry<String, Json> setting : automation.at("config").fields()) {
            String changed = turn.field(automation.text("type") + "." + setting.getKey());
            config.put(setting.getKey(), changed.isEmpty() ? setting.getValue().node() : changed);
        }
        return config;
    }

    @PostMapping("/templates")
    ResponseEntity<byte[]> templates(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json setup = turn.api().get(API).orRefuse();
        List<Map<String, Object>> items = new ArrayList<>();
        for (Json one : setup.at("suggestions").items("templates")) {
            String id = one.text("id");
            if (turn.fields("on").contains(id)) {
                items.add(Map.of(
                        "id",
                        id,
                        "name",
                        one.text("name"),
                        "content",
                        turn.fieldOr("text." + id, one.text("content"))));
            }
        }
        return step(
                turn,
                turn.api()
                        .call("PUT", API + "/templates", Map.of("items", items))
                        .orRefuse());
    }

    @PostMapping("/test")
    ResponseEntity<byte[]> test(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, String> body = turn.field("text").isEmpty() ? Map.of() : Map.of("text", turn.field("text"));
        return step(turn, turn.api().post(API + "/test", body).orRefuse());
    }

    @PostMapping("/skip/{step}")
    ResponseEntity<byte[]> skip(@PathVariable String step, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return step(
                turn,
                turn.api()
                        .post(API + "/steps/" + NativeApi.part(step) + "/skip", null)
                        .orRefuse());
    }

    @PostMapping("/finish")
    ResponseEntity<byte[]> finish(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().post(API + "/finish", null).orRefuse();
        return turn.go("/");
    }
}
