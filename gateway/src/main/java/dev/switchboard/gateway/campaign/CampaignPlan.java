// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.audience.PeopleQuery;
import dev.switchboard.gateway.template.Template;
import dev.switchboard.gateway.template.TemplateDefinition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a campaign sends, and when: kept with it, so that changes of templates do not change it.
///
/// @param variants what it says; recipients are shared out among several by their weights
/// @param zone where its times are told and its quiet hours are
/// @param quiet hours in which it hands nothing in
/// @param audience whom it is for, if that is a question and not a list of its own
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignPlan(
        @Nullable List<Variant> variants,
        @Nullable String zone,
        @Nullable Quiet quiet,
        @Nullable Recurrence recurrence,
        @Nullable Trigger trigger,
        @Nullable PeopleQuery audience) {

    /// One of the messages that are compared.
    ///
    /// @param definition the template as it was when the campaign was made
    /// @param mediaId the header's file in the session's store
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variant(
            String name,
            String templateId,
            int version,
            int weight,
            TemplateDefinition definition,
            @Nullable String mediaId) {
        /// The template.
        @JsonIgnore
        public Template template() {
            return Template.of(templateId, definition, version);
        }

        @Override
        public String toString() {
            return "Variant[" + name + "]";
        }
    }

    /// Hours of the day in which nothing is handed in, and days on which nothing is.
    @Schema(name = "CampaignQuiet")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Quiet(
            @Schema(example = "20:00") @Nullable String from,
            @Schema(example = "09:00") @Nullable String to,

            @Schema(description = "days on which nothing is sent", example = "[\"sun\"]") @Nullable
            List<String> days) {}

    /// How often it comes back.
    ///
    /// @param every `day`, `week` or `month`
    /// @param at the time of day
    /// @param days of the week
    /// @param dayOfMonth the last day where a month is shorter
    /// @param times how often at most
    @Schema(name = "CampaignRecurrence")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recurrence(
            @Schema(allowableValues = {"day", "week", "month"})
            String every,

            @Schema(example = "09:00") String at,

            @Schema(description = "with week", example = "[\"mon\",\"thu\"]") @Nullable
            List<String> days,

            @Schema(description = "with month", example = "1") @Nullable
            Integer dayOfMonth,

            @Nullable Integer times,
            @Nullable Instant until) {}

    /// What makes it write to somebody.
    ///
    /// @param on `tag`, `list`, `first_contact` or `call`
    /// @param value the tag, or the list's id
    /// @param delaySeconds how long after
    @Schema(name = "CampaignTrigger")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Trigger(
            @Schema(allowableValues = {"tag", "list", "first_contact", "call"})
            String on,

            @Schema(example = "new-customer") @Nullable String value,
            @Nullable Long delaySeconds) {
        boolean is(String event, String what) {
            return on.equals(event) && (value == null || value.equals(what));
        }
    }

    /// Its messages; empty for campaigns from before there were variants, whose recipients have texts of their own.
    @JsonIgnore
    List<Variant> messages() {
        return Objects.requireNonNullElse(variants, List.of());
    }

    @JsonIgnore
    ZoneId place() {
        return ZoneId.of(Objects.requireNonNullElse(zone, "UTC"));
    }

    /// When the quiet ends; empty if it is not quiet then.
    Optional<Instant> quietEnd(Instant now) {
        return quiet == null ? Optional.empty() : QuietTimes.of(quiet, place()).end(now);
    }

    /// The same for one time of those it comes back.
    CampaignPlan once() {
        return new CampaignPlan(variants, zone, quiet, null, null, null);
    }

    /// Which message each recipient of a cycle gets, so that the variants take turns by their weights.
    int[] turns() {
        List<Variant> all = messages();
        int[] turns = new int[Math.max(1, all.stream().mapToInt(Variant::weight).sum())];
        int[] given = new int[Math.max(1, all.size())];
        for (int i = 0; i < turns.length; i++) {
            int chosen = 0;
            for (int v = 1; v < all.size(); v++) {
                if ((given[v] + 1) * all.get(chosen).weight()
                        < (given[chosen] + 1) * all.get(v).weight()) {
                    chosen = v;
                }
            }
            given[chosen]++;
            turns[i] = chosen;
        }
        return turns;
    }
}
