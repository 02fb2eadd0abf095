// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.fault.GatewayStopping;
import dev.switchboard.gateway.fault.StorageFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes. It takes what callers have queued, up to [#BATCH] jobs, into one transaction and
/// answers them all after its commit, so that one fsync serves many. A job that fails is undone alone: the transaction
/// is rolled back and its jobs are run again one by one.
final class Writer implements AutoCloseable {
    static final int BATCH = 512;
    private static final int QUEUE = 16_384;
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(20);
    private static final long RECONNECT_MILLIS = 250;

    private final Engine engine;
    private final Changes changes;
    private final BlockingQueue<PendingWrite<?>> queue = new LinkedBlockingQueue<>(QUEUE);
    private final PendingWrite<Boolean> stop = new PendingWrite<>(_ -> true);
    private final LongAdder commits = new LongAdder();
    private final LongAdder jobs = new LongAdder();
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean ended;
    private WriteTx tx;

    /// The last transaction failed with its connection, for which its jobs could do nothing.
    private boolean renewed;

    Writer(Engine engine, Changes changes) {
        this.changes = changes;
        this.engine = engine;
        this.tx = engine.writer();
        this.thread = Thread.ofPlatform().name("database-writer").daemon(true).start(this::work);
    }

    <T> PendingWrite<T> submit(WriteJob<T> job) {
        PendingWrite<T> write = new PendingWrite<>(job);
        if (stopping) {
            write.fail(new GatewayStopping());
            return write;
        }
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(write);
                break;
            } catch (InterruptedException _) {
                interrupted = true; // a full queue only means waiting; what was accepted must not be lost
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (ended) {
            refuseLateJobs();
        }
        return write;
    }

    long commits() {
        return commits.sum();
    }

    long jobs() {
        return jobs.sum();
    }

    boolean isWriterThread() {
        return Thread.currentThread().equals(thread);
    }

    private void work() {
        List<PendingWrite<?>> batch = new ArrayList<>(BATCH);
        boolean open = true;
        while (open) {
            batch.clear();
            try {
                batch.add(queue.take());
            } catch (InterruptedException _) {
                continue;
            }
            queue.drainTo(batch, BATCH - 1);
            open = !batch.contains(stop);
            commitTogether(batch);
        }
        ended = true;
        refuseLateJobs();
        tx.close();
    }

    private void refuseLateJobs() {
        PendingWrite<?> late;
        while ((late = queue.poll()) != null) {
            late.fail(new GatewayStopping());
        }
    }

    private void commitTogether(List<PendingWrite<?>> batch) {
        Throwable failure = attempt(batch);
        if (failure == null) {
            return;
        }
        if ((batch.size() == 1 && !renewed) || !tx.usable()) {
            batch.forEach(write -> write.fail(failure));
            return;
        }
        renewed = false;
        for (PendingWrite<?> write : batch) {
            Throwable own = attempt(List.of(write));
            if (own != null) {
                write.fail(own);
            }
        }
    }

    /// Commits the jobs as one transaction, or none of them.
    private @Nullable Throwable attempt(List<PendingWrite<?>> batch) {
        List<Runnable> answers = new ArrayList<>(batch.size());
        tx.forgetActions();
        try {
            tx.begin();
            for (PendingWrite<?> write : batch) {
                answers.add(write.run(tx));
            }
            tx.runLastActions();
            tx.commit();
        } catch (Throwable e) {
            if (!committedAfterAll()) {
                return e;
            }
        }
        tx.takeChanges().forEach(changes::tell);
        commits.increment();
        jobs.add(batch.size());
        for (Runnable action : tx.takeActions()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("an action after a commit failed", e);
            }
        }
        answers.forEach(Runnable::run);
        return null;
    }

    /// Takes a failed transaction back. If the connection broke at the commit nobody has said how that ended, so the
    /// server is asked over a new one.
    ///
    /// @return whether it was committed after all
    private boolean committedAfterAll() {
        try {
            tx.rollback();
            return false;
        } catch (StorageFailed e) {
            if (tx.usable()) {
                LOG.error("a transaction could not be rolled back", e);
                return false;
            }
        }
        String lost = tx.id();
        List<Runnable> actions = tx.takeActions();
        Set<String> changed = tx.takeChanges();
        if (!reconnected()) {
            return false;
        }
        boolean committed = !lost.isEmpty() && tx.wasCommitted(lost);
        if (committed) {
            actions.forEach(tx::afterCommit);
            changed.forEach(tx::changed);
        }
        return committed;
    }

    /// The old connection's locks end with its transaction, so a new writer means that the old one is over.
    private boolean reconnected() {
        LOG.warn("the database's connection is lost; trying to get a new one");
        long until = System.nanoTime() + RECONNECT_LIMIT.toNanos();
        do {
            try {
                WriteTx lost = tx;
                tx = engine.writer();
                lost.close();
                renewed = true;
                LOG.info("the database is back");
                return true;
            } catch (GatewayException e) {
                LOG.debug("no connection yet", e);
            }
        } while (System.nanoTime() < until && !awaitClosing());
        return false;
    }

    private boolean awaitClosing() {
        try {
            return closing.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// Commits what was queued before, then ends.
    @Override
    public synchronized void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        closing.countDown();
        try {
            queue.put(stop);
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
