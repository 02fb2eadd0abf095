// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import java.util.List;
import java.util.Optional;

/// One step of a phone, taken whole or not at all: its new state, what it has dealt with, what it sends.
///
/// The stanzas are taken as device 0 sent them, in this order, after the state is changed; nothing that follows from
/// them leaves the process before all of it is durable. So a ratchet and the message it sealed cannot part.
///
/// @param changes to the phone's saved state
/// @param done entries of the phone's queue that it need not see again
/// @param stanzas messages, receipts, chat states, presence or queries, with `to` and `id` but without `from`
public record PhoneTurn(List<Change> changes, List<Long> done, List<Node> stanzas) {

    /// Keeps its own copies.
    public PhoneTurn {
        changes = List.copyOf(changes);
        done = List.copyOf(done);
        stanzas = List.copyOf(stanzas);
    }

    /// Nothing yet.
    public static PhoneTurn empty() {
        return new PhoneTurn(List.of(), List.of(), List.of());
    }

    /// One record of a phone's saved state.
    ///
    /// @param key the phone's own name for it
    /// @param value its new value, empty to forget it
    public record Change(String key, Optional<Bytes> value) {

        /// Saves a value.
        public static Change put(String key, Bytes value) {
            return new Change(key, Optional.of(value));
        }

        /// Forgets a value.
        public static Change remove(String key) {
            return new Change(key, Optional.empty());
        }
    }
}
