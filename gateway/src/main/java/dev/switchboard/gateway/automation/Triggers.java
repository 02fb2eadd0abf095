// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.hours.BusinessHours;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says whether a message begins an automation: a pure function of the definition, the scene and the settings.
final class Triggers {
    /// Something that is not part of a word, or the end.
    private static final String EDGE = "(?:^|$|[^\\pL\\pN_])";

    private Triggers() {}

    /// What began it.
    ///
    /// @param index of the trigger
    /// @param match what a pattern found
    record Begun(int index, Map<String, String> match) {}

    /// The first trigger that a message fits.
    static Optional<Begun> of(Definition definition, Scene scene, Values values) {
        int index = 0;
        for (Trigger trigger : definition.triggers()) {
            Optional<Map<String, String>> match =
                    scene.group() && !trigger.inGroups() ? Optional.empty() : fits(trigger, scene, values);
            if (match.isPresent()) {
                return Optional.of(new Begun(index, match.get()));
            }
            index++;
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> fits(Trigger trigger, Scene scene, Values values) {
        if (scene.message().isEmpty()) {
            return Optional.empty();
        }
        Scene.Incoming message = scene.message().get();
        return switch (trigger) {
            case Trigger.Message _ -> Optional.of(Map.of());
            case Trigger.Keyword keyword ->
                values.texts(keyword.words()).stream()
                        .filter(word -> said(message.text(), word.strip(), keyword))
                        .findFirst()
                        .map(word -> Map.of("0", word));
            case Trigger.Pattern(String pattern, var _) -> SafePattern.find(pattern, message.text());
            case Trigger.FirstContact _ -> message.first() ? Optional.of(Map.of()) : Optional.empty();
            case Trigger.OutsideHours away -> outside(away, scene, values) ? Optional.of(Map.of()) : Optional.empty();
            case Trigger.Schedule _, Trigger.OnEvent _, Trigger.Webhook _ -> Optional.empty();
        };
    }

    private static boolean said(String text, String word, Trigger.Keyword keyword) {
        String whole = text.strip().toLowerCase(Locale.ROOT);
        String part = word.toLowerCase(Locale.ROOT);
        return switch (keyword.match() == null ? "contains" : keyword.match()) {
            case "exact" -> whole.equals(part);
            case "starts" -> whole.startsWith(part);
            case "word" ->
                SafePattern.find(EDGE + "\\Q" + part.replace("\\E", "") + "\\E" + EDGE, whole)
                        .isPresent();
            default -> whole.contains(part);
        };
    }

    private static boolean outside(Trigger.OutsideHours away, Scene scene, Values values) {
        String said = away.hours() == null ? "" : values.filled(away.hours()).strip();
        List<String> days = values.texts(away.days());
        if (said.isEmpty() && days.isEmpty()) {
            return !Conditions.open(scene);
        }
        Optional<BusinessHours.Holiday> holiday =
                scene.hours().holiday(scene.local().toLocalDate());
        if (holiday.isPresent()) {
            return !scene.hours().open(scene.local());
        }
        String hours = said.isEmpty() ? scene.sessionHours().orElse("9:00-18:00") : said;
        return !OpenTimes.open(hours, days, scene.local());
    }

    /// Whether one of the triggers is of a kind.
    static boolean has(Definition definition, Set<Class<? extends Trigger>> kinds) {
        return definition.triggers().stream().anyMatch(trigger -> kinds.contains(trigger.getClass()));
    }
}
