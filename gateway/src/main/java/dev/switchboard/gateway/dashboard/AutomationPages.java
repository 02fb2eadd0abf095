// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Automations: those there are and those to take, each as a flow to read, change and try out.
@Hidden
@RestController
@RequestMapping("/dashboard/automations")
final class AutomationPages {
    private static final String API = "/api/v1/automations";
    private static final String AT = "at:";
    private static final Set<String> NEW_STEPS = Set.of("reply", "ask", "wait", "tag", "handoff", "stop");

    private final Pages pages;

    AutomationPages(Pages pages) {
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
                .get(API + "?limit=24" + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        return turn.show(
                "automations/list",
                "list",
                list,
                "market",
                turn.api().get(API + "/marketplace").orNothing().items("items"),
                "first",
                cursor.isEmpty());
    }

    @GetMapping("/market/{item}")
    ResponseEntity<byte[]> item(@PathVariable String item, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json found =
                turn.api().get(API + "/marketplace/" + NativeApi.part(item)).orRefuse();
        return turn.show(
                "automations/item",
                "item",
                found,
                "flow",
                FlowNode.of(found.at("definition")),
                "sessions",
                sessions(turn),
                "settings",
                SettingField.of(found.at("settings"), found.at("defaults")));
    }

    private static List<Json> sessions(Pages.Turn turn) {
        return turn.api().get("/api/v1/sessions?limit=100").orNothing().items("items");
    }

    @PostMapping("/market/{item}")
    ResponseEntity<byte[]> activate(
            @PathVariable String item, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String market = API + "/marketplace/" + NativeApi.part(item);
        Map<String, Object> body = new LinkedHashMap<>();
        if (!turn.field("session").isEmpty()) {
            body.put("session", turn.field("session"));
        }
        body.put(
                "settings",
                SettingField.read(turn, turn.api().get(market).orRefuse().at("settings")));
        Json made = turn.api().post(market + "/activate", body).orRefuse();
        return turn.go("/dashboard/automations/" + NativeApi.part(made.text("id")));
    }

    /// An empty one to begin with.
    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> definition = Map.of(
                "triggers",
                List.of(Map.of("type", "keyword", "words", words(turn.fieldOr("words", "hello")))),
                "steps",
                List.of(Map.of("type", "reply", "text", turn.fieldOr("text", "Hi {{contact.name}}!"))));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", turn.field("name"));
        body.put("definition", definition);
        if (!turn.field("session").isEmpty()) {
            body.put("session", turn.field("session"));
        }
        Json made = turn.api().post(API, body).orRefuse();
        return turn.go("/dashboard/automations/" + NativeApi.part(made.text("id")));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[,\\n]"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json automation = turn.api().get(api(id)).orRefuse();
        Json item = automation.has("market")
                ? turn.api()
                        .get(API + "/marketplace/" + NativeApi.part(automation.text("market")))
                        .orNothing()
                : Json.NOTHING;
        return turn.show(
                "automations/one",
                "automation",
                automation,
                "flow",
                FlowNode.of(automation.at("definition")),
                "settings",
                SettingField.of(item.at("settings"), automation.at("settings")),
                "runs",
                turn.api().get(api(id) + "/runs?limit=10").orNothing(),
                "sessions",
                sessions(turn),
                "tab",
                turn.field("tab"));
    }

    /// Puts what was changed in place into the definition and keeps it as a new version.
    @PostMapping("/{id}")
    ResponseEntity<byte[]> keep(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json before = turn.api().get(api(id)).orRefuse();
        JsonNode definition = turn.field("json").isEmpty()
                ? changed(turn, before.at("definition").node().deepCopy(), request)
                : read(turn, turn.field("json"));
        store(turn, id, before, definition, settings(turn, before));
        return turn.go("/dashboard/automations/" + NativeApi.part(id)
                + (turn.field("json").isEmpty() ? "" : "?tab=json"));
    }

