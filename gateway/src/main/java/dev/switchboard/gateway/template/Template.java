// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A template: texts with places for values, written `{{name}}`. Rendering looks at nothing but the values it is
/// handed, so that nobody gets another's.
public final class Template {
    static final int LONGEST = 4_096;
    private static final Engine ENGINE = new Engine();

    private final String id;
    private final TemplateDefinition definition;
    private final int version;
    private final Instant updatedAt;
    private final boolean builtIn;
    private final Map<String, TemplateText> texts;

    Template(String id, TemplateDefinition definition, int version, Instant updatedAt, boolean builtIn) {
        this.id = id;
        this.definition = definition;
        this.version = version;
        this.updatedAt = updatedAt;
        this.builtIn = builtIn;
        this.texts = new LinkedHashMap<>();
        definition.texts().forEach((language, text) -> texts.put(language, TemplateText.of(text, language)));
    }

    /// A text in one language, kept nowhere.
    public Template(String id, String name, String content) {
        this(id, TemplateDefinition.plain(name, content), 1, Instant.EPOCH, false);
    }

    /// A template that is kept nowhere: a text in one language.
    public static Template plain(String id, String name, String content) {
        return of(id, TemplateDefinition.plain(name, content), 1);
    }

    /// A version of a template, as it was kept elsewhere.
    public static Template of(String id, TemplateDefinition definition, int version) {
        return new Template(id, definition, version, Instant.EPOCH, false);
    }

    /// Its name for programs, unique in the tenant.
    public String id() {
        return id;
    }

    /// Its name for people.
    public String name() {
        return definition.name();
    }

    public TemplateDefinition definition() {
        return definition;
    }

    /// Counted from 1; each change makes a new one.
    public int version() {
        return version;
    }

    /// When this version was made.
    public Instant updatedAt() {
        return updatedAt;
    }

    /// Whether every tenant has it.
    public boolean builtIn() {
        return builtIn;
    }

    /// The text in its main language.
    public String content() {
        return text(null).source();
    }

    /// The names of the values it has places for, in the order of their first places in the main language.
    public List<String> variables() {
        LinkedHashSet<String> names = new LinkedHashSet<>(text(null).variables());
        texts.values().forEach(text -> names.addAll(text.variables()));
        return List.copyOf(names);
    }

    /// The language in which somebody is written to: theirs, the one that theirs is a variety of, or the main one.
    public String language(@Nullable String wanted) {
        if (wanted != null) {
            String tag = wanted.replace('_', '-').toLowerCase(Locale.ROOT);
            for (String candidate : List.of(tag, tag.substring(0, (tag + "-").indexOf('-')))) {
                Optional<String> known = texts.keySet().stream()
                        .filter(language -> language.toLowerCase(Locale.ROOT).equals(candidate))
                        .findFirst();
                if (known.isPresent()) {
                    return known.get();
                }
            }
        }
        return definition.language();
    }

    private TemplateText text(@Nullable String wanted) {
        return Objects.requireNonNull(texts.get(language(wanted)));
    }

    /// The names of values that have to be given in this language.
    public List<String> required(@Nullable String language) {
        Set<String> optional = definition.variables().stream()
                .filter(variable -> variable.fallback() != null)
                .map(TemplateDefinition.Variable::name)
                .collect(Collectors.toSet());
        return text(language).places().stream()
                .filter(place -> !place.optional() && !optional.contains(place.name()))
                .map(TemplateText.Part.Place::name)
                .distinct()
                .toList();
    }

    /// A text made of a template.
    ///
    /// @param missing values that were wanted and not there; their places stay visible
    /// @param misfit values with which a formatter could do nothing, and what it expects; they stand as they are
    public record Rendered(String text, String language, List<String> missing, Map<String, String> misfit) {
        public Rendered {
            missing = List.copyOf(missing);
            misfit = Map.copyOf(misfit);
        }

        /// Whether nothing is missing or unfit.
        public boolean whole() {
            return missing.isEmpty() && misfit.isEmpty();
        }

        @Override
        public String toString() {
            return "Rendered[" + language + "]";
        }
    }

    /// The text with values in their places. A value is taken as it is: places inside it stay.
    ///
    /// @param language the reader's
    /// @param zone where times are told
    public Rendered render(Map<String, String> values, @Nullable String language, ZoneId zone) {
        String chosen = language(language);
        Locale locale = Locale.forLanguageTag(chosen);
        StringBuilder out = new StringBuilder();
        List<String> missing = new ArrayList<>();
        Map<String, String> misfit = new LinkedHashMap<>();
        for (TemplateText.Part part : text(chosen).parts()) {
            switch (part) {
                case TemplateText.Part.Words(String words) -> out.append(words);
                case TemplateText.Part.Place place -> {
                    String value = values.getOrDefault(place.name(), fallback(place.name()));
                    String filled;
                    try {
                        filled = ENGINE.filled(place, value, locale, zone);
                    } catch (Unformattable wrong) {
                        misfit.put(place.name(), wrong.expected());
                        filled = value;
                    }
                    if (filled == null) {
                        missing.add(place.name());
                        filled = place.raw();
                    }
                    out.append(filled);
                }
            }
        }
        return new Rendered(out.toString(), chosen, missing.stream().distinct().toList(), misfit);
    }

    private @Nullable String fallback(String name) {
        return definition.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .map(TemplateDefinition.Variable::fallback)
                .orElse(null);
    }

    /// The text in its main language, in the time of the world.
    public String filled(Map<String, String> values) {
        return render(values, null, ZoneId.of("UTC")).text();
    }

    /// A rendering with the samples of the variables where no values are given.
    public Rendered preview(Map<String, String> given, @Nullable String language, ZoneId zone) {
        Map<String, String> values = new LinkedHashMap<>();
        for (TemplateDefinition.Variable variable : definition.variables()) {
            if (variable.sample() != null) {
                values.put(variable.name(), variable.sample());
            }
        }
        values.putAll(given);
        return render(values, language, zone);
    }

    /// All that is wrong with it.
    List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>();
        Set<String> declared = definition.variables().stream()
                .map(TemplateDefinition.Variable::name)
                .collect(Collectors.toSet());
        texts.forEach((language, text) -> {
            flaws.addAll(text.flaws());
            if (!declared.isEmpty()) {
                flaws.addAll(text.unknown(declared, language));
            }
            if (text.source().isBlank()) {
                flaws.add(new Flaw("empty", language, 1, 1, "The text is blank."));
            }
            if (text.source().length() > LONGEST) {
                flaws.add(new Flaw("too_long", language, 1, 1, "The text is longer than " + LONGEST + " characters."));
            }
        });
        return flaws;
    }

    @Override
    public String toString() {
        return "Template[" + id + " " + version + "]";
    }
}
