// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the write-ahead log into the database file beside the writer, so that no commit has to wait for it.
final class Checkpointer implements AutoCloseable {
    private static final long LOG_BYTES = 4L << 20;
    private static final long EVERY_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    private final Connection connection;
    private final Path log;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Checkpointer(Connection connection, Path log) {
        this.connection = connection;
        this.log = log;
        this.thread =
                Thread.ofPlatform().name("database-checkpointer").daemon(true).start(this::work);
    }

    private void work() {
        try {
            while (!closing.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
                    checkpoint();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the write-ahead log cannot be looked at", e);
        }
    }

    private void checkpoint() {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            LOG.warn("a checkpoint failed and will be tried again", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw ReadTx.failed(e);
        }
    }
}
