// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A formatter as the engine calls it.
final class Formatting implements Filter {
    private static final Pattern WORD = Pattern.compile("\\b\\p{L}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");

    private final Formatter formatter;

    Formatting(Formatter formatter) {
        this.formatter = formatter;
    }

    @Override
    public List<String> getArgumentNames() {
        return List.of("argument", "zone");
    }

    @Override
    public @Nullable Object apply(
            @Nullable Object input,
            Map<String, Object> arguments,
            PebbleTemplate self,
            EvaluationContext context,
            int lineNumber) {
        String value = input == null ? null : input.toString();
        String argument = String.valueOf(arguments.get("argument"));
        if (value == null || value.isBlank()) {
            return formatter == Formatter.DEFAULT ? argument : value;
        }
        Locale locale = context.getLocale();
        return switch (formatter) {
            case UPPER -> value.toUpperCase(locale);
            case LOWER -> value.toLowerCase(locale);
            case TITLE ->
                WORD.matcher(value.toLowerCase(locale))
                        .replaceAll(start -> start.group().toUpperCase(locale));
            case TRIM -> value.strip();
            case DEFAULT -> value;
            case NUMBER -> number(value, argument, locale);
            case DATE -> date(value, argument, locale, (ZoneId) Objects.requireNonNull(arguments.get("zone")));
        };
    }

    private static String number(String value, String decimals, Locale locale) {
        String plain = value.strip();
        if (!NUMBER.matcher(plain).matches()) {
            throw new Unformattable("number", "a number as 1234.5");
        }
        BigDecimal number = new BigDecimal(plain);
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        int places = decimals.isEmpty() ? Math.max(0, number.scale()) : Integer.parseInt(decimals);
        format.setMinimumFractionDigits(places);
        format.setMaximumFractionDigits(places);
        return format.format(number);
    }

    private static String date(String value, String style, Locale locale, ZoneId zone) {
        TemporalAccessor time = time(value.strip(), zone);
        DateTimeFormatter format = Formatter.STYLES.contains(style) || style.isEmpty()
                ? DateTimeFormatter.ofLocalizedDate(
                        style.isEmpty() ? FormatStyle.MEDIUM : FormatStyle.valueOf(style.toUpperCase(Locale.ROOT)))
                : DateTimeFormatter.ofPattern(style);
        try {
            return format.withLocale(locale).format(time);
        } catch (DateTimeException _) {
            throw new Unformattable("date", "a time with all that its pattern names");
        }
    }

    private static TemporalAccessor time(String value, ZoneId zone) {
        try {
            if (value.length() == 10) {
                return LocalDate.parse(value);
            }
            if (value.endsWith("Z")) {
                return Instant.parse(value).atZone(zone);
            }
            return value.matches(".*[+-]\\d\\d:\\d\\d")
                    ? OffsetDateTime.parse(value).atZoneSameInstant(zone)
                    : LocalDateTime.parse(value.replace(' ', 'T'));
        } catch (DateTimeException _) {
            throw new Unformattable("date", "a date as 2026-11-25, or a time as 2026-11-25T09:00:00Z");
        }
    }
}
