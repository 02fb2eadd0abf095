// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.fault.FaultDefinition;
import dev.switchboard.sandbox.fault.FaultKind;
import dev.switchboard.sandbox.fault.FaultTarget;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What faults do to the queued stanzas of one connection on their way out: they come twice, late, or after the one
/// that follows them. Confined to the network thread.
public final class Tampering {

    private static final Duration LONGEST_HOLD = Duration.ofMillis(500);
    private static final int DEFAULT_DELAY_MILLIS = 1_000;

    private final Faults faults;
    private final Timers timers;
    private final NetworkThread network;
    private final Queue<Runnable> late = new ArrayDeque<>();
    private @Nullable Runnable held;
    private boolean delayed;

    /// No stanza has gone out yet.
    public Tampering(Faults faults, Timers timers, NetworkThread network) {
        this.faults = faults;
        this.timers = timers;
        this.network = network;
    }

    /// Lets a queued stanza go out, as the faults let it.
    void deliver(Device device, Node stanza, Runnable go) {
        if (faults.quiet() && held == null && !delayed) {
            go.run();
            return;
        }
        FaultTarget place = FaultTarget.device(device.account().phone(), device.id());
        Optional<FaultDefinition> delay = strike(FaultKind.DELIVERY_DELAY, place, stanza);
        if (delay.isPresent() && !delayed) {
            delayed = true;
            int millis = delay.get().number("millis").orElse(DEFAULT_DELAY_MILLIS);
            timers.after(Duration.ofMillis(millis), () -> network.execute(this::catchUp));
        }
        if (delayed) {
            late.add(go);
            return;
        }
        if (held == null && strike(FaultKind.DELIVERY_REORDER, place, stanza).isPresent()) {
            held = go;
            timers.after(LONGEST_HOLD, () -> network.execute(this::letGo));
            return;
        }
        go.run();
        if (strike(FaultKind.DELIVERY_DUPLICATE, place, stanza).isPresent()) {
            go.run();
        }
        letGo();
    }

    private Optional<FaultDefinition> strike(FaultKind kind, FaultTarget place, Node stanza) {
        return faults.strike(
                kind, place, fault -> fault.word("stanza").map(stanza::hasTag).orElse(true));
    }

    private void letGo() {
        Runnable waiting = held;
        held = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    private void catchUp() {
        delayed = false;
        for (Runnable go = late.poll(); go != null; go = late.poll()) {
            go.run();
        }
    }
}
