// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.appstate.CollectionState;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.Mutation;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.PatchEncoder;
import dev.switchboard.wire.appstate.PatchOutcome;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.KeyId;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdRecord;
import dev.switchboard.wire.proto.SyncdSnapshot;
import dev.switchboard.wire.proto.SyncdVersion;
import dev.switchboard.wire.stanza.AppStateStanzas;
import dev.switchboard.wire.stanza.IqAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The server's side of app state, and a second device of the account that changes it: keeps patches, answers requests
/// and can read what it is sent.
final class AppStateServer {

    final SyncKey key = SyncKey.generate(0, 1, new SeededRandom(9));
    private final SeededRandom random = new SeededRandom(10);
    private final Map<String, List<SyncdPatch>> patches = new HashMap<>();
    private final Map<String, CollectionState> states = new HashMap<>();
    private final Map<String, Map<Bytes, Bytes>> macs = new HashMap<>();
    private final Map<String, Map<Bytes, SyncdRecord>> records = new HashMap<>();
    private final List<Mutation> received = new ArrayList<>();
    int pageSize = 50;

    long version(String name) {
        return patches.getOrDefault(name, List.of()).size();
    }

    /// What clients have pushed so far.
    List<SyncAction> received() {
        return received.stream().map(SyncAction::of).toList();
    }

    /// Another device changes something.
    void change(Instant at, SyncAction... actions) {
        change(at, key, actions);
    }

    void change(Instant at, SyncKey with, SyncAction... actions) {
        Map<String, List<MutationDraft>> drafts = new LinkedHashMap<>();
        for (SyncAction action : actions) {
            SyncAction.Placed placed = action.at(at);
            drafts.computeIfAbsent(placed.collection().wireName(), _ -> new ArrayList<>())
                    .add(placed.draft());
        }
        drafts.forEach((name, list) -> {
            PatchEncoder.Encoded encoded = PatchEncoder.encode(
                    state(name),
                    list,
                    with,
                    mac -> Optional.ofNullable(macs(name).get(mac)),
                    random);
            keep(name, encoded.patch(), encoded.state(), encoded.changes());
        });
    }

    CollectionState state(String name) {
        return states.getOrDefault(name, CollectionState.initial(name));
    }

    private Map<Bytes, Bytes> macs(String name) {
        return macs.computeIfAbsent(name, _ -> new HashMap<>());
    }

    private void keep(String name, SyncdPatch patch, CollectionState state, List<IndexChange> changes) {
        states.put(name, state);
        for (IndexChange change : changes) {
            switch (change) {
                case IndexChange.Put(Bytes index, Bytes value) -> macs(name).put(index, value);
                case IndexChange.Remove(Bytes index) -> macs(name).remove(index);
            }
        }
        patch.getMutationsList()
                .forEach(mutation -> records.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                        .put(
                                Bytes.copyOf(mutation.getRecord()
                                        .getIndex()
                                        .getBlob()
                                        .toByteArray()),
                                mutation.getRecord()));
        patches.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(patch.toBuilder()
                        .setVersion(SyncdVersion.newBuilder().setVersion(state.version()))
                        .build());
    }

    /// The whole of a collection without removals, as a file's plain content.
    byte[] snapshot(String name) {
        SyncdPatch last = patches.get(name).getLast();
        return SyncdSnapshot.newBuilder()
                .setVersion(last.getVersion())
                .addAllRecords(records.get(name).values())
                .setMac(last.getSnapshotMac())
                .setKeyId(KeyId.newBuilder()
                        .setId(com.google.protobuf.ByteString.copyFrom(key.id().toByteArray())))
                .build()
                .toByteArray();
    }

    List<SyncdPatch> patches(String name) {
        return patches.get(name);
    }

    /// Answers a request as a server does.
    Node answer(Node request) {
        List<AppStateStanzas.Answer> answers = new ArrayList<>();
        for (AppStateStanzas.Wanted wanted : AppStateStanzas.wanted(request)) {
            answers.add(wanted.patch().isPresent() ? push(wanted) : fetch(wanted, Optional.empty()));
        }
        return AppStateStanzas.answer(request, answers);
    }

    private AppStateStanzas.Answer fetch(AppStateStanzas.Wanted wanted, Optional<IqAnswer.StanzaError> error) {
        List<SyncdPatch> all = patches.getOrDefault(wanted.name(), List.of());
        int from = (int) wanted.version().orElse(0);
        int to = Math.min(all.size(), from + pageSize);
        return new AppStateStanzas.Answer(
                wanted.name(),
                OptionalLong.of(all.size()),
                all.subList(Math.min(from, to), to).stream()
                        .map(patch -> Bytes.copyOf(patch.toByteArray()))
                        .toList(),
                Optional.empty(),
                to < all.size(),
                error);
    }

    private AppStateStanzas.Answer push(AppStateStanzas.Wanted wanted) {
        if (wanted.version().orElse(-1) != version(wanted.name())) {
            return fetch(wanted, Optional.of(new IqAnswer.StanzaError(409, "conflict", OptionalInt.empty())));
        }
        SyncdPatch patch;
        try {
            patch = SyncdPatch.parseFrom(wanted.patch().orElseThrow().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        PatchOutcome outcome = new PatchDecoder(id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty())
                .apply(
                        state(wanted.name()),
                        patch,
                        mac -> Optional.ofNullable(macs(wanted.name()).get(mac)));
        if (!(outcome instanceof PatchOutcome.Applied applied)) {
            throw new AssertionError("a patch that does not apply: " + outcome);
        }
        received.addAll(applied.mutations());
        keep(wanted.name(), patch, applied.state(), applied.changes());
        return new AppStateStanzas.Answer(
                wanted.name(),
                OptionalLong.of(version(wanted.name())),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }
}
