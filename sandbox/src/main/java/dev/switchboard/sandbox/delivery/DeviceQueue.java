// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What waits for one device's acknowledgement, in order, and the line it goes out on.
final class DeviceQueue {

    private final Map<String, QueuedStanza> byName = new HashMap<>(4);
    private @Nullable QueuedStanza head;
    private @Nullable QueuedStanza tail;
    private @Nullable QueuedStanza cursor;
    private @Nullable Line line;
    private long lastNumber;
    private int size;
    private boolean draining;
    private long drainUntil;
    private int drained;
    private long newestSent;
    private long newestNoted;
    private @Nullable IntConsumer whenDrained;

    int size() {
        return size;
    }

    long nextNumber() {
        return lastNumber + 1;
    }

    /// The open line, once the stored stanzas are through.
    Optional<Line> line() {
        return draining ? Optional.empty() : Optional.ofNullable(line);
    }

    void append(QueuedStanza stanza) {
        lastNumber = stanza.number();
        QueuedStanza last = tail;
        if (last == null) {
            head = stanza;
        } else {
            last.next = stanza;
            stanza.previous = last;
        }
        tail = stanza;
        if (cursor == null) {
            cursor = stanza;
        }
        size++;
        stanza.sameName = byName.put(name(stanza.kind(), stanza.id()), stanza);
    }

    void forEach(Consumer<QueuedStanza> visitor) {
        for (QueuedStanza at = head; at != null; at = at.next) {
            visitor.accept(at);
        }
    }

    /// Opens a line from the first stanza on; what is there now counts as stored, and `drained` hears how many those
    /// were after the last of them has gone out.
    void open(Line newLine, IntConsumer drainedListener) {
        line = newLine;
        cursor = head;
        draining = true;
        drainUntil = lastNumber;
        drained = 0;
        whenDrained = drainedListener;
    }

    /// Opens a line that knows no stored phase.
    void openLive(Line newLine) {
        line = newLine;
        cursor = head;
        draining = false;
    }

    /// The newest stanza that has gone out on the open line; 0 if none has since the last call.
    long takeNewestSent() {
        if (newestSent == newestNoted) {
            return 0;
        }
        newestNoted = newestSent;
        return newestSent;
    }

    void close() {
        newestSent = 0;
        newestNoted = 0;
        line = null;
        draining = false;
        whenDrained = null;
        forEach(QueuedStanza::lineLost);
        cursor = head;
    }

    /// Sends what can be sent.
    void pump() {
        while (line != null) {
            QueuedStanza next = cursor;
            if (draining && (next == null || next.number() > drainUntil)) {
                finishDraining();
            } else if (next == null || !line.accepts()) {
                return;
            } else {
                cursor = next.next;
                next.sent = true;
                newestSent = Math.max(newestSent, next.number());
                line.deliver(next, draining ? Line.Phase.STORED : Line.Phase.LIVE);
                next.forgetNode();
                drained += draining ? 1 : 0;
            }
        }
    }

    private void finishDraining() {
        IntConsumer listener = whenDrained;
        draining = false;
        whenDrained = null;
        if (listener != null) {
            listener.accept(drained);
        }
    }

    /// Takes out the oldest stanza of this name that has been sent.
    @Nullable
    QueuedStanza release(StanzaKind kind, String id) {
        QueuedStanza oldest = null;
        for (QueuedStanza at = byName.get(name(kind, id)); at != null; at = at.sameName) {
            if (at.sent) {
                oldest = at;
            }
        }
        if (oldest != null) {
            unlink(oldest);
        }
        return oldest;
    }

    /// Takes out the stanza with this number.
    @Nullable
    QueuedStanza release(long number) {
        for (QueuedStanza at = head; at != null && at.number() <= number; at = at.next) {
            if (at.number() == number) {
                unlink(at);
                return at;
            }
        }
        return null;
    }

    private void unlink(QueuedStanza stanza) {
        if (cursor == stanza) {
            cursor = stanza.next;
        }
        if (stanza.previous == null) {
            head = stanza.next;
        } else {
            stanza.previous.next = stanza.next;
        }
        if (stanza.next == null) {
            tail = stanza.previous;
        } else {
            stanza.next.previous = stanza.previous;
        }
        size--;
        forgetName(stanza);
    }

    private void forgetName(QueuedStanza stanza) {
        String name = name(stanza.kind(), stanza.id());
        QueuedStanza newest = byName.get(name);
        if (newest == stanza) {
            if (stanza.sameName == null) {
                byName.remove(name);
            } else {
                byName.put(name, stanza.sameName);
            }
            return;
        }
        for (QueuedStanza at = newest; at != null; at = at.sameName) {
            if (at.sameName == stanza) {
                at.sameName = stanza.sameName;
            }
        }
    }

    private static String name(StanzaKind kind, String id) {
        return kind.tag().charAt(0) + id;
    }
}
