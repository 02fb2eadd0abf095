// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncdMutation;
import dev.switchboard.wire.proto.SyncdPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Seals changes into a patch.
public final class PatchEncoder {

    private PatchEncoder() {}

    /// A patch, and what is true once the server took it.
    ///
    /// @param patch the patch, without version: the server fills it in
    /// @param state the state after it
    /// @param changes the changes of the collection's map
    public record Encoded(SyncdPatch patch, CollectionState state, List<IndexChange> changes) {
        /// Keeps an unmodifiable copy.
        public Encoded {
            changes = List.copyOf(changes);
        }
    }

    /// Seals changes on top of a state.
    ///
    /// @param key the newest key
    /// @param storedValueMac looks up the collection's map by index MAC
    public static Encoded encode(
            CollectionState base,
            List<MutationDraft> drafts,
            SyncKey key,
            Function<Bytes, Optional<Bytes>> storedValueMac,
            RandomGenerator random) {
        MutationKeys keys = MutationKeys.derive(key);
        List<SyncdMutation> mutations = new ArrayList<>();
        for (MutationDraft draft : drafts) {
            byte[] iv = new byte[MutationCipher.IV_BYTES];
            random.nextBytes(iv);
            mutations.add(MutationCipher.seal(draft, key, keys, iv));
        }
        HashChange change = HashChange.of(mutations, storedValueMac);
        CollectionState state = new CollectionState(
                base.collection(), base.version() + 1, base.hash().change(change.removed(), change.added()));
        Bytes snapshotMac = state.snapshotMac(keys);
        Bytes patchMac = state.patchMac(keys, snapshotMac, change.valueMacs());
        SyncdPatch patch = SyncdPatch.newBuilder()
                .addAllMutations(mutations)
                .setSnapshotMac(bytes(snapshotMac))
                .setPatchMac(bytes(patchMac))
                .setKeyId(KeyId.newBuilder().setId(bytes(key.id())))
                .build();
        return new Encoded(patch, state, change.changes());
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
