// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The tenant's people with their names, values and tags.
@Hidden
@RestController
@RequestMapping("/dashboard/audience")
final class AudiencePages {
    static final String API = "/api/v1/audience";

    private final Pages pages;

    AudiencePages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String person) {
        return API + "/people/" + NativeApi.part(person);
    }

    @GetMapping
    ResponseEntity<byte[]> people(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String filter = Forms.query(turn, "q") + Forms.query(turn, "tag") + Forms.query(turn, "list");
        Json list = turn.api()
                .get(API + "/people?limit=25" + filter + Forms.cursor(turn))
                .orRefuse();
        return turn.show(
                "audience/people",
                "list",
                list,
                "lists",
                turn.api().get(API + "/lists?limit=100").orNothing().items("items"),
                "tags",
                turn.api().get(API + "/tags?limit=100").orNothing().items("items"),
                "filter",
                Map.of("q", turn.field("q"), "tag", turn.field("tag"), "list", turn.field("list")),
                "address",
                "/dashboard/audience" + (filter.isEmpty() ? "" : "?" + filter.substring(1)),
                "first",
                turn.field("cursor").isEmpty());
    }

    @PostMapping
    ResponseEntity<byte[]> add(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        Forms.put(wish, turn, "name", "language");
        if (!turn.field("tags").isEmpty()) {
            wish.put("tags", Forms.words(turn.field("tags")));
        }
        Json made = turn.api().call("PUT", api(turn.field("phone")), wish).orRefuse();
        return turn.go(person(made.at("address").text("jid")));
    }

    private static String person(String jid) {
        return "/dashboard/audience/people/" + NativeApi.part(jid);
    }

    @GetMapping("/people/{person}")
    ResponseEntity<byte[]> one(@PathVariable String person, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json one = turn.api().get(api(person)).orRefuse();
        return turn.show(
                "audience/person",
                "person",
                one,
                "values",
                one.at("variables").fields().stream()
                        .map(value -> value.getKey() + " = " + value.getValue().text())
                        .collect(Collectors.joining("\n")));
    }

    @PostMapping("/people/{person}")
    ResponseEntity<byte[]> change(
            @PathVariable String person, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> wish = new LinkedHashMap<>();
        Forms.put(wish, turn, "name", "language");
        wish.put("tags", Forms.words(turn.field("tags")));
        wish.put("variables", values(turn.field("values")));
        turn.api().call("PUT", api(person), wish).orRefuse();
        return turn.done("done.saved");
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Forms.lines(text)) {
            List<String> parts = List.of(line.split("=", 2));
            values.put(
                    parts.getFirst().strip(), parts.size() > 1 ? parts.getLast().strip() : "");
        }
        return values;
    }

    @PostMapping("/people/{person}/delete")
    ResponseEntity<byte[]> forget(
            @PathVariable String person, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(person), null).orRefuse();
        return turn.go("/dashboard/audience");
    }

    @GetMapping("/tags")
    ResponseEntity<byte[]> tags(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json list = turn.api().get(API + "/tags?limit=50" + Forms.cursor(turn)).orRefuse();
        return turn.show(
                "audience/tags", "list", list, "first", turn.field("cursor").isEmpty());
    }
}
