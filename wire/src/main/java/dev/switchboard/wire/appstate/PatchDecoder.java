// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncdMutation;
import dev.switchboard.wire.proto.SyncdMutations;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdPlainTextRecord;
import dev.switchboard.wire.proto.SyncdRecord;
import dev.switchboard.wire.proto.SyncdSnapshot;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/// Opens patches and snapshots, and checks every MAC on the way. Not thread-safe; keeps derived keys, so use one for a
/// round of patches and let it go.
public final class PatchDecoder {

    private static final int LARGEST_RECOVERY = 16 << 20;

    private record Key(SyncKey key, MutationKeys keys) {}

    private final Function<Bytes, Optional<SyncKey>> syncKeys;
    private final Map<Bytes, Optional<Key>> derived = new HashMap<>();

    /// A decoder with a look-up of keys by id.
    public PatchDecoder(Function<Bytes, Optional<SyncKey>> syncKeys) {
        this.syncKeys = syncKeys;
    }

    /// Reads a serialized patch.
    ///
    /// @throws AppStateFailed if it is none
    public static SyncdPatch parsePatch(byte[] bytes) {
        return parse(SyncdPatch.parser(), bytes);
    }

    /// Reads a serialized snapshot, the plain content of its file.
    ///
    /// @throws AppStateFailed if it is none
    public static SyncdSnapshot parseSnapshot(byte[] bytes) {
        return parse(SyncdSnapshot.parser(), bytes);
    }

    /// A patch with the mutations that lay in a file of their own.
    ///
    /// @param content the plain content of the file
    /// @throws AppStateFailed if the content is something else
    public static SyncdPatch withExternalMutations(SyncdPatch patch, byte[] content) {
        return patch.toBuilder()
                .clearExternalMutations()
                .addAllMutations(parse(SyncdMutations.parser(), content).getMutationsList())
                .build();
    }

