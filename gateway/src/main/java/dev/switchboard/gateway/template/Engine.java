// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pebble with everything taken out that is more than a value and formatters: no tags, no functions, no tests, no
/// attributes of values, no files, no other templates. What it compiles is written here (`{{ value | upper }}`); what
/// users write, and the values, reach it only as data, so that nothing of theirs can ever run. Safe for any thread.
final class Engine {
    private static final int CHAINS = 512;
    private static final String VALUE = "value";
    private static final String ZONE = "zone";

    private final PebbleEngine pebble = new PebbleEngine.Builder()
            .loader(new StringLoader())
            .cacheActive(false)
            .autoEscaping(false)
            .newLineTrimming(false)
            .maxRenderedSize(64 << 10)
            .registerExtensionCustomizer(Bare::new)
            .extension(new Formatters())
            .build();

    /// The chains of formatters there are in templates, compiled; few, however many templates there are.
    private final Map<String, PebbleTemplate> chains = new ConcurrentHashMap<>();

    /// The value of a place, formatted; null if there is none and the place has no words for that.
    @Nullable
    String filled(TemplateText.Part.Place place, @Nullable String value, Locale locale, ZoneId zone) {
        if ((value == null || value.isBlank()) && !place.optional()) {
            return value;
        }
        if (place.steps().isEmpty()) {
            return value;
        }
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put(VALUE, value);
        data.put(ZONE, zone);
        StringBuilder chain = new StringBuilder("{{ " + VALUE);
        for (int i = 0; i < place.steps().size(); i++) {
            TemplateText.Step step = place.steps().get(i);
            data.put("a" + i, step.argument());
            chain.append(" | ")
                    .append(step.formatter().text())
                    .append("(a")
                    .append(i)
                    .append(", " + ZONE + ")");
        }
        return run(compiled(chain.append(" }}").toString()), data, locale);
    }

    private PebbleTemplate compiled(String chain) {
        if (chains.size() > CHAINS) {
            chains.clear();
        }
        return chains.computeIfAbsent(chain, pebble::getLiteralTemplate);
    }

    private static String run(PebbleTemplate template, Map<String, @Nullable Object> data, Locale locale) {
        StringWriter out = new StringWriter();
        try {
            template.evaluate(out, data, locale);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PebbleException e) {
            for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Unformattable wrong) {
                    throw wrong;
                }
            }
            throw e;
        }
        return out.toString();
    }

    /// The formatters, and nothing else.
    private static final class Formatters extends AbstractExtension {
        @Override
        public Map<String, Filter> getFilters() {
            return Arrays.stream(Formatter.values())
                    .collect(Collectors.toMap(Formatter::text, formatter -> new Formatting(formatter)));
        }
    }

    /// An extension of Pebble's own, with its operators only: the bar between formatters is one.
    private static final class Bare extends ExtensionCustomizer {
        private final boolean ours;
        private final Extension whole;

        private Bare(Extension whole) {
            super(whole);
            this.whole = whole;
            this.ours = whole instanceof Formatters;
        }

        private <T> Map<String, T> own(Supplier<Map<String, T>> all) {
            return ours ? all.get() : Map.of();
        }

        @Override
        public Map<String, Filter> getFilters() {
            return own(whole::getFilters);
        }

        @Override
        public Map<String, Test> getTests() {
            return Map.of();
        }

        @Override
        public Map<String, Function> getFunctions() {
            return Map.of();
        }

        @Override
        public List<TokenParser> getTokenParsers() {
            return List.of();
        }

        @Override
        public Map<String, Object> getGlobalVariables() {
            return Map.of();
        }

        @Override
        public List<AttributeResolver> getAttributeResolver() {
            return List.of();
        }
    }
}
