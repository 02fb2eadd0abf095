// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What a run does.
///
/// @param messages each way, over all sessions
/// @param sessions linked at the gateway, each with a correspondent of its own
/// @param kills of the gateway
/// @param networkKills of the network
/// @param seed of the moments
/// @param events of which the webhook is told
/// @param database address of a PostgreSQL database, or an empty text for SQLite
record CrashPlan(
        int messages, int sessions, int kills, int networkKills, long seed, Set<String> events, String database) {
    CrashPlan {
        events = Set.copyOf(events);
    }

    /// What is killed at a step.
    enum Victim {
        GATEWAY,
        NETWORK
    }

    int each() {
        return Math.ceilDiv(messages, sessions);
    }

    /// Who is killed, step by step.
    List<Victim> victims() {
        List<Victim> victims = new ArrayList<>(Collections.nCopies(kills, Victim.GATEWAY));
        victims.addAll(Collections.nCopies(networkKills, Victim.NETWORK));
        Collections.shuffle(victims, new Random(seed));
        return victims;
    }

    /// How many messages of a session go at a step, so that the last kill still meets traffic.
    int share(int step) {
        int steps = kills + networkKills + 1;
        return each() * (step + 1) / steps - each() * step / steps;
    }

    String session(int index) {
        return "crash-" + index;
    }

    /// The number of a session's account.
    String owner(int index) {
        return "1555%07d".formatted(4_000_000 + index);
    }

    /// The number of the one it writes with.
    String friend(int index) {
        return "1555%07d".formatted(4_500_000 + index);
    }
}
