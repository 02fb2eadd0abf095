// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a tenant deals with those who want no more messages.
///
/// @param enabled whether stop words are heard at all
/// @param confirm who gets a confirmation: `campaign_recipients`, `everybody` or `nobody`
/// @param language of confirmations where nothing tells the person's
/// @param stopWords words beside the built-in ones
/// @param startWords words that end it, beside the built-in ones
/// @param ignoredWords built-in words that mean something else here
/// @param stopped confirmations by language, in place of the built-in ones
/// @param started the same for those who come back
@Schema(name = "OptOutPolicy")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OptOutPolicy(
        boolean enabled,

        @Schema(allowableValues = {"campaign_recipients", "everybody", "nobody"})
        String confirm,

        @Schema(example = "en") String language,
        @Schema(example = "[\"no thanks\"]") List<String> stopWords,
        List<String> startWords,
        List<String> ignoredWords,
        Map<String, String> stopped,
        Map<String, String> started) {
    static final Set<String> CONFIRM = Set.of("campaign_recipients", "everybody", "nobody");

    /// Stop words are heard, and who got a campaign is answered.
    public static final OptOutPolicy STANDARD = of(null, null, null, null, null, null, null, null);

    public OptOutPolicy {
        stopWords = List.copyOf(stopWords);
        startWords = List.copyOf(startWords);
        ignoredWords = List.copyOf(ignoredWords);
        stopped = Map.copyOf(stopped);
        started = Map.copyOf(started);
    }

    /// What is left out is as it is from the start.
    @JsonCreator
    static OptOutPolicy of(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("confirm") @Nullable String confirm,
            @JsonProperty("language") @Nullable String language,
            @JsonProperty("stopWords") @Nullable List<String> stopWords,
            @JsonProperty("startWords") @Nullable List<String> startWords,
            @JsonProperty("ignoredWords") @Nullable List<String> ignoredWords,
            @JsonProperty("stopped") @Nullable Map<String, String> stopped,
            @JsonProperty("started") @Nullable Map<String, String> started) {
        return new OptOutPolicy(
                Objects.requireNonNullElse(enabled, true),
                Objects.requireNonNullElse(confirm, "campaign_recipients"),
                Objects.requireNonNullElse(language, "en"),
                Objects.requireNonNullElse(stopWords, List.of()),
                Objects.requireNonNullElse(startWords, List.of()),
                Objects.requireNonNullElse(ignoredWords, List.of()),
                Objects.requireNonNullElse(stopped, Map.of()),
                Objects.requireNonNullElse(started, Map.of()));
    }
}
