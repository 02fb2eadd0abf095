// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// How the sessions do: their links, what they sent and received, and what keeps one from working.
@Hidden
@RestController
@RequestMapping("/dashboard/monitoring")
final class MonitoringPages {
    private static final int SHOWN = 25;
    private static final int DAYS = 14;

    private final Pages pages;

    MonitoringPages(Pages pages) {
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<byte[]> all(HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String cursor = turn.field("cursor");
        Json list = turn.api()
                .get("/api/v1/connections?days=7&limit=" + SHOWN
                        + (cursor.isEmpty() ? "" : "&cursor=" + NativeApi.part(cursor)))
                .orRefuse();
        List<Json> counters = list.items("items").stream()
                .map(one -> turn.api()
                        .get(SessionPages.api(one.text("session")) + "/counters?days=" + DAYS)
                        .orNothing())
                .toList();
        return turn.show(
                "monitoring/all",
                "list",
                list,
                "figures",
                turn.api().get("/metrics").orNothing().at("metrics"),
                "messages",
                messages(turn.page(), counters),
                "first",
                cursor.isEmpty());
    }

    /// Messages a day, of all these sessions together.
    private static Chart messages(Page page, List<Json> counters) {
        Map<String, double[]> days = new TreeMap<>();
        for (Json counter : counters) {
            for (Json day : counter.items("days")) {
                double[] sums = days.computeIfAbsent(day.text("day"), _ -> new double[3]);
                sums[0] += day.number("sent");
                sums[1] += day.number("received");
                sums[2] += day.number("failed");
            }
        }
        return chart(
                days,
                new String[] {page.t("chart.sent"), page.t("chart.received"), page.t("chart.failed")},
                new String[] {"a", "b", "e"},
                page);
    }

    private static Chart chart(Map<String, double[]> days, String[] names, String[] tones, Page page) {
        List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            int place = i;
            series.add(new Chart.Series(
                    names[i],
                    tones[i],
                    days.values().stream().map(sums -> sums[place]).toList()));
        }
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("d MMM", page.look().language().locale());
        return new Chart(
                days.keySet().stream()
                        .map(day -> LocalDate.parse(day).format(form))
                        .toList(),
                series);
    }

    @GetMapping("/{session}")
    ResponseEntity<byte[]> one(@PathVariable String session, HttpServletRequest request, HttpServletResponse response) {
        Pages.Turn turn = pages.turn(request, response);
        String api = SessionPages.api(session);
        Json health = turn.api().get(api + "/health").orRefuse();
        Json connection = turn.api().get(api + "/connection").orNothing();
        Map<String, double[]> up = new TreeMap<>();
        connection
                .items("periods")
                .forEach(period -> up.put(period.text("start"), new double[] {
                    period.number("connectedSeconds") / 3600.0, period.number("downSeconds") / 3600.0
                }));
        Page page = turn.page();
        Chart link = chart(up, new String[] {page.t("chart.up"), page.t("chart.down")}, new String[] {"a", "e"}, page);
        Chart messages = messages(
                page, List.of(turn.api().get(api + "/counters?days=" + DAYS).orNothing()));
        return turn.show(
                "monitoring/one",
                "session",
                session,
                "health",
                health,
                "connection",
                connection,
                "diagnosis",
                turn.api().get(api + "/diagnosis").orNothing(),
                "link",
                link,
                "messages",
                messages);
    }
}
