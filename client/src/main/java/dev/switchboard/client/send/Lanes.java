// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.wire.jid.Jid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Jobs that wait for answers, one lane a chat: jobs of one lane keep their order, lanes do not wait for each other.
///
/// @param <J> a job
final class Lanes<J> {

    /// Brings jobs on.
    interface Stepper<J> {
        /// Brings a job as far as possible.
        ///
        /// @return true if it is done with, false if an answer is awaited
        boolean step(Jid lane, J job);
    }

    private final Stepper<J> stepper;
    private final Map<Jid, ArrayDeque<J>> waiting = new HashMap<>();

    Lanes(Stepper<J> stepper) {
        this.stepper = stepper;
    }

    /// Takes a job, and begins it if it is the first of its lane.
    void add(Jid lane, J job) {
        ArrayDeque<J> ahead = waiting.get(lane);
        if (ahead != null) {
            ahead.add(job);
        } else if (!stepper.step(lane, job)) {
            waiting.computeIfAbsent(lane, _ -> new ArrayDeque<>()).addFirst(job);
        }
    }

    /// Goes on with a lane after an answer.
    void advance(Jid lane) {
        ArrayDeque<J> ahead = waiting.get(lane);
        while (ahead != null && !ahead.isEmpty()) {
            if (!stepper.step(lane, ahead.peekFirst())) {
                return;
            }
            ahead.removeFirst();
        }
        waiting.remove(lane);
    }

    /// Gives a job up, and goes on with those behind it.
    boolean drop(Jid lane, J job) {
        ArrayDeque<J> ahead = waiting.get(lane);
        boolean dropped = ahead != null && ahead.remove(job);
        advance(lane);
        return dropped;
    }

    /// Takes all jobs back.
    List<J> drain() {
        List<J> all = new ArrayList<>();
        waiting.values().forEach(all::addAll);
        waiting.clear();
        return all;
    }
}
