// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.PatchEncoder;
import dev.switchboard.wire.appstate.SyncKey;
import java.util.List;
import java.util.Optional;

/// Builds patches of own changes on top of what is stored.
final class PatchDraft {

    /// A patch that can be sent, and what is true once the server took it.
    record Ready(Change change, Bytes patch, CollectionState state, List<IndexChange> macs) {}

    private final Workbench bench;

    PatchDraft(Workbench bench) {
        this.bench = bench;
    }

    /// Builds a patch with the newest key; empty if that is not known.
    Optional<Ready> build(StoredCollection base, Change change) {
        Bytes keyId = bench.state().credentials().shared().newestSyncKeyId();
        String name = base.state().collection();
        return bench.state().syncKey(keyId).map(data -> {
            PatchEncoder.Encoded encoded = PatchEncoder.encode(
                    base.state(),
                    change.mutations(),
                    new SyncKey(keyId, data),
                    indexMac -> Optional.ofNullable(
                            bench.state().mutationMacs(name, List.of(indexMac)).get(indexMac)),
                    bench.random());
            return new Ready(change, Bytes.copyOf(encoded.patch().toByteArray()), encoded.state(), encoded.changes());
        });
    }
}
