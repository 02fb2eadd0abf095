// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Templates: the list, and an editor that shows at once what a text becomes.
@Hidden
@RestController
@RequestMapping("/dashboard/templates")
final class TemplatePages {
    private static final String API = "/api/v1/templates";
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_]{0,63})");
    private static final String SAMPLE = "sample.";

    private final Pages pages;

    TemplatePages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        StringBuilder query = new StringBuilder();
        for (String name : List.of("category", "q")) {
            if (!turn.field(name).isEmpty()) {
                query.append('&').append(name).append('=').append(NativeApi.part(turn.field(name)));
            }
        }
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get(API + "?limit=24" + query + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        String address = "/dashboard/templates" + (query.isEmpty() ? "" : "?" + query.substring(1));
        return turn.show(
                "templates/list",
                "list",
                list,
                "category",
                turn.field("category"),
                "words",
                turn.field("q"),
                "address",
                address,
                "first",
                cursor.isEmpty());
    }

    @GetMapping("/new")
    ResponseEntity<byte[]> fresh(HttpServletRequest request, HttpServletResponse response) {
        return editor(pages.turn(request, response), Json.NOTHING, Json.NOTHING);
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json template = turn.api().get(api(id)).orRefuse();
        return editor(
                turn,
                template,
                template.flag("builtIn")
                        ? Json.NOTHING
                        : turn.api().get(api(id) + "/versions?limit=20").orNothing());
    }

    private static ResponseEntity<byte[]> editor(Pages.Turn turn, Json template, Json versions) {
        Map<String, String> samples = new LinkedHashMap<>();
        template.texts("variables").forEach(name -> samples.put(name, ""));
        template.items("declared").forEach(one -> samples.put(one.text("name"), one.text("sample")));
        Json preview = template.exists()
                ? turn.api()
                        .post(api(template.text("id")) + "/preview", Map.of("variables", Map.of()))
                        .orNothing()
                : Json.NOTHING;
        return turn.show(
                "templates/edit", "template", template, "samples", samples, "preview", preview, "versions", versions);
    }

    /// What the text would become; and fields for values that were not there before.
    @PostMapping("/preview")
    ResponseEntity<byte[]> preview(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, String> samples = samples(turn);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("template", wish(turn, Map.of()));
        Map<String, String> given = new LinkedHashMap<>(samples);
        given.values().removeIf(String::isEmpty);
        body.put("variables", given);
        body.put("language", turn.fieldOr("shown", turn.fieldOr("language", "en")));
        body.put("zone", turn.page().look().zone().getId());
        Json preview = turn.api().post(API + "/preview", body).orRefuse();
        boolean changed = !samples.keySet().equals(Set.copyOf(turn.fields("known")));
        return turn.show("templates/preview", "preview", preview, "samples", samples, "changed", changed);
    }

    /// The values' names as they stand in the texts, with what was given for them.
    private static Map<String, String> samples(Pages.Turn turn) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : turn.fields("text")) {
            Matcher places = PLACE.matcher(text);
            while (places.find()) {
                names.add(places.group(1));
            }
        }
        Map<String, String> samples = new LinkedHashMap<>();
        names.forEach(name -> samples.put(name, turn.field(SAMPLE + name)));
        return samples;
    }

    private static Map<String, Object> wish(Pages.Turn turn, Map<String, Json> declared) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("name", turn.fieldOr("name", "…"));
        wish.put("category", turn.fieldOr("category", "other"));
        List<String> languages = turn.fields("lang");
        List<String> texts = turn.fields("text");
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(languages.size(), texts.size()); i++) {
            if (!languages.get(i).isBlank() && !(i > 0 && texts.get(i).isBlank())) {
                all.put(languages.get(i).strip(), texts.get(i));
            }
        }
        wish.put("language", languages.isEmpty() ? "en" : languages.getFirst().strip());
        wish.put("texts", all);
        List<Map<String, Object>> variables = new ArrayList<>();
        samples(turn).forEach((name, sample) -> {
            Map<String, Object> variable = new LinkedHashMap<>(Map.of("name", name));
            if (!sample.isEmpty()) {
                variable.put("sample", sample);
            }
            Json before = declared.getOrDefault(name, Json.NOTHING);
            for (String kept : List.of("fallback", "description")) {
                if (before.has(kept)) {
                    variable.put(kept, before.text(kept));
                }
            }
            variables.add(variable);
        });
        wish.put("variables", variables);
        if (!turn.field("headerUrl").isEmpty()) {
            wish.put("header", Map.of("type", turn.fieldOr("headerType", "image"), "url", turn.field("headerUrl")));
        }
        return wish;
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = wish(turn, Map.of());
        wish.put("id", turn.field("id"));
        turn.api().post(API, wish).orRefuse();
        return turn.go("/dashboard/templates/" + NativeApi.part(turn.field("id")));
    }

    @PostMapping("/{id}")
    ResponseEntity<byte[]> keep(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Json> declared = new LinkedHashMap<>();
        turn.api().get(api(id)).orNothing().items("declared").forEach(one -> declared.put(one.text("name"), one));
        turn.api().call("PUT", api(id), wish(turn, declared)).orRefuse();
        return turn.done("done.saved");
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go("/dashboard/templates");
    }

    @PostMapping("/{id}/restore/{version}")
    ResponseEntity<byte[]> restore(
            @PathVariable String id,
            @PathVariable int version,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().post(api(id) + "/versions/" + version + "/restore", null).orRefuse();
        return turn.go("/dashboard/templates/" + NativeApi.part(id));
    }
}
