// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.event.EventName;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;
import tools.jackson.databind.JsonNode;

/// Finds what is wrong with a definition although it satisfies the schema: variables nobody sets, patterns that are
/// none, jumps to nowhere, and the like.
final class DefinitionReview {
    /// Variables that are there by themselves.
    private static final Set<String> GIVEN = Set.of(
            "contact",
            "message",
            "settings",
            "match",
            "call",
            "event",
            "choice",
            "response",
            "session",
            "now",
            "today",
            "name",
            "phone",
            "business");

    private final JsonNode text;
    private final Definition definition;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> variables = new TreeSet<>(GIVEN);
    private final Set<String> ids = new HashSet<>();

    DefinitionReview(JsonNode text, Definition definition) {
        this.text = text;
        this.definition = definition;
    }

    List<Fault> faults() {
        known(text);
        names(text.path("steps"), "/steps");
        places(text, "");
        int number = 0;
        for (Trigger trigger : definition.triggers()) {
            trigger(trigger, "/triggers/" + number);
            number++;
        }
        steps(text.path("conditions"), "/conditions");
        steps(text.path("steps"), "/steps");
        return faults;
    }

    private void fault(String path, String message) {
        faults.add(new Fault(path, message));
    }

    /// Gathers the variables that steps set.
    private void known(JsonNode node) {
        if (node.isObject()) {
            if (node.path("save").isString()) {
                variables.add(node.path("save").asString());
            }
            if (node.path("type").asString("").equals("set")) {
                variables.addAll(node.path("variables").propertyNames());
            }
        }
        node.forEach(this::known);
    }

    /// Gathers the names of steps.
    private void names(JsonNode node, String path) {
        if (node.isObject() && node.path("type").isString() && node.path("id").isString()) {
            String id = node.path("id").asString();
            if (!ids.add(id)) {
                fault(path + "/id", "another step has the id " + id + " already");
            }
        }
        each(node, path, (part, inside) -> names(part, inside));
    }

    private interface Visit {
        void at(JsonNode node, String path);
    }

    private static void each(JsonNode node, String path, Visit visit) {
        if (node.isObject()) {
            node.properties().forEach(part -> visit.at(part.getValue(), path + "/" + part.getKey()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit.at(node.get(i), path + "/" + i);
            }
        }
    }

    /// Looks at the places for values in all texts.
    private void places(JsonNode node, String path) {
        if (path.endsWith("/pattern") || path.endsWith("/description")) {
            return;
        }
        if (node.isString()) {
            Values.Review review = Values.review(node.asString());
            review.faults().forEach(message -> fault(path, message));
            review.variables().forEach(name -> variable(name, path));
        }
        each(node, path, this::places);
    }

    private void variable(String name, String path) {
        if (!variables.contains(name)) {
            fault(
                    path,
                    "nothing sets the variable " + name + " (expected: one of " + String.join(", ", variables) + ")");
        }
    }

    private void trigger(Trigger trigger, String path) {
        switch (trigger) {
            case Trigger.Pattern(String pattern, var _) -> pattern(pattern, path + "/pattern");
            case Trigger.Schedule schedule -> schedule(schedule, path);
            case Trigger.OnEvent(String event, var _) -> {
                Optional<EventName> name = EventName.of(event);
                if (name.isEmpty() || name.get().secret()) {
                    fault(path + "/event", "there is no event of this name that automations can hear");
                }
            }
            case Trigger.Message _,
                    Trigger.Keyword _,
                    Trigger.FirstContact _,
                    Trigger.OutsideHours _,
                    Trigger.Webhook _ -> {}
        }
    }

    private void schedule(Trigger.Schedule schedule, String path) {
        if (!CronExpression.isValidExpression(schedule.cron())) {
            fault(path + "/cron", "this is no cron expression of six fields (expected: as 0 0 9 * * MON-FRI)");
        }
        String zone = schedule.zone();
        if (zone != null && !isZone(zone)) {
            fault(path + "/zone", "there is no such time zone (expected: as Europe/Oslo)");
        }
        List<String> to = Definition.copy(schedule.to());
        if (to.isEmpty() == (schedule.tag() == null)) {
            fault(path, "either to or tag says whom it is for");
        }
        for (int i = 0; i < to.size(); i++) {
            if (!to.get(i).contains("{{") && AnyAddress.parse(to.get(i)).isEmpty()) {
                fault(path + "/to/" + i, "this is no address of a person");
            }
        }
    }

    private static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private void pattern(@Nullable String pattern, String path) {
        if (pattern != null) {
            SafePattern.fault(pattern).ifPresent(message -> fault(path, message));
        }
    }

    /// Looks at what only steps have.
    private void steps(JsonNode node, String path) {
        if (node.isObject()) {
            step(node, path);
        }
        each(node, path, this::steps);
    }

    private void step(JsonNode node, String path) {
        switch (node.path("type").asString("")) {
            case "goto" -> {
                if (!ids.contains(node.path("step").asString(""))) {
                    fault(path + "/step", "there is no step with this id");
                }
            }
            case "ask" -> {
                pattern(node.path("pattern").isString() ? node.path("pattern").asString() : null, path + "/pattern");
                reserved(node.path("save").asString(""), path + "/save");
            }
            case "questions", "choices", "call" -> reserved(node.path("save").asString(""), path + "/save");
            case "set" ->
                node.path("variables").propertyNames().forEach(name -> reserved(name, path + "/variables/" + name));
            case "variable" -> variable(node.path("variable").asString("").split("\\.", 2)[0], path + "/variable");
            default -> {}
        }
        if (node.path("type").asString("").equals("choices")) {
            options(node.path("options"), path + "/options");
        }
    }

    private void options(JsonNode options, String path) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < options.size(); i++) {
            String key = options.get(i).path("id").asString(Integer.toString(i + 1));
            if (!keys.add(key)) {
                fault(path + "/" + i + "/id", "another option has this id");
            }
        }
    }

    private void reserved(String name, String path) {
        if (GIVEN.contains(name)) {
            fault(path, "the variable " + name + " is there by itself and cannot be set");
        }
    }
}
