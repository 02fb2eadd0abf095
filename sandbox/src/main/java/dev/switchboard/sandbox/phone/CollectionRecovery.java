// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.MutationKeys;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.proto.SyncActionData;
import dev.switchboard.wire.proto.SyncdPlainTextRecord;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import dev.switchboard.wire.proto.SyncdVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Writes out a collection of app state in plain, for a companion that lost track of it.
final class CollectionRecovery {

    private record Key(SyncKey key, MutationKeys keys) {}

    private final List<Key> keys = new ArrayList<>();

    /// @param all all keys that values can be sealed with
    CollectionRecovery(List<SyncKey> all) {
        all.forEach(key -> keys.add(new Key(key, MutationKeys.derive(key))));
    }

    /// The collection, compressed.
    ///
    /// @param valueMacs the MAC of the present value of each index, by the index's MAC
    ByteString write(CollectionState state, List<AppStateEntry> entries, Map<Bytes, Bytes> valueMacs) {
        SyncdSnapshotRecovery.Builder recovery = SyncdSnapshotRecovery.newBuilder()
                .setVersion(SyncdVersion.newBuilder().setVersion(state.version()))
                .setCollectionName(state.collection())
                .setCollectionLthash(bytes(state.hash().state()));
        for (AppStateEntry entry : entries) {
            record(entry, valueMacs).ifPresent(recovery::addMutationRecords);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            recovery.build().writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return ByteString.copyFrom(out.toByteArray());
    }

    /// The key of an entry is the one under which its index has a value.
    private Optional<SyncdPlainTextRecord> record(AppStateEntry entry, Map<Bytes, Bytes> valueMacs) {
        for (Key key : keys) {
            Bytes index = Bytes.copyOf(
                    Hmac.sha256(key.keys.index().toByteArray(), entry.index().toByteArray()));
            Bytes mac = valueMacs.get(index);
            if (mac != null) {
                return Optional.of(SyncdPlainTextRecord.newBuilder()
                        .setKeyId(bytes(key.key.id()))
                        .setMac(bytes(mac))
                        .setValue(SyncActionData.newBuilder()
                                .setIndex(bytes(entry.index()))
                                .setValue(entry.value())
                                .setPadding(ByteString.EMPTY)
                                .setVersion(entry.version()))
                        .build());
            }
        }
        return Optional.empty();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
