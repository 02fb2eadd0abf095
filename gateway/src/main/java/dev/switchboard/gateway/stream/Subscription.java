// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.stream;

import dev.switchboard.gateway.access.Caller;
import dev.switchboard.gateway.event.EventFilter;
import dev.switchboard.gateway.event.EventName;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.tenant.TenantId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a reader asks to be told.
///
/// @param sessions only these sessions; empty or null = all
/// @param events only these events; empty or null = all
/// @param after the number of the last event the reader has; null = only what happens from now on
record Subscription(
        @Nullable List<String> sessions,
        @Nullable List<String> events,
        @Nullable Long after) {
    /// A name that no session has.
    private static final Set<String> NONE = Set.of("-");

    EventFilter filter(TenantId tenant) {
        Set<EventName> names = new HashSet<>();
        for (String text : orEmpty(events)) {
            names.add(EventName.of(text)
                    .orElseThrow(() -> Problem.of(ProblemKind.INVALID_REQUEST, "The event name is not known.")
                            .withAccepted(Arrays.stream(EventName.values())
                                    .map(EventName::text)
                                    .collect(Collectors.joining(", ")))
                            .refusal()));
        }
        return new EventFilter(tenant, new HashSet<>(orEmpty(sessions)), names);
    }

    /// The same, of the sessions that there are for the caller.
    EventFilter filter(Caller caller) {
        EventFilter asked = filter(caller.tenant());
        if (caller.sessions().isEmpty()) {
            return asked;
        }
        Set<String> seen = new HashSet<>(caller.sessions());
        if (!asked.sessions().isEmpty()) {
            seen.retainAll(asked.sessions());
        }
        return new EventFilter(caller.tenant(), seen.isEmpty() ? NONE : seen, asked.names());
    }

    private static Collection<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
