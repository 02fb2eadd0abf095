// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The form of a new campaign as the API wants it: what it says, to whom, when, and when not.
final class CampaignForm {
    private static final List<String> NAMES = List.of("A", "B", "C", "D");

    private final Pages.Turn turn;
    private final ZoneId zone;

    CampaignForm(Pages.Turn turn) {
        this.turn = turn;
        this.zone = turn.page().look().zone();
    }

    Map<String, Object> wish() {
        Map<String, Object> wish = new LinkedHashMap<>();
        Forms.put(wish, turn, "session", "name");
        List<Map<String, Object>> variants = variants();
        if (variants.size() == 1) {
            wish.put("templateId", turn.field("template"));
        } else {
            wish.put("variants", variants);
        }
        audience(wish);
        wish.put("zone", zone.getId());
        quiet(wish);
        switch (turn.field("kind")) {
            case "recurring" -> wish.put("recurrence", recurrence());
            case "triggered" -> wish.put("trigger", trigger());
            default -> {
                if (!turn.field("schedule").isEmpty()) {
                    wish.put("schedule", at(turn.field("schedule")));
                }
            }
        }
        return wish;
    }

    private List<Map<String, Object>> variants() {
        List<Map<String, Object>> variants = new ArrayList<>();
        for (String name : NAMES) {
            String suffix = name.equals("A") ? "" : name;
            if (name.equals("A") || !turn.field("template" + suffix).isEmpty()) {
                variants.add(Map.of(
                        "name",
                        name,
                        "templateId",
                        turn.field("template" + suffix),
                        "weight",
                        Forms.number(turn.fieldOr("weight" + suffix, "1"), "weight")));
            }
        }
        return variants;
    }

    private void audience(Map<String, Object> wish) {
        String[] audience = turn.field("audience").split(":", 2);
        switch (audience[0]) {
            case "list" -> wish.put("audience", Map.of("list", audience[1]));
            case "tag" -> wish.put("audience", Map.of("allTags", List.of(audience[1])));
            case "filter" -> wish.put("filter", audience[1]);
            default -> {} // a file comes later, or whom the trigger names
        }
    }

    private void quiet(Map<String, Object> wish) {
        Map<String, Object> quiet = new LinkedHashMap<>();
        Forms.put(quiet, turn, "from", "to");
        if (!turn.fields("quietDay").isEmpty()) {
            quiet.put("days", turn.fields("quietDay"));
        }
        if (!quiet.isEmpty()) {
            wish.put("quietHours", quiet);
        }
    }

    private Map<String, Object> recurrence() {
        Map<String, Object> recurrence = new LinkedHashMap<>();
        Forms.put(recurrence, turn, "every", "at");
        if (!turn.fields("day").isEmpty()) {
            recurrence.put("days", turn.fields("day"));
        }
        for (String name : List.of("dayOfMonth", "times")) {
            if (!turn.field(name).isEmpty()) {
                recurrence.put(name, Forms.number(turn.field(name), name));
            }
        }
        if (!turn.field("until").isEmpty()) {
            recurrence.put("until", endOf(turn.field("until")));
        }
        return recurrence;
    }

    private Map<String, Object> trigger() {
        Map<String, Object> trigger = new LinkedHashMap<>();
        Forms.put(trigger, turn, "on");
        String value = turn.field("triggerTag") + turn.field("triggerList");
        if (!value.isEmpty()) {
            trigger.put("value", value);
        }
        if (!turn.field("delay").isEmpty()) {
            trigger.put("delaySeconds", 60 * Forms.number(turn.field("delay"), "delay"));
        }
        return trigger;
    }

    private String at(String text) {
        try {
            return LocalDateTime.parse(text).atZone(zone).toOffsetDateTime().toString();
        } catch (DateTimeException _) {
            return text;
        }
    }

    private String endOf(String day) {
        try {
            return LocalDate.parse(day)
                    .plusDays(1)
                    .atStartOfDay(zone)
                    .toInstant()
                    .toString();
        } catch (DateTimeException _) {
            return day;
        }
    }
}
