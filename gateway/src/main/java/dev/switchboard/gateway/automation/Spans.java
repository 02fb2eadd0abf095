// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as definitions have them: `30m`, `1.5h`, `2d`.
final class Spans {
    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,4})?)\\s*([smhd])\\s*");
    private static final Duration LONGEST = Duration.ofDays(400);

    private Spans() {}

    static Optional<Duration> of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long seconds = switch (parts.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
        };
        Duration span = Duration.ofMillis(Math.round(Double.parseDouble(parts.group(1)) * seconds * 1_000));
        return Optional.of(span.compareTo(LONGEST) > 0 ? LONGEST : span);
    }
}
