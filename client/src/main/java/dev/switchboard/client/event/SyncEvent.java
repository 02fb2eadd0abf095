// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.event;

import dev.switchboard.wire.appstate.SyncAction;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What all devices of the account agree on: its chats, labels, contacts and settings, and the history the phone hands
/// over.
public sealed interface SyncEvent extends ClientEvent.Topic {

    /// A chat, a label, a contact or a setting is now like this.
    ///
    /// @param change what it is, in the vocabulary in which own changes are made too
    /// @param subject the chat or person it is about, with all addresses known
    /// @param source where it comes from
    /// @param at when it was done, as its maker says
    record StateChanged(SyncAction change, Optional<Party> subject, Source source, Instant at) implements SyncEvent {
        @Override
        public String toString() {
            return "StateChanged[" + change.getClass().getSimpleName() + ", " + source + "]";
        }
    }

    /// Where a change of the account's state comes from.
    enum Source {
        /// This device made it and the server took it.
        HERE,
        /// Another device of the account made it.
        ELSEWHERE,
        /// It is part of the whole, taken in for the first time or anew; there may be many, and known ones among them.
        WHOLE
    }

    /// A collection of app state is up to date with the server.
    record CollectionSynced(String collection, long version) implements SyncEvent {}

    /// A collection of app state cannot be kept up with at the moment.
    ///
    /// @param reason a stable code: missing-key, hash-mismatch, bad-mac and the like
    record CollectionStuck(String collection, String reason) implements SyncEvent {}

    /// A piece of the history is being fetched from the media store.
    ///
    /// @param type the network's name of the kind
    /// @param order the chunk's number
    /// @param progress 0 to 100 of all history, where told
    /// @param received bytes fetched so far
    /// @param total bytes in all, where told
    record HistoryLoading(String type, int order, Optional<Integer> progress, long received, OptionalLong total)
            implements SyncEvent {
        @Override
        public boolean momentary() {
            return true;
        }
    }

    /// A piece of the history could not be taken in.
    ///
    /// @param reason a stable code
    /// @param retrying whether it is tried again later
    record HistoryStuck(String type, int order, String reason, boolean retrying) implements SyncEvent {}

    /// The phone has handed over all of the history that it meant to hand over by itself.
    record HistoryComplete() implements SyncEvent {}
}
