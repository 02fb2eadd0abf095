// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
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
                .get(API + "?limit=20" + (stage.isEmpty() ? "" : "&stage=" + stage) + Forms.query(turn, "series")
                        + Forms.cursor(turn))
                .orRefuse();
        return turn.show(
                template, "list", list, "stage", stage, "series", turn.field("series"), "cursor", turn.field("cursor"));
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
                turn.api().get("/api/v1/audience/tags?limit=100").orNothing().items("items"),
                "filters",
                turn.api().get("/api/v1/audience/filters?limit=100").orNothing().items("items"),
                "audience",
                turn.field("audience"));
    }

    @PostMapping
    ResponseEntity<byte[]> create(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json made = turn.api().post(API, new CampaignForm(turn).wish()).orRefuse();
        return turn.go(
                "/dashboard/campaigns/" + NativeApi.part(made.at("campaign").textOr("id", made.text("id"))));
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
                .get(api(id) + "/recipients?limit=25" + (state.isEmpty() ? "" : "&state=" + state) + Forms.cursor(turn))
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

    /// How many had got how far by each time; at its start nobody had.
    private static Chart progress(Page page, Json analytics) {
        List<Json> points = analytics.items("series");
        List<String> labels = new ArrayList<>();
        if (!points.isEmpty()) {
            labels.add(page.clock(analytics.at("campaign").time("startedAt")));
        }
        points.forEach(point -> labels.add(page.clock(point.time("at"))));
        return new Chart(
                labels,
                List.of(
                        sum(page.t("status.sent"), "b", points, point -> point.number("sent")),
                        sum(page.t("status.delivered"), "a", points, point -> point.number("delivered")),
                        sum(page.t("status.read"), "c", points, point -> point.number("read")),
                        sum(page.t("campaigns.replied"), "d", points, point -> point.number("replied")),
                        sum(page.t("status.failed"), "e", points, point -> point.number("failed"))));
    }

    private static Chart.Series sum(String name, String tone, List<Json> points, ToDoubleFunction<Json> value) {
        List<Double> sums = new ArrayList<>();
        if (!points.isEmpty()) {
            sums.add(0.0);
        }
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

    /// Lets a triggered campaign write to somebody.
    @PostMapping("/{id}/trigger")
    ResponseEntity<byte[]> trigger(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        Json answer = turn.api()
                .post(api(id) + "/trigger", Map.of("phone", turn.field("phone")))
                .orRefuse();
        return turn.done(answer.flag("joined") ? "campaigns.done.trigger" : "campaigns.done.known");
    }
}
