// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.sandbox.primary.PhoneTurn;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers one step of a phone: what is saved, what is dealt with, what is sent. Lives on the phone's lane.
final class TurnBuilder implements SavedState {

    private final Map<String, Optional<Bytes>> changes = new LinkedHashMap<>();
    private final List<Long> done = new ArrayList<>();
    private final List<Node> stanzas = new ArrayList<>();

    @Override
    public void put(String key, Bytes value) {
        changes.put(key, Optional.of(value));
    }

    @Override
    public void remove(String key) {
        changes.put(key, Optional.empty());
    }

    /// An entry of the phone's queue need not come again.
    void done(long entry) {
        done.add(entry);
    }

    /// A stanza leaves with this step.
    void send(Node stanza) {
        stanzas.add(stanza);
    }

    boolean isEmpty() {
        return changes.isEmpty() && done.isEmpty() && stanzas.isEmpty();
    }

    /// The step so far; the builder starts anew.
    PhoneTurn take() {
        List<PhoneTurn.Change> taken = changes.entrySet().stream()
                .map(change -> new PhoneTurn.Change(change.getKey(), change.getValue()))
                .toList();
        PhoneTurn turn = new PhoneTurn(taken, done, stanzas);
        changes.clear();
        done.clear();
        stanzas.clear();
        return turn;
    }
}
