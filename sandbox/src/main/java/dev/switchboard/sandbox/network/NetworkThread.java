// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs events one after another and releases their effects when what they changed is durable.
///
/// [#execute] and [#call] may be used from any thread, [#afterCommit] only from within an event.
public final class NetworkThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkThread.class);
    private static final int BURST = 256;

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final List<Runnable> burst = new ArrayList<>(BURST);
    private final List<Runnable> effects = new ArrayList<>();
    private final Runnable commit;
    private final Runnable whenFailed;
    private volatile boolean failed;
    private final Thread thread;
    private volatile boolean running = true;

    /// A thread that calls `commit` after each burst of events. It starts with [#start].
    ///
    /// @param whenFailed runs, on a thread of its own, once the state could not be kept and nothing goes on here
    public NetworkThread(Runnable commit, Runnable whenFailed) {
        this.commit = commit;
        this.whenFailed = whenFailed;
        this.thread = Thread.ofPlatform().name("sandbox-network").daemon().unstarted(this::run);
    }

    /// Begins to take events.
    public void start() {
        thread.start();
    }

    /// Adds an event.
    public void execute(Runnable event) {
        inbox.add(event);
    }

    /// Adds an event and waits until it is done and durable; what it throws is thrown here.
    public <T> T call(Supplier<T> question) {
        if (thread.equals(Thread.currentThread())) {
            throw new IllegalStateException("the network thread must not wait for itself");
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                T value = question.get();
                afterCommit(() -> answer.complete(value));
            } catch (RuntimeException e) {
                afterCommit(() -> answer.completeExceptionally(e));
            }
        });
        return await(answer);
    }

    /// Waits for an answer that an event or effect gives, and throws what it failed with.
    ///
    /// @throws IllegalStateException if the network ends before
    public <T> T await(CompletableFuture<T> answer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException _) {
                    if (!thread.isAlive() && !answer.isDone()) {
                        throw new IllegalStateException("the network is closed");
                    }
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Adds an effect of the current event: it happens, after the effects added before, once all changes so far are
    /// durable. Effects must return at once and add no effects.
    public void afterCommit(Runnable effect) {
        effects.add(effect);
    }

    /// Whether it has ended since the state could not be kept.
    public boolean hasFailed() {
        return failed;
    }

    private void run() {
        while (running) {
            try {
                burst.add(inbox.take());
                inbox.drainTo(burst, BURST - 1);
                turn();
            } catch (InterruptedException _) {
                return;
            }
        }
        if (failed) {
            Thread.ofPlatform().name("sandbox-end").start(whenFailed);
            return;
        }
        inbox.drainTo(burst);
        turn();
    }

    private void turn() {
        for (Runnable event : burst) {
            try {
                event.run();
            } catch (RuntimeException e) {
                LOG.error("an event failed", e);
            }
        }
        burst.clear();
        try {
            commit.run();
        } catch (RuntimeException e) {
            LOG.error("the state cannot be kept: the network stops", e);
            failed = true;
            running = false;
            effects.clear();
            return;
        }
        for (Runnable effect : effects) {
            try {
                effect.run();
            } catch (RuntimeException e) {
                LOG.error("an effect failed", e);
            }
        }
        effects.clear();
    }

    /// Takes the events that are there, then ends.
    @Override
    public void close() {
        execute(() -> running = false);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
