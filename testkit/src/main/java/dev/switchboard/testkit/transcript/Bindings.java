// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the names of a transcript stand for in one playing of it. Not thread-safe.
public final class Bindings {
    private static final String ANY = "*";

    private final Map<String, String> values = new HashMap<>();
    private final String prefix;
    private int fresh;

    /// @param prefix what values begin with that nobody named before
    public Bindings(String prefix) {
        this.prefix = prefix;
    }

    public Bindings bind(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// The stanza with values for names; names that stand for nothing yet get fresh values.
    public Element filled(Element pattern) {
        Map<String, String> attributes = new LinkedHashMap<>();
        pattern.attributes().forEach((name, value) -> attributes.put(name, filled(value)));
        return new Element(
                pattern.tag(),
                attributes,
                pattern.children().stream().map(this::filled).toList(),
                filled(pattern.text()));
    }

    private String filled(String text) {
        if (text.equals(ANY)) {
            return "1";
        }
        return text.startsWith("$") ? values.computeIfAbsent(text.substring(1), _ -> prefix + ++fresh) : text;
    }

    /// Whether a stanza is what the pattern says: same tags, at least these attributes, at least these children in this
    /// order, the same content where the pattern has one. New names are bound if it is.
    public boolean matches(Element pattern, Element actual) {
        Map<String, String> before = Map.copyOf(values);
        if (fits(pattern, actual)) {
            return true;
        }
        values.clear();
        values.putAll(before);
        return false;
    }

    private boolean fits(Element pattern, Element actual) {
        if (!pattern.tag().equals(actual.tag()) || !(pattern.text().isEmpty() || fits(pattern.text(), actual.text()))) {
            return false;
        }
        for (Map.Entry<String, String> attribute : pattern.attributes().entrySet()) {
            String value = actual.attributes().get(attribute.getKey());
            if (value == null || !fits(attribute.getValue(), value)) {
                return false;
            }
        }
        List<Element> left = new ArrayList<>(actual.children());
        for (Element child : pattern.children()) {
            int at = 0;
            while (at < left.size() && !matches(child, left.get(at))) {
                at++;
            }
            if (at == left.size()) {
                return false;
            }
            left.subList(0, at + 1).clear();
        }
        return true;
    }

    private boolean fits(String pattern, String value) {
        if (pattern.equals(ANY)) {
            return true;
        }
        if (!pattern.startsWith("$")) {
            return pattern.equals(value);
        }
        String known = values.putIfAbsent(pattern.substring(1), value);
        return known == null || known.equals(value);
    }
}
