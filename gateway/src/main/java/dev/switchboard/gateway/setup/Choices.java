// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody has chosen so far.
///
/// @param type the business's type
/// @param name its name
/// @param hours when it is open, as `9:00-18:00`
/// @param session the session that is being set up
/// @param automations those that were activated; empty = the step was skipped, null = it is yet to come
/// @param templates those that were kept; empty = the step was skipped, null = it is yet to come
/// @param test the id of the test message; empty text = the step was skipped, null = it is yet to come
@JsonInclude(JsonInclude.Include.NON_NULL)
record Choices(
        @Nullable String type,
        @Nullable String name,
        @Nullable String hours,
        @Nullable String session,
        @Nullable List<String> automations,
        @Nullable List<String> templates,
        @Nullable String test) {
    static final Choices NONE = new Choices(null, null, null, null, null, null, null);

    Choices withBusiness(String newType, @Nullable String newName, @Nullable String newHours) {
        return new Choices(newType, newName, newHours, session, automations, templates, test);
    }

    Choices withSession(String id) {
        return new Choices(type, name, hours, id, automations, templates, test);
    }

    Choices withAutomations(List<String> ids) {
        return new Choices(type, name, hours, session, List.copyOf(ids), templates, test);
    }

    Choices withTemplates(List<String> ids) {
        return new Choices(type, name, hours, session, automations, List.copyOf(ids), test);
    }

    Choices withTest(String id) {
        return new Choices(type, name, hours, session, automations, templates, id);
    }

    @Override
    public String toString() {
        return "Choices[]";
    }
}
