// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Deletes expired files, soon after the start and every hour.
final class MediaSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);

    private final MediaLibrary library;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("media-sweeper").daemon(true).factory());
    private volatile boolean running;

    MediaSweeper(MediaLibrary library) {
        this.library = library;
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::sweep, 1, 60, TimeUnit.MINUTES);
    }

    private void sweep() {
        try {
            library.sweep();
        } catch (RuntimeException e) {
            LOG.error("expired files could not be deleted; it will be tried again", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
