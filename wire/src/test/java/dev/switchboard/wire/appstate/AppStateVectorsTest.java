// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.appstate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.FixedRandom;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.proto.SyncActionData;
import dev.switchboard.wire.proto.SyncdPatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppStateVectorsTest {

    private static final JsonNode HASHES = Vectors.at(Vectors.messaging(), "ltHash");
    private static final JsonNode STATE = Vectors.at(Vectors.messaging(), "appState");
    private static final SyncKey KEY =
            new SyncKey(Bytes.copyOf(Vectors.hex(STATE, "keyId")), Bytes.copyOf(Vectors.hex(STATE, "keyData")));

    @Test
    void addsAndSubtractsAsTheReferenceDoes() {
        Bytes a = Bytes.copyOf(Vectors.hex(HASHES, "items/a"));
        Bytes b = Bytes.copyOf(Vectors.hex(HASHES, "items/b"));
        Bytes c = Bytes.copyOf(Vectors.hex(HASHES, "items/c"));
        assertThat(LtHash.expand(a)).isEqualTo(Vectors.hex(HASHES, "expandedA"));
        LtHash hash = LtHash.EMPTY.change(List.of(), List.of(a));
        assertThat(hash.state().toByteArray()).isEqualTo(Vectors.hex(HASHES, "add_a"));
        hash = hash.change(List.of(), List.of(b));
        assertThat(hash.state().toByteArray()).isEqualTo(Vectors.hex(HASHES, "then_add_b"));
        hash = hash.change(List.of(a), List.of(c));
        assertThat(hash.state().toByteArray()).isEqualTo(Vectors.hex(HASHES, "then_sub_a_add_c"));
        assertThat(hash.change(List.of(b, c), List.of())).isEqualTo(LtHash.EMPTY);
    }

    @Test
    void derivesTheKeysOfMutations() {
        MutationKeys keys = MutationKeys.derive(KEY);
        assertThat(keys.index().toByteArray()).isEqualTo(Vectors.hex(STATE, "expanded/indexKey"));
        assertThat(keys.valueEncryption().toByteArray()).isEqualTo(Vectors.hex(STATE, "expanded/valueEncryptionKey"));
        assertThat(keys.valueMac().toByteArray()).isEqualTo(Vectors.hex(STATE, "expanded/valueMacKey"));
        assertThat(keys.snapshotMac().toByteArray()).isEqualTo(Vectors.hex(STATE, "expanded/snapshotMacKey"));
        assertThat(keys.patchMac().toByteArray()).isEqualTo(Vectors.hex(STATE, "expanded/patchMacKey"));
    }

    @Test
    void encodesTheSamePatchesAsBaileys() throws InvalidProtocolBufferException {
        Map<String, CollectionState> states = new HashMap<>();
        Map<Bytes, Bytes> map = new HashMap<>();
        for (JsonNode vector : STATE.get("patches")) {
            String collection = vector.get("collection").textValue();
            CollectionState base = states.getOrDefault(collection, CollectionState.initial(collection));
            PatchEncoder.Encoded encoded = PatchEncoder.encode(
                    base,
                    List.of(draft(vector)),
                    KEY,
                    indexMac -> Optional.ofNullable(map.get(indexMac)),
                    FixedRandom.of(Vectors.hex(vector, "iv")));
            SyncdPatch expected = SyncdPatch.parseFrom(Vectors.hex(vector, "patchWire"));
            assertThat(encoded.patch()).isEqualTo(expected);
            assertThat(encoded.patch().toByteArray()).isEqualTo(Vectors.hex(vector, "patchWire"));
            assertState(encoded.state(), vector);
            states.put(collection, encoded.state());
            apply(map, encoded.changes());
        }
        assertThat(states.get("regular_high").hash().state().toByteArray()).isEqualTo(Vectors.hex(STATE, "finalHash"));
    }

    @Test
    void appliesThePatchesOfBaileys() {
        CollectionState state = CollectionState.initial("regular_high");
        Map<Bytes, Bytes> map = new HashMap<>();
        PatchDecoder decoder = decoder();
        for (JsonNode vector : STATE.get("patches")) {
            PatchOutcome outcome = decoder.apply(
                    state,
                    PatchDecoder.parsePatch(Vectors.hex(vector, "patchWire")),
                    indexMac -> Optional.ofNullable(map.get(indexMac)));
            assertThat(outcome).isInstanceOf(PatchOutcome.Applied.class);
            PatchOutcome.Applied applied = (PatchOutcome.Applied) outcome;
            state = applied.state();
            assertState(state, vector);
            assertThat(applied.unknownRemovals()).isZero();
            assertThat(applied.mutations()).singleElement().satisfies(mutation -> {
                assertThat(mutation.operation().name())
                        .isEqualTo(vector.get("operation").textValue());
                assertThat(mutation.indexBytes().asUtf8()).isEqualTo(indexText(vector));
                assertThat(mutation.index().orElseThrow().toJson()).isEqualTo(mutation.indexBytes());
            });
            apply(map, applied.changes());
        }
        assertThat(state.hash().state().toByteArray()).isEqualTo(Vectors.hex(STATE, "finalHash"));
    }

    @Test
    void restoresASnapshot() {
        PatchOutcome outcome =
                decoder().restore("regular_high", PatchDecoder.parseSnapshot(Vectors.hex(STATE, "snapshotWire")));
        assertThat(outcome).isInstanceOfSatisfying(PatchOutcome.Applied.class, applied -> {
            assertThat(applied.fromSnapshot()).isTrue();
            assertThat(applied.state().version()).isEqualTo(4);
            assertThat(applied.state().hash().state().toByteArray()).isEqualTo(Vectors.hex(STATE, "finalHash"));
            assertThat(applied.mutations()).hasSize(1);
            assertThat(applied.changes()).hasSize(1);
        });
    }

    private static PatchDecoder decoder() {
        return new PatchDecoder(id -> id.equals(KEY.id()) ? Optional.of(KEY) : Optional.empty());
    }

    private static String indexText(JsonNode vector) {
        JsonNode index = vector.get("index");
        return index.isTextual() ? index.textValue() : index.toString();
    }

    private static MutationDraft draft(JsonNode vector) throws InvalidProtocolBufferException {
        SyncActionData data = SyncActionData.parseFrom(Vectors.hex(vector, "syncActionData"));
        MutationIndex index = MutationIndex.parse(Bytes.utf8(indexText(vector))).orElseThrow();
        Mutation.Operation operation =
                Mutation.Operation.valueOf(vector.get("operation").textValue());
        return new MutationDraft(operation, index, data.getValue(), data.getVersion());
    }

    private static void assertState(CollectionState state, JsonNode vector) {
        assertThat(state.version()).isEqualTo(vector.get("newVersion").longValue());
        assertThat(Sha.sha256(state.hash().state().toByteArray())).isEqualTo(Vectors.hex(vector, "hashAfterSha256"));
    }

    private static void apply(Map<Bytes, Bytes> map, List<IndexChange> changes) {
        for (IndexChange change : changes) {
            switch (change) {
                case IndexChange.Put(Bytes indexMac, Bytes valueMac) -> map.put(indexMac, valueMac);
                case IndexChange.Remove(Bytes indexMac) -> map.remove(indexMac);
            }
        }
    }
}
