// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.mex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.delivery.Post;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.network.StanzaIds;
import java.time.InstantSource;
import java.util.Optional;

/// Tells accounts that a fault keeps from writing to strangers how long that lasts. Confined to the network thread.
public final class ReachOutLock {

    private static final int LOCK_SECONDS = 3_600;

    private final Faults faults;
    private final MexNotices notices;
    private final InstantSource clock;

    /// A lock that the faults decide about.
    public ReachOutLock(Faults faults, Post post, StanzaIds ids, InstantSource clock) {
        this.faults = faults;
        this.notices = new MexNotices(post, ids, clock);
        this.clock = clock;
    }

    ObjectNode state(Account account) {
        Optional<FaultDefinition> lock =
                faults.peek(FaultKind.REACH_OUT_LOCK, new FaultTarget(account.phone(), null, null));
        ObjectNode state = MexJson.object().put("is_active", lock.isPresent());
        lock.ifPresent(fault -> state.put("enforcement_type", "DEFAULT")
                .put(
                        "time_enforcement_ends",
                        Long.toString(clock.instant().getEpochSecond()
                                + fault.number("expire").orElse(LOCK_SECONDS))));
        return state;
    }

    /// An account has met the lock.
    public void met(Account account) {
        notices.locked(account, state(account));
    }
}
