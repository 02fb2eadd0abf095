// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.switchboard.client.event.SyncEvent.Source;
import dev.switchboard.client.work.Errand;
import dev.switchboard.client.work.FileFetcher;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.AppStateFailed;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.IndexChange;
import dev.switchboard.wire.appstate.PatchDecoder;
import dev.switchboard.wire.appstate.PatchOutcome;
import dev.switchboard.wire.appstate.SyncKey;
import dev.switchboard.wire.media.MediaReference;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.proto.SyncdPatch;
import dev.switchboard.wire.proto.SyncdSnapshotRecovery;
import dev.switchboard.wire.stanza.AppStateStanzas;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Applies what the server sends of a collection: checks every MAC and hash, stores the new state and tells what it
/// means, patch by patch. Files are fetched from the media store in between.
final class PatchIntake {

    /// A file larger than this is none that a phone makes.
    private static final int LARGEST_FILE = 16 << 20;

    /// What came of it.
    sealed interface Result {
        /// All of it is taken in.
        record Taken() implements Result {}

        /// A key is missing.
        record KeyMissing(Bytes keyId) implements Result {}

        /// It does not fit, or is not sound: the collection has to be fetched anew.
        record Broken(String reason) implements Result {}

        /// A file could not be fetched now.
        record FileMissing(String reason) implements Result {}
    }

    private final Workbench bench;
    private final StateNews news;
    private final FileFetcher files;

    PatchIntake(Workbench bench, StateNews news, FileFetcher files) {
        this.bench = bench;
        this.news = news;
        this.files = files;
    }

    StoredCollection stored(AppStateCollection collection) {
        String name = collection.wireName();
        return bench.state()
                .collection(name)
                .map(record -> StoredCollection.decode(name, record))
                .orElseGet(() -> StoredCollection.nothing(name));
    }

    void store(StoredCollection next) {
        bench.state().putCollection(next.state().collection(), next.encode());
    }

    /// Takes an answer in, in this turn or, where files have to be fetched, in later ones.
    void take(AppStateCollection collection, AppStateStanzas.Answer answer, Consumer<Result> then) {
        if (answer.snapshot().isEmpty()) {
            takePatches(collection, answer.patches(), then);
            return;
        }
        MediaReference file;
        try {
            file = MediaReference.of(
                    parse(ExternalBlobReference.parser(), answer.snapshot().get()));
        } catch (WireException e) {
            then.accept(new Result.Broken(e.code()));
            return;
        }
        fetch(file, outcome -> {
            switch (outcome) {
                case Errand.Outcome.Done<byte[]>(byte[] content) -> {
                    Result result = guarded(() -> restore(collection, content));
                    if (result instanceof Result.Taken) {
                        takePatches(collection, answer.patches(), then);
                    } else {
                        then.accept(result);
                    }
                }
                case Errand.Outcome.Failed<byte[]>(Exception fault) -> then.accept(fileMissing(fault));
            }
        });
    }

    private void takePatches(AppStateCollection collection, List<Bytes> patches, Consumer<Result> then) {
        for (int i = 0; i < patches.size(); i++) {
            SyncdPatch patch;
            try {
                patch = PatchDecoder.parsePatch(patches.get(i).toByteArray());
            } catch (AppStateFailed e) {
                then.accept(new Result.Broken(e.code()));
                return;
            }
            boolean known = patch.getVersion().hasVersion()
                    && patch.getVersion().getVersion()
                            <= stored(collection).state().version();
            if (!known && patch.hasExternalMutations()) {
                fetchMutations(collection, patch, patches.subList(i + 1, patches.size()), then);
                return;
            }
            Result result = known ? new Result.Taken() : guarded(() -> apply(collection, patch));
            if (!(result instanceof Result.Taken)) {
                then.accept(result);
                return;
            }
        }
        then.accept(new Result.Taken());
    }

    private void fetchMutations(
            AppStateCollection collection, SyncdPatch patch, List<Bytes> further, Consumer<Result> then) {
        MediaReference file;
        try {
            file = MediaReference.of(patch.getExternalMutations());
        } catch (WireException e) {
            then.accept(new Result.Broken(e.code()));
            return;
        }
        fetch(file, outcome -> {
            switch (outcome) {
                case Errand.Outcome.Done<byte[]>(byte[] content) -> {
                    Result result =
                            guarded(() -> apply(collection, PatchDecoder.withExternalMutations(patch, content)));
                    if (result instanceof Result.Taken) {
                        takePatches(collection, further, then);
                    } else {
                        then.accept(result);
                    }
                }
                case Errand.Outcome.Failed<byte[]>(Exception fault) -> then.accept(fileMissing(fault));
            }
        });
    }

