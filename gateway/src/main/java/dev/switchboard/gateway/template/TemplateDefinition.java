// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.media.MediaInput;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a template says: all that is kept of one version of it.
///
/// @param name its name for people
/// @param language the language of those for whose own there is no text
/// @param texts the texts by language
/// @param variables the values it wants; empty = those that its texts have places for
/// @param header a file that goes above the text
@Schema(name = "TemplateDefinition")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateDefinition(
        String name,
        TemplateCategory category,
        String language,
        Map<String, String> texts,
        List<Variable> variables,
        @Nullable Header header) {
    public TemplateDefinition {
        texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
        variables = List.copyOf(variables);
    }

    /// A text in one language.
    public static TemplateDefinition plain(String name, String content) {
        return new TemplateDefinition(name, TemplateCategory.OTHER, "en", Map.of("en", content), List.of(), null);
    }

    /// A value that is wanted.
    ///
    /// @param fallback what stands for it where there is none; null = it has to be given
    /// @param sample what previews show
    @Schema(name = "TemplateVariable")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variable(
            @Schema(example = "name") String name,

            @Schema(description = "what stands for it where there is none; it has to be given if left out") @Nullable
            String fallback,

            @Schema(description = "what previews show", example = "Alice") @Nullable
            String sample,

            @Nullable String description) {
        @Override
        public String toString() {
            return "Variable[" + name + "]";
        }
    }

    /// A file above the text: one at an address, or one that was uploaded for the session that sends.
    @Schema(name = "TemplateHeader", description = "One of url and mediaId")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Header(
            @Schema(allowableValues = {"image", "video", "document"})
            String type,

            @Nullable String mediaId,

            @Schema(example = "https://example.com/sale.jpg") @Nullable
            String url,

            @Nullable String fileName) {
        /// The file.
        public MediaInput input() {
            return new MediaInput(mediaId, url, null, null, fileName);
        }

        @Override
        public String toString() {
            return "Header[" + type + "]";
        }
    }

    @Override
    public String toString() {
        return "TemplateDefinition[" + texts.keySet() + "]";
    }
}
