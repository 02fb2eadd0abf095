// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.campaign;

import dev.switchboard.wire.jid.Jid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody a campaign is for.
///
/// @param values for the template
/// @param language theirs, if it is known
public record Addressee(
        Jid jid, Map<String, String> values, @Nullable String language) {
    public Addressee {
        values = Map.copyOf(values);
    }

    @Override
    public String toString() {
        return "Addressee[]";
    }
}
