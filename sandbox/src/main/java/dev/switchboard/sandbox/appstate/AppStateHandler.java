// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.appstate;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.account.Registry;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.iq.Answer;
import dev.switchboard.sandbox.iq.IqHandler;
import dev.switchboard.sandbox.iq.IqRequest;
import dev.switchboard.sandbox.media.MediaStore;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.ExternalBlobReference;
import dev.switchboard.wire.stanza.Iq;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Namespace `w:sync:app:state`: fetch and push patches.
///
/// A push is taken if the pusher knew the newest version; else it gets what it missed, to try again.
public final class AppStateHandler implements IqHandler {

    private static final int PATCHES_AT_ONCE = 50;

    private final PatchStore patches;
    private final Snapshots snapshots;
    private final int snapshotAfter;
    private final AppStateFaults faults;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// When snapshots are served.
    ///
    /// @param media where they are kept
    /// @param random the source of their keys
    /// @param after how many patches a collection must have to be worth one
    public record SnapshotPolicy(MediaStore media, RandomGenerator random, int after) {}

    /// A handler without patches.
    public AppStateHandler(
            StateStore store, Post post, SnapshotPolicy policy, Faults faults, StanzaIds ids, InstantSource clock) {
        this.patches = new PatchStore(store);
        this.snapshots = new Snapshots(policy.media(), policy.random());
        this.snapshotAfter = policy.after();
        this.faults = new AppStateFaults(faults);
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    /// Reads what was kept for the accounts of the registry.
    public void restore(Registry registry) {
        patches.restore(registry);
    }

    /// Forgets all patches, in memory only.
    public void clear() {
        patches.clear();
        snapshots.clear();
    }

    /// Empties all collections of an account, so that they can be written anew from version 1.
    public void emptyAll(Account account) {
        patches.emptyAll(account);
        snapshots.forget(account);
    }

    /// Empties one collection of an account.
    public void empty(Account account, String name) {
        patches.empty(account, name);
        snapshots.forget(account);
    }

    @Override
    public Answer answer(IqRequest request) {
        Node sync = request.iq().requireChild("sync");
        Map<String, Long> pushed = new LinkedHashMap<>();
        List<Node> answers = new ArrayList<>();
        for (Node collection : sync.children("collection")) {
            answers.add(answer(request.device(), collection, pushed));
        }
        if (!pushed.isEmpty()) {
            announce(request.device(), pushed);
        }
        return Answer.of(Node.builder("sync").children(answers).build());
    }

    private Node answer(Device device, Node collection, Map<String, Long> pushed) {
        String name = collection.requireText("name");
        long known = collection.number("version").orElse(0);
        if (!PatchStore.isKnown(name)) {
            return error(name, 404, "item-not-found").build();
        }
        OptionalInt refusal = faults.strike(FaultKind.APP_STATE_ERROR, device, name)
                .map(fault -> fault.number("code"))
                .orElse(OptionalInt.empty());
        if (refusal.isPresent()) {
            return error(name, refusal.getAsInt(), refusal.getAsInt() == 409 ? "conflict" : "bad-request")
                    .build();
        }
        Optional<Bytes> patch = collection.child("patch").map(Node::contentBytes);
        return patch.isPresent()
                ? push(device, name, known, patch.get(), pushed)
                : fetchWhole(device, collection, name, known);
    }

    private Node push(Device device, String name, long known, Bytes patch, Map<String, Long> pushed) {
        Account account = device.account();
        if (known != patches.version(account, name)) {
            return fetch(device, name, known, error(name, 409, "conflict"));
        }
        Optional<Long> version = patches.add(account, name, patch);
        if (version.isEmpty()) {
            return error(name, 400, "bad-request").build();
        }
        pushed.put(name, version.get());
        return Node.builder("collection")
                .attr("name", name)
                .attr("version", version.get())
                .build();
    }

    /// Serves a snapshot where one is asked for and worth it, or forced.
    private Node fetchWhole(Device device, Node collection, String name, long known) {
        NodeBuilder answer = Node.builder("collection").attr("name", name);
        long newest = patches.version(device.account(), name);
        boolean asked = collection.hasText("return_snapshot", "true") && known < newest;
        boolean forced = newest > 0
                && faults.strike(FaultKind.APP_STATE_SNAPSHOT, device, name).isPresent();
        Optional<ExternalBlobReference> snapshot = forced || (asked && newest > snapshotAfter)
                ? snapshots.of(device.account(), name, patches.all(device.account(), name))
                : Optional.empty();
        if (snapshot.isEmpty()) {
            return fetch(device, name, known, answer);
        }
        if (faults.strike(FaultKind.APP_STATE_BLOB_MISSING, device, name).isPresent()) {
            snapshots.lose(snapshot.get());
        }
        return answer.attr("version", newest)
                .child(Node.of("snapshot", Bytes.copyOf(snapshot.get().toByteArray())))
                .build();
    }

    private Node fetch(Device device, String name, long claimed, NodeBuilder answer) {
        Account account = device.account();
        // Who claims more than there is has a collection that was made anew since.
        long known = claimed > patches.version(account, name) ? 0 : claimed;
        List<Bytes> missing = patches.after(account, name, known, PATCHES_AT_ONCE);
        long newest = patches.version(account, name);
        answer.attr("version", newest);
        if (known + missing.size() < newest) {
            answer.attr("has_more_patches", true);
        }
        if (!missing.isEmpty()) {
            answer.child(Node.builder("patches")
                    .children(faults.served(device, name, missing).stream()
                            .map(patch -> Node.of("patch", patch))
                            .toList()));
        }
        return answer.build();
    }

    private static NodeBuilder error(String name, int code, String text) {
        return Node.builder("collection")
                .attr("name", name)
                .attr("type", "error")
                .child(Iq.error(code, text));
    }

    private void announce(Device pusher, Map<String, Long> pushed) {
        List<Node> collections = pushed.entrySet().stream()
                .map(entry -> Node.builder("collection")
                        .attr("name", entry.getKey())
                        .attr("version", entry.getValue())
                        .build())
                .toList();
        Node notification = Node.builder("notification")
                .attr("type", "server_sync")
                .attr("from", Jid.SERVER)
                .attr("id", ids.next())
                .attr("t", clock.instant().getEpochSecond())
                .children(collections)
                .build();
        List<Device> others = new ArrayList<>(pusher.account().companions());
        others.add(pusher.account().primary());
        for (Device device : others) {
            if (device != pusher) {
                post.enqueue(device, StanzaKind.NOTIFICATION, notification);
            }
        }
    }
}
