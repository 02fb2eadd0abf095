// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What begins an automation, when, and what it does: the parsed form of a document that satisfies the schema.
///
/// @param triggers one of them begins it
/// @param conditions all of them have to hold
/// @param last whether no automation after this one looks at the message
/// @param parallel whether several runs for one contact may be under way, if no message began them
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Definition(
        @Nullable String description,
        List<Trigger> triggers,
        List<Condition> conditions,
        List<Step> steps,
        @Nullable Limits limits,
        @Nullable Boolean last,
        @Nullable Boolean parallel) {
    public Definition {
        triggers = copy(triggers);
        conditions = copy(conditions);
        steps = copy(steps);
    }

    /// How often.
    ///
    /// @param perHour messages of automations in one chat
    /// @param perContact how often it begins for one contact
    /// @param every it begins for one contact at most once in this time
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limits(
            @Nullable Integer perHour,
            @Nullable Integer perContact,
            @Nullable String every) {}

    static final int MOST_AN_HOUR = 20;

    int perHour() {
        return limits == null || limits.perHour() == null ? MOST_AN_HOUR : limits.perHour();
    }

    /// Whether several runs for one contact may be under way, if no message began them.
    boolean isParallel() {
        return Boolean.TRUE.equals(parallel);
    }

    boolean isLast() {
        return Boolean.TRUE.equals(last);
    }

    /// A list that may be missing in a document.
    static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    @Override
    public String toString() {
        return "Definition[" + steps.size() + " steps]";
    }
}
