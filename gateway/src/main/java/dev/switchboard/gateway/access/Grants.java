// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.Refusal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks what somebody wants to grant: nobody grants more than they have.
final class Grants {
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int MOST_SESSIONS = 1_000;

    private Grants() {}

    static Role role(Caller granter, @Nullable String text) {
        Role role = Role.of(text == null ? "" : text)
                .orElseThrow(() -> refused("The role is missing or not known.", "Owner, Admin, Agent or Viewer"));
        if (!granter.role().covers(role)) {
            throw tooMuch();
        }
        return role;
    }

    static Set<Permission> permissions(Caller granter, Role role, @Nullable List<String> names) {
        Set<Permission> named = new LinkedHashSet<>();
        for (String name : names == null ? List.<String>of() : names) {
            named.add(Permission.of(name)
                    .orElseThrow(() -> refused(
                            "A permission is not known.",
                            Arrays.stream(Permission.values())
                                    .map(Permission::text)
                                    .collect(Collectors.joining(", ")))));
        }
        if (!role.permissions().containsAll(named) || !granter.permissions().containsAll(Names.within(role, named))) {
            throw tooMuch();
        }
        return named;
    }

    static Set<String> sessions(@Nullable List<String> ids) {
        Set<String> sessions = new LinkedHashSet<>(ids == null ? List.of() : ids);
        if (sessions.size() > MOST_SESSIONS
                || sessions.stream().anyMatch(id -> !SESSION.matcher(id).matches())) {
            throw refused("The sessions are too many or no ids.", "ids of up to " + MOST_SESSIONS + " sessions");
        }
        return sessions;
    }

    static String name(@Nullable String name, String field) {
        if (name == null || name.isBlank() || name.length() > 200) {
            throw refused("The field " + field + " is missing, blank or too long.", "1 to 200 characters");
        }
        return name.strip();
    }

    static Refusal refused(String detail, String accepted) {
        return Problem.of(ProblemKind.INVALID_REQUEST, detail)
                .withAccepted(accepted)
                .refusal();
    }

    static Refusal tooMuch() {
        return Problem.of(ProblemKind.FORBIDDEN, "Nobody can grant or change more than they may themselves.")
                .refusal();
    }
}
