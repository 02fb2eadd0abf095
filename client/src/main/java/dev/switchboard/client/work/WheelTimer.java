// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One timer wheel for all companions: exact to a tenth of a second, and almost free per task.
public final class WheelTimer implements ClientTimer, AutoCloseable {

    private static final int TICK_MILLIS = 50;
    private static final int TICKS = 1024;

    private final HashedWheelTimer wheel = new HashedWheelTimer(
            new DefaultThreadFactory("companion-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS, TICKS, false);

    @Override
    public Handle after(Duration delay, Runnable task) {
        Timeout timeout = wheel.newTimeout(_ -> task.run(), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return timeout::cancel;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        wheel.stop();
    }
}
