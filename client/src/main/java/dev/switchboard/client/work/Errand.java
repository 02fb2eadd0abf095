// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.work;

import java.util.function.Consumer;

/// Work that blocks, done away from the companion's worker.
public final class Errand {

    private Errand() {}

    /// How an errand ended.
    public sealed interface Outcome<T> {

        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(Exception fault) implements Outcome<T> {}
    }

    /// Blocking work with a result.
    @FunctionalInterface
    public interface Task<T> {
        T run() throws Exception;
    }

    /// Does the work on a thread of its own, and goes on with its outcome in a later turn.
    ///
    /// @param name of the thread
    public static <T> void run(Workbench bench, String name, Task<T> task, Consumer<Outcome<T>> then) {
        bench.afterSending(() -> Thread.ofVirtual().name(name).start(() -> {
            Outcome<T> outcome = attempt(task);
            bench.soon(() -> then.accept(outcome));
        }));
    }

    private static <T> Outcome<T> attempt(Task<T> task) {
        try {
            return new Outcome.Done<>(task.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed<>(e);
        } catch (Exception e) {
            return new Outcome.Failed<>(e);
        }
    }
}