    private static <T> T parse(Parser<T> parser, byte[] bytes) {
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.MALFORMED, "app state: no protobuf (expected: patch or snapshot)", e);
        }
    }

    /// Applies the next patch.
    ///
    /// @param storedValueMac looks up the collection's map by index MAC
    /// @throws AppStateFailed if a MAC or the resulting state does not match: the collection must then
    ///   be fetched anew
    public PatchOutcome apply(CollectionState base, SyncdPatch patch, Function<Bytes, Optional<Bytes>> storedValueMac) {
        if (patch.hasExternalMutations()) {
            throw MutationCipher.malformed("patch: external mutations (expected: them fetched first)");
        }
        long next = base.version() + 1;
        long version = patch.getVersion().hasVersion() ? patch.getVersion().getVersion() : next;
        if (version != next) {
            return new PatchOutcome.OutOfOrder(next, version);
        }
        Optional<PatchOutcome> missing = missingKey(patch);
        return missing.isPresent() ? missing.get() : applyKnown(base, patch, storedValueMac);
    }

    private Optional<PatchOutcome> missingKey(SyncdPatch patch) {
        List<KeyId> ids = new ArrayList<>();
        ids.add(patch.getKeyId());
        patch.getMutationsList()
                .forEach(mutation -> ids.add(mutation.getRecord().getKeyId()));
        return missingKey(ids);
    }

    private Optional<PatchOutcome> missingKey(List<KeyId> ids) {
        for (KeyId id : ids) {
            if (find(id).isEmpty()) {
                return Optional.of(
                        new PatchOutcome.KeyMissing(Bytes.copyOf(id.getId().toByteArray())));
            }
        }
        return Optional.empty();
    }

    private PatchOutcome applyKnown(
            CollectionState base, SyncdPatch patch, Function<Bytes, Optional<Bytes>> storedValueMac) {
        MutationKeys keys = require(patch.getKeyId()).keys();
        HashChange change = HashChange.of(patch.getMutationsList(), storedValueMac);
        CollectionState state = new CollectionState(
                base.collection(), base.version() + 1, base.hash().change(change.removed(), change.added()));
        Bytes announced = Bytes.copyOf(patch.getSnapshotMac().toByteArray());
        check(state.patchMac(keys, announced, change.valueMacs()), patch.getPatchMac(), "patch MAC");
        List<Mutation> mutations = new ArrayList<>();
        for (SyncdMutation mutation : patch.getMutationsList()) {
            Mutation.Operation operation =
                    HashChange.isSet(mutation) ? Mutation.Operation.SET : Mutation.Operation.REMOVE;
            mutations.add(open(operation, mutation.getRecord()));
        }
        checkState(state, keys, patch.getSnapshotMac());
        return new PatchOutcome.Applied(state, mutations, change.changes(), false, change.unknownRemovals());
    }

    /// Takes a whole collection from a snapshot.
    ///
    /// @throws AppStateFailed if a MAC or the resulting state does not match
    public PatchOutcome restore(String collection, SyncdSnapshot snapshot) {
        List<KeyId> ids = new ArrayList<>();
        ids.add(snapshot.getKeyId());
        snapshot.getRecordsList().forEach(record -> ids.add(record.getKeyId()));
        Optional<PatchOutcome> missing = missingKey(ids);
        if (missing.isPresent()) {
            return missing.get();
        }
        List<Bytes> added = new ArrayList<>();
        List<IndexChange> changes = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (SyncdRecord record : snapshot.getRecordsList()) {
            Bytes valueMac = MutationCipher.valueMac(record);
            added.add(valueMac);
            changes.add(new IndexChange.Put(MutationCipher.indexMac(record), valueMac));
            mutations.add(open(Mutation.Operation.SET, record));
        }
        CollectionState state = new CollectionState(
                collection, snapshot.getVersion().getVersion(), LtHash.EMPTY.change(List.of(), added));
        checkState(state, require(snapshot.getKeyId()).keys(), snapshot.getMac());
        return new PatchOutcome.Applied(state, mutations, changes, true, 0);
    }

    /// Takes a whole collection from the phone's own account of it, which counts as it stands: it came end to end
    /// encrypted from the own phone, and is asked for only when what the server has does not hold.
    ///
    /// @throws AppStateFailed if it is not sound
    public PatchOutcome recover(SyncdSnapshotRecovery recovery) {
        List<KeyId> ids = recovery.getMutationRecordsList().stream()
                .map(record -> KeyId.newBuilder().setId(record.getKeyId()).build())
                .toList();
        Optional<PatchOutcome> missing = missingKey(ids);
        if (missing.isPresent()) {
            return missing.get();
        }
        List<IndexChange> changes = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            SyncdPlainTextRecord record = recovery.getMutationRecords(i);
            Key key = require(ids.get(i));
            Bytes index = Bytes.copyOf(record.getValue().getIndex().toByteArray());
            changes.add(new IndexChange.Put(
                    MutationCipher.indexMac(key.keys(), index),
                    MutationCipher.requireMac(Bytes.copyOf(record.getMac().toByteArray()))));
            mutations.add(new Mutation(
                    Mutation.Operation.SET,
                    index,
                    record.getValue().getValue(),
                    record.getValue().getVersion(),
                    key.key().id()));
        }
        CollectionState state = new CollectionState(
                recovery.getCollectionName(),
                recovery.getVersion().getVersion(),
                new LtHash(Bytes.copyOf(recovery.getCollectionLthash().toByteArray())));
        return new PatchOutcome.Applied(state, mutations, changes, true, 0);
    }

    /// Reads the phone's account of a collection.
    ///
    /// @param compressed whether it is a gzip stream
    /// @throws AppStateFailed if it is none, or too large
    public static SyncdSnapshotRecovery parseRecovery(byte[] bytes, boolean compressed) {
        if (!compressed) {
            return parse(SyncdSnapshotRecovery.parser(), bytes);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(LARGEST_RECOVERY + 1);
            if (plain.length > LARGEST_RECOVERY) {
                throw MutationCipher.malformed(
                        "recovery: inflates too far (expected: at most " + LARGEST_RECOVERY + ")");
            }
            return parse(SyncdSnapshotRecovery.parser(), plain);
        } catch (IOException e) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.MALFORMED, "recovery: no sound gzip stream (expected: one)", e);
        }
    }

    private Mutation open(Mutation.Operation operation, SyncdRecord record) {
        Key key = require(record.getKeyId());
        return MutationCipher.open(operation, record, key.key(), key.keys());
    }

    private static void checkState(CollectionState state, MutationKeys keys, ByteString announced) {
        if (!state.snapshotMac(keys).constantTimeEquals(announced.toByteArray())) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.HASH_MISMATCH, "snapshot MAC: another one (expected: the one computed)");
        }
    }

    private static void check(Bytes computed, ByteString announced, String what) {
        if (!computed.constantTimeEquals(announced.toByteArray())) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.BAD_MAC, what + ": another one (expected: the one computed)");
        }
    }

    private Optional<Key> find(KeyId id) {
        return derived.computeIfAbsent(
                Bytes.copyOf(id.getId().toByteArray()),
                keyId -> syncKeys.apply(keyId).map(key -> new Key(key, MutationKeys.derive(key))));
    }

    private Key require(KeyId id) {
        return find(id).orElseThrow(() ->
                new AppStateFailed(AppStateFailed.Reason.MISSING_KEY, "key: unknown (expected: one that was shared)"));
    }
}
