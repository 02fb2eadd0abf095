// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request's body between the event loop, which adds to it, and the handler's thread, which reads. What is read out
/// asks for more.
final class BodyStream extends InputStream {

    private final Runnable more;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuf> pieces = new ArrayDeque<>();
    private boolean complete;
    private boolean broken;
    private boolean closed;

    /// An empty body.
    ///
    /// @param more called when all that was added has been read
    BodyStream(Runnable more) {
        this.more = more;
    }

    /// Adds a piece, which it releases.
    void add(ByteBuf piece) {
        lock.lock();
        try {
            if (closed || broken) {
                piece.release();
            } else {
                pieces.add(piece);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// There is no more.
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The connection has ended before the body has.
    void fail() {
        lock.lock();
        try {
            broken = !complete;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        boolean empty;
        int count;
        lock.lock();
        try {
            ByteBuf piece = next();
            if (piece == null) {
                return -1;
            }
            count = Math.min(length, piece.readableBytes());
            piece.readBytes(target, offset, count);
            if (!piece.isReadable()) {
                pieces.remove();
                piece.release();
            }
            empty = pieces.isEmpty() && !complete;
        } finally {
            lock.unlock();
        }
        if (empty) {
            more.run();
        }
        return count;
    }

    private @Nullable ByteBuf next() throws IOException {
        try {
            while (true) {
                ByteBuf piece = pieces.peek();
                if (piece != null && piece.isReadable()) {
                    return piece;
                }
                if (piece != null) {
                    pieces.remove().release();
                } else if (complete) {
                    return null;
                } else if (broken) {
                    throw new EOFException("the connection ended before the body did");
                } else {
                    changed.await();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a body");
        }
    }

    /// Nobody reads any more.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
                piece.release();
            }
        } finally {
            lock.unlock();
        }
    }
}
