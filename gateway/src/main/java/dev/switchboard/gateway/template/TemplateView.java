// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A template as the native API shows it, and as it is written there.
@Schema(name = "Template")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateView(
        @Schema(example = "order_shipped") String id,
        String name,
        String category,

        @Schema(description = "the language of those for whose own there is no text")
        String language,

        List<String> languages,

        @Schema(description = "the text in the main language", example = "Hi {{name | default(\"there\")}}!")
        String content,

        @Schema(description = "all texts by language") Map<String, String> texts,

        @Schema(description = "names of all values, in the order of their places")
        List<String> variables,

        @Schema(description = "values that have to be given")
        List<String> required,

        @Schema(description = "what was declared of them") List<TemplateDefinition.Variable> declared,
        TemplateDefinition.@Nullable Header header,
        int version,
        boolean builtIn,
        @Nullable Instant updatedAt) {

    /// Shows a template.
    public static TemplateView of(Template template) {
        TemplateDefinition definition = template.definition();
        return new TemplateView(
                template.id(),
                template.name(),
                definition.category().text(),
                definition.language(),
                List.copyOf(definition.texts().keySet()),
                template.content(),
                definition.texts(),
                template.variables(),
                template.required(null),
                definition.variables(),
                definition.header(),
                template.version(),
                template.builtIn(),
                template.builtIn() ? null : template.updatedAt());
    }

    /// The body that keeps a template.
    @Schema(
            name = "TemplateWish",
            description =
                    "content in the main language, or texts by language; variables that are declared are the only ones"
                            + " that may stand in the texts")
    public record Wish(
            @Schema(description = "when one is made; 1 to 64 letters, digits, _ or -", example = "order_shipped")
            @Nullable
            String id,

            @Schema(example = "Order shipped") @Nullable String name,

            @Schema(allowableValues = {"marketing", "utility", "service", "authentication", "other"}) @Nullable
            String category,

            @Schema(defaultValue = "en", example = "en") @Nullable
            String language,

            @Schema(example = "Hi {{name | default(\"there\")}}, your order comes on {{day | date(\"d MMMM\")}}.")
            @Nullable
            String content,

            @Schema(example = "{\"de\":\"Hallo {{name}}!\",\"en\":\"Hi {{name}}!\"}") @Nullable
            Map<String, String> texts,

            @Nullable List<TemplateDefinition.Variable> variables,
            TemplateDefinition.@Nullable Header header) {

        /// What it says, with what it leaves out.
        ///
        /// @throws Refusal if it has another form
        TemplateDefinition definition(String id) {
            String main = tag(Objects.requireNonNullElse(language, "en"));
            Map<String, String> all = new TreeMap<>();
            Objects.requireNonNullElse(texts, Map.<String, String>of()).forEach((tag, text) -> all.put(tag(tag), text));
            if (content != null) {
                all.put(main, content);
            }
            if (!all.containsKey(main)
                    || all.size() > 50
                    || all.values().stream().anyMatch(Objects::isNull)) {
                throw refused(
                        "There is no text in the main language.", "content, or texts with " + main + " among them");
            }
            List<TemplateDefinition.Variable> declared = Objects.requireNonNullElse(variables, List.of());
            Set<String> names = declared.stream()
                    .map(variable -> String.valueOf(variable.name()))
                    .filter(name -> name.matches("[A-Za-z][A-Za-z0-9_]{0,63}"))
                    .collect(Collectors.toSet());
            if (names.size() != declared.size() || declared.size() > 100) {
                throw refused("The variables have a name of another form, or one twice.", "letters, digits and _");
            }
            return new TemplateDefinition(
                    named(id), purpose(), main, all, declared, header == null ? null : checked(header));
        }

        private String named(String id) {
            String wanted = Objects.requireNonNullElse(name, id);
            if (wanted.isBlank() || wanted.length() > 200) {
                throw refused("The field name is blank or too long.", "1 to 200 characters");
            }
            return wanted;
        }

        private TemplateCategory purpose() {
            return TemplateCategory.of(Objects.requireNonNullElse(category, "other"))
                    .orElseThrow(() -> refused(
                            "The field category is not known.",
                            "marketing, utility, service, authentication or other"));
        }

        private static TemplateDefinition.Header checked(TemplateDefinition.Header header) {
            boolean one = (header.mediaId() == null) != (header.url() == null);
            if (!one || !Set.of("image", "video", "document").contains(String.valueOf(header.type()))) {
                throw refused("The header is no file.", "type image, video or document, and one of url and mediaId");
            }
            return header;
        }

        private static String tag(String tag) {
            try {
                String known = new Locale.Builder()
                        .setLanguageTag(tag.replace('_', '-'))
                        .build()
                        .toLanguageTag();
                if (!tag.isBlank() && !known.equals("und")) {
                    return known;
                }
            } catch (IllformedLocaleException _) {
                // told below
            }
            throw refused("A language has another form.", "a language tag such as en, pt-BR or zh-Hant");
        }

        @Override
        public String toString() {
            return "Wish[" + id + "]";
        }
    }

    /// The template that was kept.
    ///
    /// @throws Refusal if it was not
    public static TemplateView kept(Templates.Kept kept) {
        return switch (kept) {
            case Templates.Kept.Done(Template template, boolean _) -> of(template);
            case Templates.Kept.Flawed(List<Flaw> flaws) -> throw flawed(flaws);
            case Templates.Kept.Taken _ ->
                throw Problem.of(ProblemKind.TEMPLATE_EXISTS, "There is a template with this id.")
                        .withAdvice("PUT /api/v1/templates/{id} makes a new version of it.")
                        .refusal();
            case Templates.Kept.Full(int most) ->
                throw Problem.of(ProblemKind.QUOTA_REACHED, "There are all the " + most + " templates there may be.")
                        .refusal();
        };
    }

    static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    /// The refusal of a template with flaws: each is named with its place.
    public static Refusal flawed(List<Flaw> flaws) {
        return Problem.of(
                        ProblemKind.TEMPLATE_FLAWED,
                        flaws.stream().limit(10).map(Flaw::text).collect(Collectors.joining(" ")))
                .withAccepted("{{name}}, {{name | default(\"friend\")}}, and the formatters " + Formatter.names())
                .refusal();
    }

    @Override
    public String toString() {
        return "TemplateView[" + id + "]";
    }
}
