// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/// A file of faults to be set at start: a JSON array of what `POST /admin/faults` takes.
public final class FaultFile {

    private FaultFile() {}

    /// Sets all faults of a file, or none.
    ///
    /// @throws IllegalArgumentException if the file holds anything else, saying what
    public static void load(Faults faults, Bytes file) {
        List<FaultDefinition> definitions = new ArrayList<>();
        try {
            JsonNode list = Json.parse(file);
            if (!list.isArray()) {
                throw AdminRefusal.malformed("no array (expected: an array of faults)");
            }
            list.forEach(element -> definitions.add(FaultResource.definition(Bytes.utf8(element.toString()))));
        } catch (AdminRefusal refusal) {
            throw new IllegalArgumentException("fault file: " + refusal.getMessage(), refusal);
        }
        definitions.forEach(faults::set);
    }
}
