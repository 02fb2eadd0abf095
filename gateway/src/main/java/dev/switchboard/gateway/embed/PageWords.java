// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words of the linking page in the languages there are, and the page itself, with places in double braces.
final class PageWords {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z.]+)}}");
    private static final Map<String, PageWords> LANGUAGES = new LinkedHashMap<>();
    private static final String PAGE = text("page.html");

    static {
        for (String language : new String[] {"en", "es", "ar"}) {
            LANGUAGES.put(language, new PageWords(language, properties(language + ".properties")));
        }
    }

    private final String language;
    private final Map<String, String> words;

    private PageWords(String language, Map<String, String> words) {
        this.language = language;
        this.words = words;
    }

    /// The languages, for people.
    static String known() {
        return String.join(", ", LANGUAGES.keySet());
    }

    static Optional<PageWords> language(String code) {
        return Optional.ofNullable(LANGUAGES.get(code));
    }

    /// The first language that is known of those that somebody wishes.
    static PageWords best(Optional<String> asked, @Nullable String accepted, @Nullable String standard) {
        return asked.flatMap(PageWords::language)
                .or(() -> accepted(accepted == null ? "" : accepted))
                .or(() -> Optional.ofNullable(standard).flatMap(PageWords::language))
                .orElseGet(() -> LANGUAGES.get("en"));
    }

    private static Optional<PageWords> accepted(String header) {
        for (String part : header.split(",", 20)) {
            String code = part.strip().split("[-;]", -1)[0].toLowerCase(Locale.ROOT);
            if (LANGUAGES.containsKey(code)) {
                return language(code);
            }
        }
        return Optional.empty();
    }

    String code() {
        return language;
    }

    String word(String name) {
        return words.getOrDefault(name, name);
    }

    /// The page with these values in their places; all but those whose names begin with `html.` are escaped.
    String page(Map<String, String> values) {
        return PLACE.matcher(PAGE).replaceAll(place -> {
            String name = place.group(1);
            String value = values.getOrDefault(name, words.getOrDefault(name, ""));
            String filled = value.replace("{brand}", values.getOrDefault("brand", ""));
            return Matcher.quoteReplacement(name.startsWith("html.") ? value : escaped(filled));
        });
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Map<String, String> properties(String name) {
        Properties read = new Properties();
        try (Reader reader = new InputStreamReader(resource(name), StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        Map<String, String> words = new LinkedHashMap<>();
        read.stringPropertyNames().forEach(key -> words.put(key, read.getProperty(key)));
        return Map.copyOf(words);
    }

    private static String text(String name) {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PageWords.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("no resource " + name);
        }
        return in;
    }

    private static IllegalStateException unreadable(String name, IOException e) {
        return new IllegalStateException("the file " + name + " of the linking page cannot be read", e);
    }
}
