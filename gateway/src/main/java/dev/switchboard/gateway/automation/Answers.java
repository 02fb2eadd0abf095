// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.address.AnyAddress;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads answers to questions in the form that is expected.
final class Answers {
    private static final String MAIL = "^[^@\\s]+@[^@\\s]+\\.[^@\\s]{2,}$";
    private static final Set<String> YES =
            Set.of("yes", "y", "ok", "si", "sí", "ja", "oui", "da", "да", "sim", "نعم", "1");
    private static final Set<String> NO =
            Set.of("no", "n", "nein", "nei", "non", "net", "нет", "não", "nao", "لا", "2");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ofPattern("d.M.yyyy", Locale.ROOT),
            DateTimeFormatter.ofPattern("d/M/yyyy", Locale.ROOT));

    private Answers() {}

    /// The answer as it is kept; empty if it does not fit.
    static Optional<String> fitting(Step.Ask ask, Scene.Incoming message) {
        String text = message.text().strip();
        String expect = ask.expect() == null ? "any" : ask.expect();
        Optional<String> read = switch (expect) {
            case "number" -> number(text, ask.min(), ask.max());
            case "email" -> SafePattern.find(MAIL, text).map(_ -> text);
            case "phone" -> AnyAddress.parse(text).map(jid -> jid.user());
            case "date" -> date(text);
            case "yes_no" -> yesOrNo(text);
            case "media" -> Optional.ofNullable(message.mediaId());
            case "text" -> Optional.of(text).filter(words -> !words.isEmpty());
            default ->
                Optional.of(text.isEmpty() ? String.valueOf(message.mediaId() == null ? "" : message.mediaId()) : text);
        };
        String pattern = ask.pattern();
        return pattern == null
                ? read
                : read.filter(_ -> SafePattern.find(pattern, text).isPresent());
    }

    private static Optional<String> number(String text, @Nullable Double min, @Nullable Double max) {
        try {
            double number = Double.parseDouble(text.replace(',', '.'));
            boolean fits = Double.isFinite(number) && (min == null || number >= min) && (max == null || number <= max);
            return fits ? Optional.of(text.replace(',', '.')) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> date(String text) {
        for (DateTimeFormatter form : DATES) {
            try {
                return Optional.of(LocalDate.parse(text, form).toString());
            } catch (DateTimeParseException _) {
                // perhaps in the next form
            }
        }
        return Optional.empty();
    }

    private static Optional<String> yesOrNo(String text) {
        String word = text.toLowerCase(Locale.ROOT).replaceAll("[.!]+$", "");
        return YES.contains(word) ? Optional.of("yes") : NO.contains(word) ? Optional.of("no") : Optional.empty();
    }
}
