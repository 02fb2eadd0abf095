// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// The words of the pages in all their languages.
public final class Texts {
    /// A language the dashboard speaks.
    public enum Language {
        EN("English", "ltr"),
        ES("Español", "ltr"),
        AR("العربية", "rtl");

        private final String ownName;
        private final String direction;

        Language(String ownName, String direction) {
            this.ownName = ownName;
            this.direction = direction;
        }

        /// What the language calls itself.
        public String ownName() {
            return ownName;
        }

        /// `ltr` or `rtl`.
        public String direction() {
            return direction;
        }

        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }

        Locale locale() {
            return Locale.of(tag());
        }
    }

    private final Map<Language, Map<String, String>> words = new EnumMap<>(Language.class);

    Texts() {
        for (Language language : Language.values()) {
            words.put(language, read("texts_" + language.tag() + ".properties"));
        }
    }

    /// The words of a file by their keys.
    static Map<String, String> read(String name) {
        try (InputStream file = Texts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("words of the dashboard: " + name + " is missing");
            }
            Properties read = new Properties();
            read.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return Map.copyOf(read.entrySet().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            word -> word.getKey().toString(),
                            word -> word.getValue().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The words of a language by their keys.
    Map<String, String> all(Language language) {
        return words.getOrDefault(language, Map.of());
    }

    boolean has(String key) {
        return all(Language.EN).containsKey(key);
    }

    String say(Language language, String key, Object... parts) {
        String text = all(language).getOrDefault(key, all(Language.EN).getOrDefault(key, key));
        return parts.length == 0 ? text : new MessageFormat(text, language.locale()).format(parts);
    }
}
