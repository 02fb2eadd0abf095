// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.GatewayStopping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A few reading connections, opened when first needed, the last used taken first so that its caches are warm.
final class Readers implements AutoCloseable {
    private final Engine engine;
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ReadTx> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Engine engine) {
        this.engine = engine;
        this.permits = new Semaphore(engine.readers(), true);
    }

    <T> T read(Function<ReadTx, T> question) {
        permits.acquireUninterruptibly();
        try {
            ReadTx reader = take();
            try {
                return question.apply(reader);
            } finally {
                giveBack(reader);
            }
        } finally {
            permits.release();
        }
    }

    private ReadTx take() {
        lock.lock();
        try {
            if (closed) {
                throw new GatewayStopping();
            }
            ReadTx reader = idle.pollFirst();
            return reader == null ? engine.reader() : reader;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(ReadTx reader) {
        lock.lock();
        try {
            if (closed) {
                reader.close();
            } else if (reader.usable()) {
                idle.addFirst(reader);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(ReadTx::close);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
