// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM, turned into an orderly end. Arm it before anything is opened, so that it is closed last: the
/// process waits for that, and goes only when all else is closed (or after a limit).
final class ShutdownSignal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private ShutdownSignal() {}

    /// From here on the process ends only through [#close].
    static ShutdownSignal armed() {
        ShutdownSignal signal = new ShutdownSignal();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(signal::ask));
        return signal;
    }

    private void ask() {
        if (done.getCount() == 0) {
            return; // the process ends by itself, with the code it chose
        }
        asked.countDown();
        try {
            if (done.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(0); // an end that was asked for and went well, not one by a signal
            }
            System.err.println("switchboard: could not close everything within " + LIMIT.toSeconds() + " s");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the waiting, since there is nothing to wait for any more.
    void release() {
        asked.countDown();
    }

    /// Parks the calling thread until the process is asked to end.
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
