// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.GatewayStopping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// A few reading connections, opened when first needed, the last used taken first so that its caches are warm.
final class Readers implements AutoCloseable {
    private static final int LIMIT = 4;

    private final Supplier<ReadTx> opener;
    private final Semaphore permits = new Semaphore(LIMIT, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ReadTx> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Supplier<ReadTx> opener) {
        this.opener = opener;
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
            return reader == null ? opener.get() : reader;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(ReadTx reader) {
        lock.lock();
        try {
            if (closed) {
                reader.close();
            } else {
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
