// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Where a run is. Belongs to one thread at a time; it is kept after every turn.
final class RunState {
    /// What it is about.
    enum Phase {
        /// It goes on at once.
        READY,
        /// It waits for an answer.
        ASKING,
        /// It waits for a time.
        WAITING,
        /// It waits for a call or a file.
        OUTSIDE,
        /// It could not send and tries again.
        HELD,
        ENDED
    }

    int place;
    int tries;
    Phase phase;
    final ObjectNode variables;

    @Nullable
    Instant wakeAt;

    @Nullable
    Instant askedAt;

    @Nullable
    String reason;

    RunState(int place, int tries, Phase phase, ObjectNode variables) {
        this.place = place;
        this.tries = tries;
        this.phase = phase;
        this.variables = variables;
    }

    static RunState begin(ObjectNode variables) {
        return new RunState(0, 0, Phase.READY, variables);
    }

    void end(String why) {
        phase = Phase.ENDED;
        reason = why;
        wakeAt = null;
    }

    /// Pauses until a time.
    void pause(Phase how, Instant until) {
        phase = how;
        wakeAt = until;
    }

    void goOn(int at) {
        place = at;
        tries = 0;
        phase = Phase.READY;
        wakeAt = null;
    }

    boolean ended() {
        return phase == Phase.ENDED;
    }

    Optional<Instant> due() {
        return Optional.ofNullable(wakeAt);
    }
}
