// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The messages of one phone in order of arrival, the oldest dropped beyond [#LIMIT].
///
/// Lives on the phone's lane. Every change goes through [SavedState], so that it is saved with whatever caused it.
final class ChatHistory {

    /// How many messages a phone remembers.
    static final int LIMIT = 100_000;

    private static final int DROPPED_AT_ONCE = LIMIT / 10;
    private static final String PREFIX = "message/";

    private final SavedState saved;
    private final int limit;
    private final int droppedAtOnce;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<String, Long> firstById = new HashMap<>();
    private final Map<Origin, Long> furtherByOrigin = new HashMap<>();
    private long firstSeq;
    private long nextSeq;

    /// Who sent an id from which device; two origins may use the same id.
    record Origin(String id, String user, int device) {
        static Origin of(HistoryEntry entry) {
            return new Origin(entry.id(), entry.author().user(), entry.device());
        }
    }

    ChatHistory(SavedState saved) {
        this(saved, LIMIT, DROPPED_AT_ONCE);
    }

    ChatHistory(SavedState saved, int limit, int droppedAtOnce) {
        this.saved = saved;
        this.limit = limit;
        this.droppedAtOnce = droppedAtOnce;
    }

    /// Takes back what was saved.
    void restore(Map<String, Bytes> state) {
        state.entrySet().stream()
                .filter(record -> record.getKey().startsWith(PREFIX))
                .map(record -> HistoryCodec.decode(record.getValue()))
                .sorted((a, b) -> Long.compare(a.seq(), b.seq()))
                .forEach(this::append);
    }

    /// Adds a message; its place is set here.
    HistoryEntry add(HistoryEntry entry) {
        HistoryEntry placed = new HistoryEntry(
                nextSeq,
                entry.id(),
                entry.chat(),
                entry.author(),
                entry.device(),
                entry.fromMe(),
                entry.at(),
                entry.kind(),
                entry.content(),
                entry.copies(),
                entry.reaction(),
                entry.edited(),
                entry.revoked(),
                entry.status());
        append(placed);
        save(placed);
        if (entries.size() > limit) {
            dropOldest();
        }
        return placed;
    }

    /// The message that this device sent under this id.
    Optional<HistoryEntry> find(Origin origin) {
        Long first = firstById.get(origin.id());
        if (first == null) {
            return Optional.empty();
        }
        HistoryEntry entry = at(first);
        if (Origin.of(entry).equals(origin)) {
            return Optional.of(entry);
        }
        return Optional.ofNullable(furtherByOrigin.get(origin)).map(this::at);
    }

    /// The first message with this id in a chat.
    Optional<HistoryEntry> find(Jid chat, String id) {
        Long first = firstById.get(id);
        if (first == null) {
            return Optional.empty();
        }
        HistoryEntry entry = at(first);
        if (entry.chat().equals(chat)) {
            return Optional.of(entry);
        }
        return entries.stream()
                .filter(other -> other.id().equals(id) && other.chat().equals(chat))
                .findFirst();
    }

    /// The first message with this id in any chat.
    Optional<HistoryEntry> find(String id) {
        return Optional.ofNullable(firstById.get(id)).map(this::at);
    }

    /// Changes a message; false if nothing changed.
    boolean change(HistoryEntry entry, UnaryOperator<HistoryEntry> how) {
        HistoryEntry current = at(entry.seq());
        HistoryEntry changed = how.apply(current);
        if (changed.equals(current)) {
            return false;
        }
        entries.set((int) (entry.seq() - firstSeq), changed);
        save(changed);
        return true;
    }

    /// All messages in order of arrival; a copy.
    List<HistoryEntry> all() {
        return List.copyOf(entries);
    }

    private HistoryEntry at(long seq) {
        return entries.get((int) (seq - firstSeq));
    }

    private void append(HistoryEntry entry) {
        if (entries.isEmpty()) {
            firstSeq = entry.seq();
        }
        entries.add(entry);
        nextSeq = entry.seq() + 1;
        Long first = firstById.putIfAbsent(entry.id(), entry.seq());
        if (first != null) {
            furtherByOrigin.putIfAbsent(Origin.of(entry), entry.seq());
        }
    }

    private void dropOldest() {
        List<HistoryEntry> dropped = entries.subList(0, droppedAtOnce);
        for (HistoryEntry entry : dropped) {
            firstById.remove(entry.id(), entry.seq());
            furtherByOrigin.remove(Origin.of(entry), entry.seq());
            saved.remove(PREFIX + entry.seq());
        }
        dropped.clear();
        firstSeq += droppedAtOnce;
    }

    private void save(HistoryEntry entry) {
        saved.put(PREFIX + entry.seq(), HistoryCodec.encode(entry));
    }
}
