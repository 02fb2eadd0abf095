// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One reader's place in the log. Belongs to one thread.
public final class EventCursor {
    private static final int SCAN = 512;

    private final EventLog log;
    private final EventTail tail;
    private final EventFilter filter;
    private long position;
    private volatile boolean cancelled;

    EventCursor(EventLog log, EventTail tail, EventFilter filter, long position) {
        this.log = log;
        this.tail = tail;
        this.filter = filter;
        this.position = position;
    }

    /// The number of the last event that was looked at, wanted or not.
    public long position() {
        return position;
    }

    /// The next wanted events that are there already.
    public List<Event> available(int limit) {
        List<Event> wanted = new ArrayList<>();
        while (wanted.size() < limit) {
            long newest = tail.newest();
            List<Event> next = tail.after(position, SCAN).orElseGet(() -> log.stored(filter.tenant(), position, SCAN));
            for (Event event : next) {
                position = event.seq();
                if (filter.matches(event)) {
                    wanted.add(event);
                    if (wanted.size() == limit) {
                        return wanted;
                    }
                }
            }
            if (next.size() < SCAN) {
                position = Math.max(position, newest);
                return wanted;
            }
        }
        return wanted;
    }

    /// The next wanted events, waited for; none if none came in time or the log was closed.
    public List<Event> next(int limit, Duration wait) throws InterruptedException {
        List<Event> now = available(limit);
        if (!now.isEmpty()) {
            return now;
        }
        tail.await(position, wait, () -> cancelled);
        return cancelled ? List.of() : available(limit);
    }

    /// Ends the waiting of the reader's thread; the one method that any thread may call.
    public void cancel() {
        cancelled = true;
        tail.nudge();
    }

    public boolean cancelled() {
        return cancelled;
    }

    /// Whether the log has been closed, so that waiting is over.
    public boolean ended() {
        return tail.closed();
    }
}