    private static Object settings(Pages.Turn turn, Json before) {
        if (!before.has("market") || turn.field("settings").isEmpty()) {
            return before.at("settings").node();
        }
        Json item = turn.api()
                .get(API + "/marketplace/" + NativeApi.part(before.text("market")))
                .orRefuse();
        return SettingField.read(turn, item.at("settings"));
    }

    private static void store(Pages.Turn turn, String id, Json before, JsonNode definition, Object settings) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", turn.fieldOr("name", before.text("name")));
        if (before.has("session")) {
            body.put("session", before.text("session"));
        }
        body.put("definition", definition);
        body.put("settings", settings);
        body.put("enabled", before.flag("enabled"));
        body.put("position", before.number("position"));
        turn.api().call("PUT", api(id), body).orRefuse();
    }

    private static JsonNode read(Pages.Turn turn, String text) {
        Json read = turn.read(text);
        if (!read.node().isObject() || (read.has("text") && read.fields().size() == 1)) {
            throw Problem.of(ProblemKind.INVALID_REQUEST, "The definition is not JSON.")
                    .withAccepted("an object in JSON")
                    .refusal();
        }
        return read.node();
    }

    private static JsonNode changed(Pages.Turn turn, JsonNode definition, HttpServletRequest request) {
        for (String name : request.getParameterMap().keySet()) {
            if (!name.startsWith(AT)) {
                continue;
            }
            String path = name.substring(AT.length());
            int slash = path.lastIndexOf('/');
            if (definition.at(path.substring(0, slash)) instanceof ObjectNode part) {
                String field = path.substring(slash + 1);
                if (part.path(field).isArray()) {
                    ArrayNode list = part.putArray(field);
                    words(turn.field(name)).forEach(list::add);
                } else {
                    part.put(field, turn.field(name));
                }
            }
        }
        return definition;
    }

    /// Adds a step at the end, or takes one out.
    @PostMapping("/{id}/steps")
    ResponseEntity<byte[]> step(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json before = turn.api().get(api(id)).orRefuse();
        JsonNode definition = before.at("definition").node().deepCopy();
        String out = turn.field("remove");
        int slash = out.lastIndexOf('/');
        if (slash > 0 && definition.at(out.substring(0, slash)) instanceof ArrayNode list) {
            list.remove((int) Forms.number(out.substring(slash + 1), "remove"));
        } else if (NEW_STEPS.contains(turn.field("add")) && definition.path("steps") instanceof ArrayNode list) {
            add(list.addObject().put("type", turn.field("add")));
        }
        store(turn, id, before, definition, before.at("settings").node());
        return turn.go("/dashboard/automations/" + NativeApi.part(id));
    }

    private static void add(ObjectNode step) {
        switch (step.path("type").asString()) {
            case "reply" -> step.put("text", "…");
            case "ask" -> step.put("text", "…?").put("save", "answer");
            case "wait" -> step.put("for", "1m");
            case "tag" -> step.putArray("add").add("new");
            default -> step.path("type");
        }
    }

    @PostMapping("/{id}/switch")
    ResponseEntity<byte[]> onOrOff(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        boolean on = turn.field("on").equals("on");
        turn.api().post(api(id) + (on ? "/enable" : "/disable"), null).orRefuse();
        return turn.done(on ? "automations.done.on" : "automations.done.off");
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go("/dashboard/automations");
    }

    /// What would happen if these messages came now.
    @PostMapping("/{id}/simulate")
    ResponseEntity<byte[]> simulate(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("session", turn.field("session"));
        body.put("from", turn.fieldOr("from", "+15550100099"));
        body.put(
                "texts",
                turn.field("texts")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
        body.put("automation", id);
        if (turn.field("first").equals("on")) {
            body.put("first", true);
        }
        return turn.show(
                "automations/simulation",
                "texts",
                body.get("texts"),
                "result",
                turn.api().post(API + "/simulate", body).orRefuse());
    }
}
