// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The words by which people in many languages say that they want no more messages, or want them again. A message
/// counts when it says such a word and nothing else, whatever its case, accents and punctuation.
final class StopWords {
    private static final int LONGEST = 60;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern ORNAMENT = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Map<String, Language> BUILT_IN = load();

    private final Map<String, Meaning> words = new HashMap<>();
    private final OptOutPolicy policy;

    /// What there is of a language.
    record Language(List<String> stop, List<String> start, String stopped, String started) {
        Language {
            stop = List.copyOf(stop);
            start = List.copyOf(start);
        }
    }

    /// What a message says.
    ///
    /// @param stop whether it ends messages, or asks for them again
    /// @param language of the word; empty for the tenant's own words
    record Meaning(boolean stop, String word, String language) {}

    /// The built-in words, and a tenant's own.
    StopWords(OptOutPolicy policy) {
        this.policy = policy;
        new TreeMap<>(BUILT_IN).descendingMap().forEach((tag, language) -> {
            language.stop().forEach(word -> words.put(plain(word), new Meaning(true, word, tag)));
            language.start().forEach(word -> words.put(plain(word), new Meaning(false, word, tag)));
        });
        policy.stopWords().forEach(word -> words.put(plain(word), new Meaning(true, word, "")));
        policy.startWords().forEach(word -> words.put(plain(word), new Meaning(false, word, "")));
        policy.ignoredWords().forEach(word -> words.remove(plain(word)));
    }

    private static Map<String, Language> load() {
        try (InputStream file = StopWords.class.getResourceAsStream("stop-words.json")) {
            return JsonMapper.shared()
                    .readValue(Objects.requireNonNull(file), new TypeReference<Map<String, Language>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a message says, if it is one of the words.
    Optional<Meaning> meaning(String text) {
        return text.length() > LONGEST ? Optional.empty() : Optional.ofNullable(words.get(plain(text)));
    }

    static String plain(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String bare = MARKS.matcher(apart).replaceAll("");
        return ORNAMENT.matcher(bare).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /// What is answered to it.
    String answer(Meaning meaning, Optional<String> known) {
        Map<String, String> own = meaning.stop() ? policy.stopped() : policy.started();
        String tag = meaning.language().equals("en") || meaning.language().isEmpty()
                ? known.map(language -> language.split("[-_]", 2)[0]).orElse(policy.language())
                : meaning.language();
        String text = own.getOrDefault(tag, own.get(policy.language()));
        if (text != null) {
            return text;
        }
        Language language = BUILT_IN.getOrDefault(tag, Objects.requireNonNull(BUILT_IN.get("en")));
        return meaning.stop() ? language.stopped() : language.started();
    }

    /// The built-in words by language, for people.
    static Map<String, List<String>> builtIn() {
        Map<String, List<String>> all = new TreeMap<>();
        BUILT_IN.forEach((tag, language) -> all.put(tag, language.stop()));
        return all;
    }
}
