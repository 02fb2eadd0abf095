// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// When the business is open, and on which days it is otherwise.
@Hidden
@RestController
@RequestMapping("/dashboard/hours")
final class HoursPages {
    private static final String API = "/api/v1/business-hours";
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int SPANS = 10;

    private final Pages pages;

    HoursPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> show(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json hours = turn.api().get(API).orRefuse();
        return turn.show(
                "hours/hours", "hours", hours, "days", DAYS, "holidays", Slice.of(turn, hours.items("holidays")));
    }

    @PostMapping
    ResponseEntity<byte[]> week(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> week = new LinkedHashMap<>();
        for (String day : DAYS) {
            List<Map<String, String>> spans = new ArrayList<>();
            for (int i = 0; i < SPANS; i++) {
                spans.addAll(span(turn, day + "." + i + "."));
            }
            if (!spans.isEmpty()) {
                week.put(day, spans);
            }
        }
        Json before = turn.api().get(API).orRefuse();
        save(turn, week, before.items("holidays").stream().map(Json::node).toList());
        return turn.go("/dashboard/hours");
    }

    private static List<Map<String, String>> span(Pages.Turn turn, String prefix) {
        Map<String, String> span = new LinkedHashMap<>();
        for (String end : List.of("from", "to")) {
            if (!turn.field(prefix + end).isEmpty()) {
                span.put(end, turn.field(prefix + end));
            }
        }
        return span.isEmpty() ? List.of() : List.of(span);
    }

    private static void save(Pages.Turn turn, Object week, List<?> holidays) {
        turn.api().call("PUT", API, Map.of("week", week, "holidays", holidays)).orRefuse();
    }

    @PostMapping("/holidays")
    ResponseEntity<byte[]> add(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Map<String, Object> holiday = new LinkedHashMap<>();
        Forms.put(holiday, turn, "date", "name");
        holiday.put("yearly", turn.field("yearly").equals("on"));
        List<Map<String, String>> hours = span(turn, "");
        if (!hours.isEmpty()) {
            holiday.put("hours", hours);
        }
        return changed(turn, holidays -> {
            List<Json> more = new ArrayList<>(holidays);
            more.add(turn.json(holiday));
            more.sort(Comparator.comparing(one -> one.text("date")));
            return more;
        });
    }

    @PostMapping("/holidays/delete")
    ResponseEntity<byte[]> remove(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return changed(
                turn,
                holidays -> holidays.stream()
                        .filter(one -> !one.text("date").equals(turn.field("date"))
                                || !one.text("name").equals(turn.field("name")))
                        .toList());
    }

    private static ResponseEntity<byte[]> changed(Pages.Turn turn, UnaryOperator<List<Json>> change) {
        Json before = turn.api().get(API).orRefuse();
        save(
                turn,
                before.at("week").node(),
                change.apply(before.items("holidays")).stream().map(Json::node).toList());
        return turn.go("/dashboard/hours");
    }
}
