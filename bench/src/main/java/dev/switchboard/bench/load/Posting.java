// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.load;

import dev.switchboard.bench.GatewayProcess;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Several callers of the API that post texts as fast as they are taken.
final class Posting {
    private Posting() {}

    /// Waits for a task; its failure comes out here.
    static void finish(Future<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a task failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Posts `count` texts; the answer is how long each request took, in nanoseconds.
    static Collection<Long> all(GatewayProcess gateway, String session, String to, int count, int callers) {
        var taken = new ConcurrentLinkedQueue<Long>();
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                threads.submit(() -> {
                    try (var api = new ApiCaller(gateway.uri(), gateway.key(), session)) {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            long start = System.nanoTime();
                            api.post(to, "message " + i + " of the loop");
                            taken.add(System.nanoTime() - start);
                        }
                    }
                    return null;
                });
            }
        }
        if (taken.size() != count) {
            throw new IllegalStateException("messages taken: " + taken.size() + " (expected: " + count + ")");
        }
        return taken;
    }
}
