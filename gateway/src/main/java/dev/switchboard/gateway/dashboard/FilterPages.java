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

/// Saved filters: questions about people that campaigns ask anew each time.
@Hidden
@RestController
@RequestMapping("/dashboard/audience/filters")
final class FilterPages {
    private static final String API = AudiencePages.API + "/filters";
    private static final String PAGE = "/dashboard/audience/filters";

    private final Pages pages;

    FilterPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    @GetMapping
    ResponseEntity<byte[]> all(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "audience/filters",
                "list",
                turn.api().get(API + "?limit=25" + Forms.cursor(turn)).orRefuse(),
                "lists",
                lists(turn),
                "first",
                turn.field("cursor").isEmpty());
    }

    private static List<Json> lists(Pages.Turn turn) {
        return turn.api()
                .get(AudiencePages.API + "/lists?limit=100")
                .orNothing()
                .items("items");
    }

    private static Map<String, Object> query(Pages.Turn turn) {
        Map<String, Object> query = new LinkedHashMap<>();
        Forms.put(query, turn, "list", "language", "words");
        for (String tags : List.of("allTags", "anyTags", "noTags")) {
            if (!turn.field(tags).isEmpty()) {
                query.put(tags, Forms.words(turn.field(tags)));
            }
        }
        if (!turn.field("suppressed").isEmpty()) {
            query.put("suppressed", turn.field("suppressed").equals("true"));
        }
        return query;
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String id = Forms.free(
                Forms.id(turn.field("name"), "filter"),
                taken -> turn.api().get(api(taken)).ok());
        return save(turn, id);
    }

    private static ResponseEntity<byte[]> save(Pages.Turn turn, String id) {
        turn.api()
                .call("PUT", api(id), Map.of("name", turn.field("name"), "query", query(turn)))
                .orRefuse();
        return turn.go(PAGE + "/" + NativeApi.part(id));
    }

    /// How many people a filter would find, while it is being made.
    @PostMapping("/count")
    ResponseEntity<byte[]> count(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json count = turn.api().post(AudiencePages.API + "/count", query(turn)).orRefuse();
        return turn.show("audience/count", "people", count.number("people"));
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "audience/filter",
                "filter",
                turn.api().get(api(id)).orRefuse(),
                "found",
                turn.api()
                        .get(api(id) + "/people?limit=25" + Forms.cursor(turn))
                        .orRefuse(),
                "lists",
                lists(turn),
                "first",
                turn.field("cursor").isEmpty());
    }

    @PostMapping("/{id}")
    ResponseEntity<byte[]> change(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return save(pages.turn(request, response), id);
    }

    @PostMapping("/{id}/delete")
    ResponseEntity<byte[]> delete(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        turn.api().call("DELETE", api(id), null).orRefuse();
        return turn.go(PAGE);
    }
}
