// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.address.AnyAddress;
import dev.switchboard.gateway.hours.BusinessHours;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Says whether conditions hold: a pure function of the scene and the variables.
final class Conditions {
    private Conditions() {}

    static boolean all(List<Condition> conditions, Scene scene, Values values) {
        return conditions.stream().allMatch(condition -> holds(condition, scene, values));
    }

    static boolean holds(Condition condition, Scene scene, Values values) {
        return switch (condition) {
            case Condition.Variable variable -> compares(variable, scene, values);
            case Condition.Tag(String tag) ->
                scene.contact().tags().stream().anyMatch(values.filled(tag)::equalsIgnoreCase);
            case Condition.Language(List<String> languages) ->
                speaks(scene.contact().language(), languages);
            case Condition.Time time -> within(time, scene);
            case Condition.Open(Boolean open) -> open(scene) == !Boolean.FALSE.equals(open);
            case Condition.Contact(List<String> contacts) -> named(values.texts(contacts), scene);
            case Condition.FirstContact _ ->
                scene.message().map(Scene.Incoming::first).orElse(false);
            case Condition.Assigned(String user) ->
                scene.assignment().user() != null
                        && (user == null || user.equals(scene.assignment().user()));
            case Condition.All(List<Condition> of) -> all(of, scene, values);
            case Condition.Any(List<Condition> of) -> of.stream().anyMatch(one -> holds(one, scene, values));
            case Condition.Not(List<Condition> of) -> of.stream().noneMatch(one -> holds(one, scene, values));
        };
    }

    /// Whether the business is open: by the session's own hours if it has some, and never on a holiday that is closed.
    static boolean open(Scene scene) {
        Optional<BusinessHours.Holiday> holiday =
                scene.hours().holiday(scene.local().toLocalDate());
        if (holiday.isEmpty() && scene.sessionHours().isPresent()) {
            return OpenTimes.open(scene.sessionHours().get(), List.of(), scene.local());
        }
        return scene.hours().open(scene.local());
    }

    private static boolean speaks(@Nullable String language, List<String> languages) {
        return language != null
                && languages.stream().anyMatch(one -> primary(one).equals(primary(language)));
    }

    private static String primary(String language) {
        return language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }

    private static boolean within(Condition.Time time, Scene scene) {
        List<String> days = time.days();
        if (days != null
                && !days.isEmpty()
                && !days.contains(BusinessHours.name(scene.local().getDayOfWeek()))) {
            return false;
        }
        String from = time.from();
        String to = time.to();
        return OpenTimes.between(
                from == null ? 0 : OpenTimes.minutes(from),
                to == null ? 1_440 : OpenTimes.minutes(to),
                scene.local().toLocalTime());
    }

    private static boolean named(List<String> contacts, Scene scene) {
        return contacts.stream()
                .flatMap(text -> AnyAddress.parseChat(text).stream())
                .anyMatch(jid -> jid.sameUser(scene.person())
                        || jid.equals(scene.chat())
                        || jid.user().equals(scene.contact().phone()));
    }

    private static boolean compares(Condition.Variable condition, Scene scene, Values values) {
        JsonNode node = values.at(condition.variable());
        String actual = Values.written(node).strip();
        String value = condition.value();
        String expected = value == null ? "" : values.filled(value).strip();
        List<String> several = values.texts(condition.values());
        return switch (condition.is()) {
            case "equals" -> actual.equalsIgnoreCase(expected);
            case "not_equals" -> !actual.equalsIgnoreCase(expected);
            case "contains" -> holds(actual, expected) || several.stream().anyMatch(one -> holds(actual, one));
            case "starts" -> lower(actual).startsWith(lower(expected));
            case "matches" ->
                SafePattern.fault(expected).isEmpty()
                        && SafePattern.find(expected, actual).isPresent();
            case "one_of" -> several.stream().anyMatch(actual::equalsIgnoreCase);
            case "exists" -> !actual.isEmpty();
            case "missing" -> actual.isEmpty();
            case "greater" ->
                compared(actual, expected).filter(sign -> sign > 0).isPresent();
            case "less" -> compared(actual, expected).filter(sign -> sign < 0).isPresent();
            case "at_least" ->
                compared(actual, expected).filter(sign -> sign >= 0).isPresent();
            case "at_most" ->
                compared(actual, expected).filter(sign -> sign <= 0).isPresent();
            case "in_future" ->
                Values.moment(actual).filter(scene.at()::isBefore).isPresent();
            case "in_past" -> Values.moment(actual).filter(scene.at()::isAfter).isPresent();
            default -> false;
        };
    }

    private static boolean holds(String text, String part) {
        return !part.isEmpty() && lower(text).contains(lower(part));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// How two numbers compare; empty if one is none.
    private static Optional<Integer> compared(String one, String other) {
        try {
            return Optional.of(Double.compare(
                    Double.parseDouble(one.replace(',', '.')), Double.parseDouble(other.replace(',', '.'))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
