// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.session;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/// Work of one thread that begins when the sessions have come back, and ends before they are disconnected.
public abstract class AfterSessions implements SmartLifecycle {
    private static final int PHASE = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor worker;
    private final Duration first;
    private volatile boolean running;

    /// @param first how long after the start it is done for the first time
    protected AfterSessions(String name, Duration first) {
        this.worker = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon(true).factory());
        this.first = first;
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Does what is to be done now; it asks for its next turn itself.
    protected abstract void work();

    /// Asks for a turn.
    protected final void wakeAfter(Duration wait) {
        if (running && !worker.isShutdown()) {
            worker.schedule(this::work, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Takes back the turns that were asked for.
    protected final void forgetTurns() {
        worker.getQueue().clear();
    }

    @Override
    public final void start() {
        running = true;
        wakeAfter(first);
    }

    @Override
    public final void stop() {
        running = false;
        worker.shutdownNow();
        try {
            worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return PHASE;
    }
}
