// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work for one companion, done one turn after the other on a virtual thread that exists only while there is some.
///
/// What the network and the timers bring is always taken, as its sources are held back in other ways; commands of the
/// owner have to wait for room. Thread-safe.
public final class Mailbox {

    /// A piece of work.
    @FunctionalInterface
    public interface Work {

        void run();

        /// It was not done, or what it did did not last.
        default void dropped() {}
    }

    private static final int COMMAND_LIMIT = 256;
    private static final int TURN_LIMIT = 128;
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final String name;
    private final Consumer<List<Work>> turn;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private ArrayDeque<Work> arrivals = new ArrayDeque<>(2);
    private ArrayDeque<Work> commands = new ArrayDeque<>(2);
    private boolean commandsHeld;
    private @Nullable Thread worker;

    /// A mailbox without work.
    ///
    /// @param name of the thread
    /// @param turn does the pieces of work given, in order; called on one thread at a time
    public Mailbox(String name, Consumer<List<Work>> turn) {
        this.name = name;
        this.turn = turn;
    }

    /// Adds work; never waits.
    public void arrive(Work work) {
        lock.lock();
        try {
            arrivals.add(work);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Adds work the owner asks for, as soon as there is room. The worker itself does not wait.
    public void command(Work work) {
        lock.lock();
        try {
            while (commands.size() >= COMMAND_LIMIT && !Thread.currentThread().equals(worker)) {
                room.awaitUninterruptibly();
            }
            commands.add(work);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Leaves commands where they are, or takes them again.
    public void holdCommands(boolean hold) {
        lock.lock();
        try {
            if (commandsHeld != hold) {
                commandsHeld = hold;
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (worker == null && hasWork()) {
            worker = Thread.ofVirtual().name(name).unstarted(this::run);
            worker.start();
        }
    }

    private boolean hasWork() {
        return !arrivals.isEmpty() || (!commandsHeld && !commands.isEmpty());
    }

    private void run() {
        List<Work> work = new ArrayList<>();
        while (take(work)) {
            try {
                turn.accept(work);
            } catch (RuntimeException e) {
                LOG.error("a turn of {} failed", name, e);
            }
            work.clear();
        }
    }

    private boolean take(List<Work> work) {
        lock.lock();
        try {
            if (!hasWork()) {
                worker = null;
                trim();
                return false;
            }
            while (work.size() < TURN_LIMIT && !arrivals.isEmpty()) {
                work.add(arrivals.remove());
            }
            boolean full = commands.size() >= COMMAND_LIMIT;
            while (work.size() < TURN_LIMIT && !commandsHeld && !commands.isEmpty()) {
                work.add(commands.remove());
            }
            if (full) {
                room.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives the memory of a busy time back.
    private void trim() {
        if (arrivals.isEmpty()) {
            arrivals = new ArrayDeque<>(2);
        }
        if (commands.isEmpty()) {
            commands = new ArrayDeque<>(2);
        }
    }
}
