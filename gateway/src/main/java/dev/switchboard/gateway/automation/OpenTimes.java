// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import dev.switchboard.gateway.hours.BusinessHours;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hours in one line: `9:00-18:00`.
final class OpenTimes {
    private static final Pattern HOURS =
            Pattern.compile("\\s*(\\d{1,2})(?::(\\d{2}))?\\s*-\\s*(\\d{1,2})(?::(\\d{2}))?\\s*");

    private OpenTimes() {}

    /// Whether it is between these hours, on one of these days; hours that cannot be read are always.
    static boolean open(String hours, List<String> days, ZonedDateTime at) {
        String day = BusinessHours.name(at.getDayOfWeek());
        if (!days.isEmpty()
                && days.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(day))) {
            return false;
        }
        Matcher parts = HOURS.matcher(hours);
        if (!parts.matches()) {
            return true;
        }
        int from = minutes(parts.group(1), Optional.ofNullable(parts.group(2)));
        int to = minutes(parts.group(3), Optional.ofNullable(parts.group(4)));
        return between(from, to, at.toLocalTime());
    }

    /// Whether a time is between two, over midnight if the second is the earlier one.
    static boolean between(int from, int to, LocalTime time) {
        int now = time.getHour() * 60 + time.getMinute();
        return from <= to ? from <= now && now < to : now >= from || now < to;
    }

    private static int minutes(String hour, Optional<String> minute) {
        return Integer.parseInt(hour) * 60 + minute.map(Integer::parseInt).orElse(0);
    }

    /// The minutes of a time as `09:30`.
    static int minutes(String time) {
        String[] parts = time.split(":", 2);
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }
}
