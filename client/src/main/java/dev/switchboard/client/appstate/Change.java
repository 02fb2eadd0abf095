// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.appstate;

import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.MutationDraft;
import dev.switchboard.wire.appstate.SyncAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What the owner wants changed in one collection.
final class Change {

    private final List<SyncAction> actions = new ArrayList<>();
    private final List<MutationDraft> mutations = new ArrayList<>();
    private final Instant at;
    private final Joint joint;
    private int tries;

    private Change(Instant at, Joint joint) {
        this.at = at;
        this.joint = joint;
    }

    /// Sorts actions by collection; the answer is given when all parts have one.
    static Map<AppStateCollection, Change> of(List<SyncAction> actions, Instant at, Consumer<Answer<Done>> then) {
        Map<AppStateCollection, Change> parts = new EnumMap<>(AppStateCollection.class);
        Joint joint = new Joint(then);
        for (SyncAction action : completed(actions)) {
            SyncAction.Placed placed = action.at(at);
            Change part = parts.computeIfAbsent(placed.collection(), _ -> new Change(at, joint));
            part.actions.add(action);
            part.mutations.add(placed.draft());
        }
        joint.left = parts.size();
        return parts;
    }

    /// A chat that is archived is no longer pinned.
    private static List<SyncAction> completed(List<SyncAction> actions) {
        List<SyncAction> all = new ArrayList<>();
        for (SyncAction action : actions) {
            all.add(action);
            if (action instanceof SyncAction.Archive archive && archive.archived()) {
                all.add(new SyncAction.Pin(archive.chat(), false));
            }
        }
        return all;
    }

    List<SyncAction> actions() {
        return actions;
    }

    List<MutationDraft> mutations() {
        return mutations;
    }

    Instant at() {
        return at;
    }

    /// Counts another try and tells how many there were.
    int triedAgain() {
        return ++tries;
    }

    void done(Answer<Done> answer) {
        joint.done(answer);
    }

    /// Several parts with one answer: the first bad one, or that all is done.
    private static final class Joint {
        private final Consumer<Answer<Done>> then;
        private int left;
        private boolean told;

        Joint(Consumer<Answer<Done>> then) {
            this.then = then;
        }

        void done(Answer<Done> answer) {
            left--;
            if (!told && (left <= 0 || !(answer instanceof Answer.Given<Done>))) {
                told = true;
                then.accept(answer);
            }
        }
    }
}
