// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.SyncdMutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What mutations do to the hash and map of a collection.
///
/// @param removed value MACs that leave the hash
/// @param added value MACs that enter it
/// @param valueMacs the value MACs of all mutations in order
/// @param changes the changes of the map
/// @param unknownRemovals how many removals had nothing to remove
record HashChange(
        List<Bytes> removed, List<Bytes> added, List<Bytes> valueMacs, List<IndexChange> changes, int unknownRemovals) {

    static HashChange of(List<SyncdMutation> mutations, Function<Bytes, Optional<Bytes>> storedValueMac) {
        List<Bytes> removed = new ArrayList<>();
        List<Bytes> added = new ArrayList<>();
        List<Bytes> valueMacs = new ArrayList<>();
        Map<Bytes, Optional<Bytes>> changed = new LinkedHashMap<>();
        int unknownRemovals = 0;
        for (SyncdMutation mutation : mutations) {
            Bytes indexMac = MutationCipher.indexMac(mutation.getRecord());
            Bytes valueMac = MutationCipher.valueMac(mutation.getRecord());
            valueMacs.add(valueMac);
            Optional<Bytes> earlier = changed.get(indexMac);
            Optional<Bytes> previous = earlier == null ? storedValueMac.apply(indexMac) : earlier;
            previous.ifPresent(removed::add);
            if (isSet(mutation)) {
                added.add(valueMac);
                changed.put(indexMac, Optional.of(valueMac));
            } else {
                unknownRemovals += previous.isPresent() ? 0 : 1;
                changed.put(indexMac, Optional.empty());
            }
        }
        return new HashChange(removed, added, valueMacs, changes(changed), unknownRemovals);
    }

    private static List<IndexChange> changes(Map<Bytes, Optional<Bytes>> changed) {
        List<IndexChange> changes = new ArrayList<>();
        changed.forEach((indexMac, valueMac) -> changes.add(
                valueMac.isPresent()
                        ? new IndexChange.Put(indexMac, valueMac.get())
                        : new IndexChange.Remove(indexMac)));
        return changes;
    }

    static boolean isSet(SyncdMutation mutation) {
        return mutation.getOperation() == SyncdMutation.SyncdOperation.SET;
    }
}
