// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Backlog;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.delivery.StanzaKind;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.network.StanzaIds;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;

/// What faults do to a device that comes back. Confined to the network thread.
public final class OfflineFaults {

    private static final int MISCOUNT = 7;

    private final Faults faults;
    private final Post post;
    private final StanzaIds ids;
    private final InstantSource clock;

    /// What these faults do.
    public OfflineFaults(Faults faults, Post post, StanzaIds ids, InstantSource clock) {
        this.faults = faults;
        this.post = post;
        this.ids = ids;
        this.clock = clock;
    }

    private static FaultTarget place(Device device) {
        return FaultTarget.device(device.account().phone(), device.id());
    }

    /// Fills the queue with notifications that mean nothing.
    void flood(Device device) {
        int count = faults.strike(FaultKind.OFFLINE_FLOOD, place(device))
                .map(fault -> fault.number("stanzas").orElse(0))
                .orElse(0);
        for (int i = 0; i < count; i++) {
            post.enqueue(
                    device,
                    StanzaKind.NOTIFICATION,
                    Node.builder("notification")
                            .attr("type", "psa")
                            .attr("from", Jid.SERVER)
                            .attr("id", ids.next())
                            .attr("t", clock.instant().getEpochSecond())
                            .build());
        }
    }

    /// What the preview tells of the stored stanzas.
    Backlog preview(Device device, Backlog right) {
        return faults.strike(FaultKind.OFFLINE_PREVIEW_WRONG, place(device))
                .map(fault -> new Backlog(
                        Math.max(0, right.messages() + fault.number("by").orElse(MISCOUNT)),
                        right.notifications(),
                        right.receipts(),
                        right.appData(),
                        right.calls()))
                .orElse(right);
    }

    /// Whether the mark behind the stored stanzas is sent.
    boolean marksTheEnd(Device device) {
        return faults.strike(FaultKind.OFFLINE_MARK_MISSING, place(device)).isEmpty();
    }
}