    private static Result fileMissing(Exception fault) {
        return new Result.FileMissing(fault instanceof WireException known ? known.code() : "file-unavailable");
    }

    private interface Step {
        Result take();
    }

    /// What does not check out leaves no trace.
    private Result guarded(Step step) {
        List<Result> result = new ArrayList<>(1);
        try {
            bench.attempt(() -> result.add(step.take()));
            return result.getFirst();
        } catch (WireException e) {
            return new Result.Broken(e.code());
        }
    }

    private Result apply(AppStateCollection collection, SyncdPatch patch) {
        String name = collection.wireName();
        StoredCollection before = stored(collection);
        return take(
                before,
                decoder()
                        .apply(
                                before.state(),
                                patch,
                                indexMac -> Optional.ofNullable(bench.state()
                                        .mutationMacs(name, List.of(indexMac))
                                        .get(indexMac))));
    }

    /// Takes the phone's own account of a collection in.
    Result recover(AppStateCollection collection, SyncdSnapshotRecovery recovery) {
        return guarded(() -> {
            StoredCollection before = stored(collection);
            PatchOutcome outcome = decoder().recover(recovery);
            if (outcome instanceof PatchOutcome.Applied) {
                bench.state().removeCollection(collection.wireName());
            }
            return take(before, outcome);
        });
    }

    private Result restore(AppStateCollection collection, byte[] content) {
        StoredCollection before = stored(collection);
        PatchOutcome outcome = decoder().restore(collection.wireName(), PatchDecoder.parseSnapshot(content));
        if (outcome instanceof PatchOutcome.Applied) {
            bench.state().removeCollection(collection.wireName());
        }
        return take(before, outcome);
    }

    private PatchDecoder decoder() {
        return new PatchDecoder(id -> bench.state().syncKey(id).map(data -> new SyncKey(id, data)));
    }

    private Result take(StoredCollection before, PatchOutcome outcome) {
        return switch (outcome) {
            case PatchOutcome.Applied applied -> {
                storeMacs(before.state().collection(), applied.changes());
                store(before.at(applied.state()));
                Source source = before.whole() && !applied.fromSnapshot() ? Source.ELSEWHERE : Source.WHOLE;
                applied.mutations().forEach(mutation -> news.take(mutation, source));
                yield new Result.Taken();
            }
            case PatchOutcome.KeyMissing(Bytes keyId) -> new Result.KeyMissing(keyId);
            case PatchOutcome.OutOfOrder(long _, long _) -> new Result.Broken("app-state-out-of-order");
        };
    }

    void storeMacs(String name, List<IndexChange> changes) {
        Map<Bytes, Bytes> puts = new HashMap<>();
        List<Bytes> removals = new ArrayList<>();
        for (IndexChange change : changes) {
            switch (change) {
                case IndexChange.Put(Bytes indexMac, Bytes valueMac) -> puts.put(indexMac, valueMac);
                case IndexChange.Remove(Bytes indexMac) -> removals.add(indexMac);
            }
        }
        if (!puts.isEmpty()) {
            bench.state().putMutationMacs(name, puts);
        }
        if (!removals.isEmpty()) {
            bench.state().removeMutationMacs(name, removals);
        }
    }

    // Files

    private void fetch(MediaReference file, Consumer<Errand.Outcome<byte[]>> then) {
        Errand.run(
                bench,
                "app-state-file",
                () -> {
                    ByteArrayOutputStream content = new ByteArrayOutputStream();
                    files.fetch(file, new Capped(content, LARGEST_FILE), _ -> {});
                    return content.toByteArray();
                },
                then);
    }

    private static <T extends Message> T parse(Parser<T> parser, Bytes bytes) {
        try {
            return parser.parseFrom(bytes.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AppStateFailed(
                    AppStateFailed.Reason.MALFORMED, "app state: no protobuf (expected: a reference to a file)", e);
        }
    }
}
