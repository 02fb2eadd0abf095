// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places for values, written `{{name}}`.
///
/// @param id its name for programs, unique in the tenant
/// @param name its name for people
/// @param content the text
public record Template(String id, String name, String content) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_]{0,63})\\s*}}");

    /// The names of the values it has places for, in the order of their first places.
    public List<String> variables() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        Matcher places = PLACE.matcher(content);
        while (places.find()) {
            names.add(places.group(1));
        }
        return List.copyOf(names);
    }

    /// The text with values in their places. A value is taken as it is: places inside it stay. What has no value keeps
    /// its place visible.
    public String filled(Map<String, String> values) {
        return PLACE.matcher(content)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
