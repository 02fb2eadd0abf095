// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.personal;

import dev.switchboard.gateway.tenant.TenantId;
import java.util.Set;

/// Somebody whose data are exported or erased.
///
/// @param addresses all JIDs of the person as they are kept, by number and by hidden id
/// @param sessions numbers (refs) of the tenant's sessions that are searched
/// @param names ids of the same sessions
public record Person(TenantId tenant, Set<String> addresses, Set<Long> sessions, Set<String> names) {
    public Person {
        addresses = Set.copyOf(addresses);
        sessions = Set.copyOf(sessions);
        names = Set.copyOf(names);
    }

    @Override
    public String toString() {
        return "Person[]";
    }
}
