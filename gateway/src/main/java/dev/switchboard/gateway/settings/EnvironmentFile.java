// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a `.env` file: a name, an equals sign and a value a line, with or without quotes, and comments after `#`.
public final class EnvironmentFile {
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*$");

    private EnvironmentFile() {}

    /// Its names and values, in order; lines that are none are passed over.
    public static Map<String, String> parse(String content) {
        Map<String, String> values = new LinkedHashMap<>();
        content.lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                values.put(parts.group(1), value(parts.group(2).strip()));
            }
        });
        return values;
    }

    private static String value(String text) {
        if (text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))) {
            int end = text.indexOf(text.charAt(0), 1);
            return end < 0 ? text.substring(1) : text.substring(1, end);
        }
        return text.startsWith("#")
                ? ""
                : COMMENT.matcher(text).replaceFirst("").strip();
    }
}
