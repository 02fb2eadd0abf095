// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.SyncdMutations;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdRecord;
import dev.switchboard.wire.proto.SyncdSnapshot;
import dev.switchboard.wire.proto.SyncdVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchDecoderTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_750_000_000);
    private static final Jid CHAT = Jid.pn("15550100001");

    private final SeededRandom random = new SeededRandom(3);
    private final SyncKey key = SyncKey.generate(0, 20_001, random);
    private final Map<Bytes, Bytes> map = new HashMap<>();
    private CollectionState state = CollectionState.initial("regular_low");

    @Test
    void followsManyChangesOfTheSameIndexInOnePatch() {
        MutationDraft pin = pinned(CHAT, true).draft();
        MutationDraft unpin = pinned(CHAT, false).draft();
        MutationDraft gone = MutationDraft.remove(pin.index(), pin.value(), pin.version());
        PatchEncoder.Encoded patch = encode(List.of(pin, unpin, gone, pin, unpin));
        PatchOutcome.Applied applied = applied(patch.patch());
        assertThat(applied.state()).isEqualTo(patch.state());
        assertThat(applied.mutations()).hasSize(5);
        assertThat(applied.changes()).hasSize(1).isEqualTo(patch.changes());
        PatchEncoder.Encoded alone = encode(List.of(unpin));
        assertThat(patch.changes().getFirst()).isInstanceOf(IndexChange.Put.class);
        assertThat(alone.state().hash()).isNotEqualTo(patch.state().hash());
    }

    @Test
    void emptiesTheHashWhenAllIsRemoved() {
        List<MutationDraft> set = new ArrayList<>();
        List<MutationDraft> removed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            MutationDraft draft = pinned(Jid.pn("155501000" + (10 + i)), true).draft();
            set.add(draft);
            removed.add(MutationDraft.remove(draft.index(), draft.value(), draft.version()));
        }
        take(applied(encode(set).patch()));
        assertThat(map).hasSize(50);
        take(applied(encode(removed).patch()));
        assertThat(map).isEmpty();
        assertThat(state.hash()).isEqualTo(LtHash.EMPTY);
        assertThat(state.version()).isEqualTo(2);
    }

    @Test
    void countsRemovalsOfTheUnknown() {
        MutationDraft pin = pinned(CHAT, true).draft();
        MutationDraft gone = MutationDraft.remove(pin.index(), pin.value(), pin.version());
        assertThat(applied(encode(List.of(gone)).patch()).unknownRemovals()).isEqualTo(1);
    }

    @Test
    void asksForAMissingKey() {
        SyncdPatch patch = encode(List.of(pinned(CHAT, true).draft())).patch();
        PatchOutcome outcome = new PatchDecoder(_ -> Optional.empty()).apply(state, patch, this::stored);
        assertThat(outcome).isEqualTo(new PatchOutcome.KeyMissing(key.id()));
    }

    @Test
    void refusesAPatchOutOfOrder() {
        SyncdPatch patch = encode(List.of(pinned(CHAT, true).draft())).patch().toBuilder()
                .setVersion(SyncdVersion.newBuilder().setVersion(3))
                .build();
        assertThat(decoder().apply(state, patch, this::stored)).isEqualTo(new PatchOutcome.OutOfOrder(1, 3));
    }

    @Test
    void noticesADivergedState() {
        SyncdPatch patch = encode(List.of(pinned(CHAT, true).draft())).patch();
        CollectionState other = new CollectionState(
                state.collection(), 0, LtHash.EMPTY.change(List.of(), List.of(Bytes.copyOf(new byte[32]))));
        assertThatThrownBy(() -> decoder().apply(other, patch, this::stored))
                .isInstanceOfSatisfying(
                        AppStateFailed.class,
                        e -> assertThat(e.reason()).isEqualTo(AppStateFailed.Reason.HASH_MISMATCH));
    }

    @Test
    void refusesAPatchOfAnotherCollection() {
        SyncdPatch patch = encode(List.of(pinned(CHAT, true).draft())).patch();
        assertThatThrownBy(() -> decoder().apply(CollectionState.initial("regular"), patch, this::stored))
                .isInstanceOfSatisfying(
                        AppStateFailed.class, e -> assertThat(e.reason()).isEqualTo(AppStateFailed.Reason.BAD_MAC));
    }

    @Test
    void takesMutationsFromAFileOfTheirOwn() {
        PatchEncoder.Encoded encoded = encode(List.of(pinned(CHAT, true).draft()));
        byte[] content = SyncdMutations.newBuilder()
                .addAllMutations(encoded.patch().getMutationsList())
                .build()
                .toByteArray();
        SyncdPatch external = encoded.patch().toBuilder()
                .clearMutations()
                .setExternalMutations(ExternalBlobReference.getDefaultInstance())
                .build();
        assertThatThrownBy(() -> decoder().apply(state, external, this::stored)).isInstanceOf(AppStateFailed.class);
        SyncdPatch whole = PatchDecoder.withExternalMutations(external, content);
        assertThat(applied(whole).state()).isEqualTo(encoded.state());
    }

    @Test
    void refusesASnapshotWithARecordLeftOut() {
        PatchEncoder.Encoded encoded = encode(List.of(
                pinned(CHAT, true).draft(),
                pinned(Jid.group("120363000000000001"), true).draft()));
        List<SyncdRecord> records = encoded.patch().getMutationsList().stream()
                .map(mutation -> mutation.getRecord())
                .toList();
        SyncdSnapshot snapshot = SyncdSnapshot.newBuilder()
                .setVersion(SyncdVersion.newBuilder().setVersion(1))
                .addAllRecords(records)
                .setMac(encoded.patch().getSnapshotMac())
                .setKeyId(encoded.patch().getKeyId())
                .build();
        assertThat(decoder().restore("regular_low", snapshot))
                .isInstanceOfSatisfying(PatchOutcome.Applied.class, applied -> {
                    assertThat(applied.state()).isEqualTo(encoded.state());
                    assertThat(applied.mutations()).hasSize(2);
                });
        SyncdSnapshot short1 = snapshot.toBuilder().removeRecords(0).build();
        assertThatThrownBy(() -> decoder().restore("regular_low", short1)).isInstanceOf(AppStateFailed.class);
    }

    @Test
    void survivesTortureOfPatches() {
        byte[] patch = encode(List.of(pinned(CHAT, true).draft())).patch().toByteArray();
        DecoderTorture.of(
                        WireException.class,
                        input -> decoder().apply(state, PatchDecoder.parsePatch(input), this::stored))
                .rounds(500)
                .run(patch);
    }

    @Test
    void survivesTortureOfSnapshots() {
        PatchEncoder.Encoded encoded = encode(List.of(pinned(CHAT, true).draft()));
        byte[] snapshot = SyncdSnapshot.newBuilder()
                .setVersion(SyncdVersion.newBuilder().setVersion(1))
                .addRecords(encoded.patch().getMutations(0).getRecord())
                .setMac(encoded.patch().getSnapshotMac())
                .setKeyId(encoded.patch().getKeyId())
                .build()
                .toByteArray();
        DecoderTorture.of(
                        WireException.class,
                        input -> decoder().restore("regular_low", PatchDecoder.parseSnapshot(input)))
                .rounds(500)
                .run(snapshot);
    }

    @Test
    void survivesTortureBehindTheMacs() {
        // With the MAC keys in hand, even what is inside an authentic value may be anything.
        MutationKeys keys = MutationKeys.derive(key);
        byte[] plain = pinned(CHAT, true).draft().value().toByteArray();
        DecoderTorture.of(WireException.class, input -> {
                    MutationIndex.parse(Bytes.copyOf(input));
                    SyncAction.of(new Mutation(
                            Mutation.Operation.SET,
                            Bytes.copyOf(input),
                            pinned(CHAT, true).draft().value(),
                            5,
                            keys.index()));
                })
                .rounds(500)
                .run(plain, pinned(CHAT, true).draft().index().toJson().toByteArray());
    }

    private SyncAction.Placed pinned(Jid chat, boolean pinned) {
        return new SyncAction.Pin(chat, pinned).at(NOW);
    }

    private PatchEncoder.Encoded encode(List<MutationDraft> drafts) {
        return PatchEncoder.encode(state, drafts, key, this::stored, random);
    }

    private PatchOutcome.Applied applied(SyncdPatch patch) {
        PatchOutcome outcome = decoder().apply(state, patch, this::stored);
        assertThat(outcome).isInstanceOf(PatchOutcome.Applied.class);
        return (PatchOutcome.Applied) outcome;
    }

    private void take(PatchOutcome.Applied applied) {
        state = applied.state();
        for (IndexChange change : applied.changes()) {
            switch (change) {
                case IndexChange.Put(Bytes indexMac, Bytes valueMac) -> map.put(indexMac, valueMac);
                case IndexChange.Remove(Bytes indexMac) -> map.remove(indexMac);
            }
        }
    }

    private Optional<Bytes> stored(Bytes indexMac) {
        return Optional.ofNullable(map.get(indexMac));
    }

    private PatchDecoder decoder() {
        return new PatchDecoder(id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty());
    }

    @Test
    void readsASharedKeyBack() {
        var shared = key.toProto(dev.switchboard.wire.proto.AppStateSyncKeyFingerprint.getDefaultInstance(), NOW);
        assertThat(SyncKey.of(shared)).contains(key);
        assertThat(key.id().hex()).isEqualTo("000000004e21");
        assertThat(SyncKey.of(shared.toBuilder().clearKeyData().build())).isEmpty();
        assertThat(key.toString()).doesNotContain(key.data().hex());
        assertThat(shared.getKeyId().getKeyId())
                .isEqualTo(ByteString.copyFrom(key.id().toByteArray()));
    }
}
