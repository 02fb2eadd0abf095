// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Exchanges about app state. Patches and snapshots stay bytes here; `dev.switchboard.wire.appstate` opens them.
public final class AppStateStanzas {

    private AppStateStanzas() {}

    /// What is wanted of one collection.
    ///
    /// @param name the collection
    /// @param version the version reached
    /// @param snapshot whether the whole may come instead of patches
    /// @param patch a serialized SyncdPatch to be added
    public record Wanted(String name, OptionalLong version, boolean snapshot, Optional<Bytes> patch) {

        /// All patches after a version.
        public static Wanted patchesAfter(String name, long version) {
            return new Wanted(name, OptionalLong.of(version), false, Optional.empty());
        }

        /// Everything there is.
        public static Wanted everything(String name) {
            return new Wanted(name, OptionalLong.of(0), true, Optional.empty());
        }

        /// A change on top of a version.
        public static Wanted push(String name, long version, Bytes patch) {
            return new Wanted(name, OptionalLong.of(version), false, Optional.of(patch));
        }
    }

    /// Fetches or changes collections.
    public static Node request(String id, Collection<Wanted> collections) {
        NodeBuilder sync = Node.builder("sync");
        for (Wanted wanted : collections) {
            NodeBuilder collection = Node.builder("collection").attr("name", wanted.name());
            wanted.version().ifPresent(version -> collection.attr("version", version));
            collection.attr("return_snapshot", wanted.snapshot());
            sync.child(collection.childIfPresent(wanted.patch().map(patch -> Node.of("patch", patch))));
        }
        return Iq.set(id, Iq.Xmlns.APP_STATE).child(sync).build();
    }

    /// Reads such a request.
    public static List<Wanted> wanted(Node iq) {
        List<Wanted> collections = new ArrayList<>();
        for (Node collection : iq.requireChild("sync").children("collection")) {
            collections.add(new Wanted(
                    collection.requireText("name"),
                    collection.number("version"),
                    collection.hasText("return_snapshot", "true"),
                    Fields.childBytes(collection, "patch")));
        }
        return collections;
    }

    /// What the server holds of one collection.
    ///
    /// @param name the collection
    /// @param version the version, where the server tells it
    /// @param patches serialized SyncdPatches, oldest first
    /// @param snapshot a serialized ExternalBlobReference
    /// @param morePatches whether to ask again from the version reached
    /// @param error why a change was refused; 409 if the patches must be applied first
    public record Answer(
            String name,
            OptionalLong version,
            List<Bytes> patches,
            Optional<Bytes> snapshot,
            boolean morePatches,
            Optional<IqAnswer.StanzaError> error) {

        /// Keeps an unmodifiable copy.
        public Answer {
            patches = List.copyOf(patches);
        }
    }

    /// Reads the answer.
    public static List<Answer> answers(Node iq) {
        List<Answer> answers = new ArrayList<>();
        for (Node collection : iq.requireChild("sync").children("collection")) {
            Optional<IqAnswer.StanzaError> error = IqAnswer.StanzaError.in(collection);
            if (error.isEmpty() && collection.hasText("type", "error")) {
                error = Optional.of(new IqAnswer.StanzaError(0, "", java.util.OptionalInt.empty()));
            }
            answers.add(new Answer(
                    collection.requireText("name"),
                    collection.number("version"),
                    patches(collection),
                    Fields.childBytes(collection, "snapshot"),
                    collection.hasText("has_more_patches", "true"),
                    error));
        }
        return answers;
    }

    private static List<Bytes> patches(Node collection) {
        List<Bytes> patches = new ArrayList<>();
        collection
                .child("patches")
                .ifPresent(list -> list.children("patch").forEach(patch -> patches.add(patch.contentBytes())));
        Fields.childBytes(collection, "patch").ifPresent(patches::add);
        return patches;
    }

    /// The answer to a request.
    public static Node answer(Node request, Collection<Answer> answers) {
        NodeBuilder sync = Node.builder("sync");
        for (Answer answer : answers) {
            NodeBuilder collection = Node.builder("collection").attr("name", answer.name());
            answer.version().ifPresent(version -> collection.attr("version", version));
            if (answer.morePatches()) {
                collection.attr("has_more_patches", true);
            }
            answer.error()
                    .ifPresent(error -> collection.attr("type", "error").child(Iq.error(error.code(), error.text())));
            answer.snapshot().ifPresent(blob -> collection.child(Node.of("snapshot", blob)));
            if (!answer.patches().isEmpty()) {
                collection.child(Node.builder("patches")
                        .children(answer.patches().stream()
                                .map(patch -> Node.of("patch", patch))
                                .toList()));
            }
            sync.child(collection);
        }
        return Iq.serverResult(request).child(sync).build();
    }
}
