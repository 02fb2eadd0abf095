// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.audience;

import dev.switchboard.wire.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a tenant knows of a person, whichever of its sessions they write to.
///
/// @param variables values for templates
/// @param suppressed whether they get no campaigns
public record Person(
        long ref,
        Jid jid,
        Optional<String> name,
        Optional<String> language,
        Map<String, String> variables,
        List<String> tags,
        boolean suppressed,
        Instant createdAt,
        Instant updatedAt) {
    public Person {
        variables = Map.copyOf(variables);
        tags = List.copyOf(tags);
    }

    @Override
    public String toString() {
        return "Person[" + ref + "]";
    }
}
