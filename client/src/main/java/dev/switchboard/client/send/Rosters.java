// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.stanza.GroupInfo;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The devices of the groups written to last, so that a talk in a large group does not look all of them up each time.
/// Given up when memory is short.
final class Rosters {

    private static final int MOST = 4;

    /// A group's devices, as long as neither the group nor anything known of people changes.
    record Roster(GroupInfo info, long peopleVersion, Crowd crowd, Crowd.Devices devices) {}

    private final Workbench bench;
    private SoftReference<Map<Jid, Roster>> kept = new SoftReference<>(null);

    Rosters(Workbench bench) {
        this.bench = bench;
    }

    /// What is known of a group's devices, if that still holds.
    Optional<Roster> find(GroupInfo info) {
        Map<Jid, Roster> all = kept.get();
        return all == null
                ? Optional.empty()
                : Optional.ofNullable(all.get(info.jid()))
                        .filter(roster ->
                                roster.peopleVersion() == bench.state().peopleVersion())
                        .filter(roster -> roster.info().equals(info));
    }

    void keep(GroupInfo info, Crowd crowd, Crowd.Devices devices) {
        Map<Jid, Roster> all = kept.get();
        if (all == null) {
            all = new LinkedHashMap<>(2);
            kept = new SoftReference<>(all);
        }
        all.remove(info.jid());
        all.put(info.jid(), new Roster(info, bench.state().peopleVersion(), crowd, devices));
        if (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
    }
}
