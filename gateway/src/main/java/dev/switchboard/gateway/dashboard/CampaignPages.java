// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Campaigns: made from a file or from people there are, rehearsed, followed while they run, and judged by charts.
@Hidden
@RestController
@RequestMapping("/dashboard/campaigns")
final class CampaignPages {
    private static final String API = "/api/v1/campaigns";
    private static final Set<String> DEEDS = Set.of("start", "pause", "resume", "cancel");
    private static final Set<String> STATES =
            Set.of("waiting", "queued", "sent", "delivered", "read", "failed", "suppressed", "cancelled");
    private static final Set<String> STAGES =
            Set.of("draft", "scheduled", "running", "paused", "completed", "cancelled");

    private final Pages pages;

    CampaignPages(Pages pages) {
        this.pages = pages;
    }

    private static String api(String id) {
        return API + "/" + NativeApi.part(id);
    }

    private static String cursor(Pages.Turn turn) {
        return turn.field("cursor").isEmpty() ? "" : "&cursor=" + NativeApi.part(turn.field("cursor"));
    }

    @GetMapping
    ResponseEntity<byte[]> list(HttpServletRequest request, HttpServletResponse response) {
        return list(pages.turn(request, response), "campaigns/list");
    }

    @GetMapping("/rows")
    ResponseEntity<byte[]> rows(HttpServletRequest request, HttpServletResponse response) {
        return list(pages.turn(request, response), "campaigns/rows");
    }

    private static ResponseEntity<byte[]> list(Pages.Turn turn, String template) {
        String stage = STAGES.contains(turn.field("stage")) ? turn.field("stage") : "";
        Json list = turn.api()
                .get(API + "?limit=20" + (stage.isEmpty() ? "" : "&stage=" + stage) + cursor(turn))
                .orRefuse();
        return turn.show(template, "list", list, "stage", stage, "cursor", turn.field("cursor"));
    }

    @GetMapping("/new")
    ResponseEntity<byte[]> fresh(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "campaigns/new",
                "sessions",
                turn.api().get("/api/v1/sessions?limit=100").orRefuse().items("items").stream()
                        .filter(session -> session.flag("linked"))
                        .toList(),
                "templates",
                turn.api().get("/api/v1/templates?limit=100").orNothing().items("items"),
                "lists",
                turn.api().get("/api/v1/audience/lists?limit=100").orNothing().items("items"),
                "tags",
                turn.api().get("/api/v1/audience/tags").orNothing());
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json made = turn.api().post(API, wish(turn)).orRefuse();
        return turn.go(
                "/dashboard/campaigns/" + NativeApi.part(made.at("campaign").textOr("id", made.text("id"))));
    }

    private static Map<String, Object> wish(Pages.Turn turn) {
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("session", turn.field("session"));
        wish.put("name", turn.field("name"));
        if (turn.field("templateB").isEmpty()) {
            wish.put("templateId", turn.field("template"));
        } else {
            wish.put(
                    "variants",
                    List.of(
                            Map.of("name", "A", "templateId", turn.field("template")),
                            Map.of("name", "B", "templateId", turn.field("templateB"))));
        }
        String audience = turn.field("audience");
        if (audience.startsWith("list:")) {
            wish.put("audience", Map.of("list", audience.substring(5)));
        } else if (audience.startsWith("tag:")) {
            wish.put("audience", Map.of("tags", List.of(audience.substring(4))));
        }
        String zone = turn.page().look().zone().getId();
        wish.put("zone", zone);
        if (!turn.field("schedule").isEmpty()) {
            wish.put("schedule", at(turn));
        }
        if (!turn.field("from").isEmpty() && !turn.field("to").isEmpty()) {
            wish.put("quietHours", Map.of("from", turn.field("from"), "to", turn.field("to")));
        }
        return wish;
    }

    private static String at(Pages.Turn turn) {
        try {
            return LocalDateTime.parse(turn.field("schedule"))
                    .atZone(turn.page().look().zone())
                    .toOffsetDateTime()
                    .toString();
        } catch (DateTimeException _) {
            return turn.field("schedule");
        }
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "campaigns/one");
    }

    /// What changes while it runs.
    @GetMapping("/{id}/now")
    ResponseEntity<byte[]> now(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        return one(pages.turn(request, response), id, "campaigns/now");
    }

    private static ResponseEntity<byte[]> one(Pages.Turn turn, String id, String template) {
        Json analytics = turn.api().get(api(id) + "/analytics").orRefuse();
        String state = STATES.contains(turn.field("state")) ? turn.field("state") : "";
        Json recipients = turn.api()
                .get(api(id) + "/recipients?limit=25" + (state.isEmpty() ? "" : "&state=" + state) + cursor(turn))
                .orNothing();
        return turn.show(
                template,
                "analytics",
                analytics,
                "progress",
                progress(turn.page(), analytics),
                "recipients",
                recipients,
                "state",
                state,
                "cursor",
                turn.field("cursor"));
    }

    /// How many had got how far by each time.
    private static Chart progress(Page page, Json analytics) {
        List<Json> points = analytics.items("series");
        return new Chart(
                points.stream().map(point -> page.clock(point.time("at"))).toList(),
                List.of(
                        sum(page.t("status.sent"), "b", points, point -> point.number("sent")),
                        sum(page.t("status.delivered"), "a", points, point -> point.number("delivered")),
                        sum(page.t("status.read"), "c", points, point -> point.number("read")),
                        sum(page.t("campaigns.replied"), "d", points, point -> point.number("replied")),
                        sum(page.t("status.failed"), "e", points, point -> point.number("failed"))));
    }

    private static Chart.Series sum(String name, String tone, List<Json> points, ToDoubleFunction<Json> value) {
        List<Double> sums = new ArrayList<>();
        double sum = 0;
        for (Json point : points) {
            sum += value.applyAsDouble(point);
            sums.add(sum);
        }
        return new Chart.Series(name, tone, sums);
    }

    /// What became of a file that was handed in; the browser got it from the API.
    @PostMapping("/{id}/intake")
    ResponseEntity<byte[]> intake(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show("campaigns/intake", "intake", turn.read(turn.field("answer")));
    }

    @GetMapping("/{id}/forecast")
    ResponseEntity<byte[]> forecast(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        return turn.show(
                "campaigns/forecast",
                "forecast",
                turn.api().get(api(id) + "/forecast").orRefuse());
    }

    @PostMapping("/{id}/{deed}")
    ResponseEntity<byte[]> act(
            @PathVariable String id,
            @PathVariable String deed,
            HttpServletRequest request,
            HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        if (deed.equals("delete")) {
            turn.api().call("DELETE", api(id), null).orRefuse();
            return turn.go("/dashboard/campaigns");
        }
        if (!DEEDS.contains(deed)) {
            throw EntryPages.notFound();
        }
        turn.api().post(api(id) + "/" + deed, null).orRefuse();
        return turn.done("campaigns.done." + deed);
    }
}
