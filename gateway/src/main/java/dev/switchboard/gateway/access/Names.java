// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists of names as they are kept in a column: with spaces between, which no name has.
final class Names {
    private Names() {}

    /// The column's value; null for no names.
    static @Nullable String join(Collection<String> names) {
        return names.isEmpty() ? null : names.stream().sorted().collect(Collectors.joining(" "));
    }

    static Set<String> split(@Nullable String column) {
        return column == null || column.isEmpty() ? Set.of() : Set.of(column.split(" ", -1));
    }

    /// The permissions in a column; a name that is not known grants nothing.
    static Set<Permission> permissions(@Nullable String column) {
        return split(column).stream()
                .flatMap(text -> Permission.of(text).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The permissions of a role, or those of them that are named.
    static Set<Permission> within(Role role, Set<Permission> named) {
        Set<Permission> all = role.permissions();
        if (named.isEmpty()) {
            return all;
        }
        return Stream.of(Permission.values())
                .filter(all::contains)
                .filter(named::contains)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }
}
