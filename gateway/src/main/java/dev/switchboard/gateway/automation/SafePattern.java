// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Patterns of users: matched in time linear in the text, whatever they look like.
final class SafePattern {
    private static final int LONGEST_TEXT = 4_096;
    private static final int LARGEST_PROGRAM = 2_000;

    private SafePattern() {}

    /// Compiled without regard to case.
    static Pattern compile(String pattern) {
        return Pattern.compile(named(pattern), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /// RE2 wants named groups in Python's way.
    private static String named(String pattern) {
        return pattern.replaceAll("\\(\\?<([A-Za-z][A-Za-z0-9_]*)>", "(?P<$1>");
    }

    /// What is wrong with it, if something is.
    static Optional<String> fault(String pattern) {
        try {
            int size = compile(pattern).programSize();
            return size > LARGEST_PROGRAM
                    ? Optional.of(
                            "the pattern is too large (" + size + " instructions, at most " + LARGEST_PROGRAM + ")")
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("the pattern is not RE2 syntax: " + e.getDescription());
        }
    }

    /// What a pattern finds in a text: the whole match as `0`, groups by number and name. Empty if it finds nothing.
    static Optional<Map<String, String>> find(String pattern, String text) {
        Pattern compiled = compile(pattern);
        Matcher matcher = compiled.matcher(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> groups = new LinkedHashMap<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            groups.put(Integer.toString(i), group == null ? "" : group);
        }
        compiled.namedGroups().forEach((name, number) -> groups.put(name, groups.getOrDefault(number.toString(), "")));
        return Optional.of(groups);
    }
}
