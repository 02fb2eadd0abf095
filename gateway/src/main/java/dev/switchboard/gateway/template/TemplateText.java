// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A text with places for values, taken apart. A place is a name between double braces, and after it formatters:
/// `{{name}}`, `{{name | default("friend") | upper}}`. What looks like a place and is none stays text, as it does in
/// the
/// seeds; [#flaws()] names it for those who save templates.
public final class TemplateText {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_]{0,63}";
    private static final Pattern HEAD = Pattern.compile("\\s*(" + NAME + ")\\s*");
    private static final Pattern FORMATTER = Pattern.compile("\\|\\s*([A-Za-z]{1,20})\\s*");
    private static final Pattern ARGUMENT =
            Pattern.compile("\\(\\s*(?:\"([^\"{}]{0,200})\"|'([^'{}]{0,200})'|(\\d{1,2}))\\s*\\)\\s*");

    private final String source;
    private final List<Part> parts;
    private final List<Flaw> flaws;

    private TemplateText(String source, List<Part> parts, List<Flaw> flaws) {
        this.source = source;
        this.parts = List.copyOf(parts);
        this.flaws = List.copyOf(flaws);
    }

    /// A piece of a text.
    sealed interface Part {
        /// Words.
        record Words(String text) implements Part {
            @Override
            public String toString() {
                return "Words[" + text.length() + "]";
            }
        }

        /// A place for a value.
        ///
        /// @param raw the place as it is written
        record Place(String raw, int offset, String name, List<Step> steps) implements Part {
            public Place {
                steps = List.copyOf(steps);
            }

            /// Whether it has words of its own for when there is no value.
            boolean optional() {
                return steps.stream().anyMatch(step -> step.formatter() == Formatter.DEFAULT);
            }
        }
    }

    /// A formatter at work.
    record Step(Formatter formatter, String argument) {}

    /// Takes a text apart.
    public static TemplateText of(String source) {
        return of(source, "");
    }

    /// Takes the text of a language apart.
    static TemplateText of(String source, String language) {
        return new Reader(source, language).read();
    }

    public String source() {
        return source;
    }

    List<Part> parts() {
        return parts;
    }

    /// What looks like a place for a value and is none.
    public List<Flaw> flaws() {
        return flaws;
    }

    /// The places for values.
    List<Part.Place> places() {
        return parts.stream()
                .filter(Part.Place.class::isInstance)
                .map(Part.Place.class::cast)
                .toList();
    }

    /// The names of the values it has places for, in the order of their first places.
    public List<String> variables() {
        return places().stream().map(Part.Place::name).distinct().toList();
    }

    /// Names used that are none of these, with their places.
    List<Flaw> unknown(Set<String> known, String language) {
        return places().stream()
                .filter(place -> !known.contains(place.name()))
                .map(place -> flaw(
                        source,
                        language,
                        place.offset(),
                        "unknown_variable",
                        "The variable " + place.name() + " is not declared."))
                .toList();
    }

    private static Flaw flaw(String source, String language, int offset, String code, String detail) {
        String before = source.substring(0, offset);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = offset - before.lastIndexOf('\n');
        return new Flaw(code, language, line, column, detail);
    }

    @Override
    public String toString() {
        return "TemplateText[" + source.length() + "]";
    }

    /// Goes through a text once.
    private static final class Reader {
        private final String source;
        private final String language;
        private final List<Part> parts = new ArrayList<>();
        private final List<Flaw> flaws = new ArrayList<>();
        private int done;

        private Reader(String source, String language) {
            this.source = source;
            this.language = language;
        }

        private TemplateText read() {
            int open = source.indexOf("{{");
            while (open >= 0) {
                while (source.startsWith("{{{", open)) {
                    open++; // the innermost braces make the place
                }
                int close = source.indexOf("}}", open + 2);
                int next = source.indexOf("{{", open + 2);
                if (close < 0 || (next >= 0 && next < close)) {
                    flaw(open, "unclosed_variable", "The variable " + named(open) + "is not closed by }}.");
                    open = next;
                } else {
                    place(open, close + 2);
                    open = source.indexOf("{{", close + 2);
                }
            }
            words(source.length());
            return new TemplateText(source, parts, flaws);
        }

        private String named(int open) {
            Matcher name = HEAD.matcher(source).region(open + 2, source.length());
            return name.lookingAt() ? name.group(1) + " " : "";
        }

        private void place(int open, int end) {
            Matcher head = HEAD.matcher(source).region(open + 2, end - 2);
            if (!head.lookingAt()) {
                flaw(open, "malformed_variable", "Between {{ and }} stands no name of letters, digits and _.");
                return;
            }
            List<Step> steps = new ArrayList<>();
            int at = head.end();
            while (at < end - 2) {
                Matcher formatter = FORMATTER.matcher(source).region(at, end - 2);
                if (!formatter.lookingAt()) {
                    flaw(at, "malformed_variable", "After the name " + head.group(1) + " stands no | and formatter.");
                    return;
                }
                Matcher argument = ARGUMENT.matcher(source).region(formatter.end(), end - 2);
                boolean given = argument.lookingAt();
                if (!step(at, formatter.group(1), given ? argument : null, steps)) {
                    return;
                }
                at = given ? argument.end() : formatter.end();
            }
            words(open);
            parts.add(new Part.Place(source.substring(open, end), open, head.group(1), steps));
            done = end;
        }

        private boolean step(int at, String name, @Nullable Matcher argument, List<Step> steps) {
            Formatter formatter = Formatter.of(name.toLowerCase(Locale.ROOT)).orElse(null);
            if (formatter == null) {
                flaw(
                        at,
                        "unknown_formatter",
                        "There is no formatter " + name + "; there are " + Formatter.names() + ".");
                return false;
            }
            String text = "";
            if (argument != null) {
                for (int group = 1; group <= 3; group++) {
                    text = argument.group(group) == null ? text : argument.group(group);
                }
            }
            if (!formatter.takes(argument != null, text)) {
                flaw(at, "bad_argument", "The formatter " + name + " wants " + formatter.wants() + ".");
                return false;
            }
            steps.add(new Step(formatter, text));
            return true;
        }

        private void words(int end) {
            if (end > done) {
                parts.add(new Part.Words(source.substring(done, end)));
                done = end;
            }
        }

        private void flaw(int offset, String code, String detail) {
            flaws.add(TemplateText.flaw(source, language, offset, code, detail));
        }
    }
}
