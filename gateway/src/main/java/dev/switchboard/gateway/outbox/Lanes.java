// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.outbox;

import dev.switchboard.gateway.provider.SessionKey;
import java.util.Optional;
import java.util.Set;

/// Which message of a governed session is next. What is urgent goes first and what has low priority last. Else those go
/// first that belong to a chat which has begun, the reply lane; but after a few of them one that begins a chat, so that
/// the cold lane moves too. Used by one thread at a time.
final class Lanes {
    /// How many of the reply lane go for one of the cold lane while both wait.
    static final int REPLIES_FOR_ONE = 4;

    private final OutboxStore store;
    private final SessionKey session;
    private int replies;

    Lanes(OutboxStore store, SessionKey session) {
        this.store = store;
        this.session = session;
    }

    /// The next message.
    ///
    /// @param coldOpen whether one that begins a chat may go
    /// @param taken messages that are being sent
    Optional<OutboxItem> next(boolean coldOpen, Set<Long> taken) {
        return of(Priority.HIGH, coldOpen, taken)
                .or(() -> of(Priority.NORMAL, coldOpen, taken))
                .or(() -> of(Priority.LOW, coldOpen, taken));
    }

    private Optional<OutboxItem> of(Priority priority, boolean coldOpen, Set<Long> taken) {
        boolean coldFirst = coldOpen && replies >= REPLIES_FOR_ONE;
        Optional<OutboxItem> first =
                coldFirst ? store.head(session, priority, true, taken) : store.head(session, priority, false, taken);
        if (first.isPresent() || !coldOpen) {
            return first;
        }
        return store.head(session, priority, !coldFirst, taken);
    }

    /// Notes which message was taken.
    void sent(OutboxItem item) {
        replies = item.cold() ? 0 : replies + 1;
    }
}
