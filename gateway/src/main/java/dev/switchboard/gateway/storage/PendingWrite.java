// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import dev.switchboard.gateway.fault.GatewayException;
import dev.switchboard.gateway.fault.StorageFailed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A write on its way to the disk.
public final class PendingWrite<T> {
    private final WriteJob<T> job;
    private final Optional<Origin> origin = Origin.current();
    private final CompletableFuture<T> result = new CompletableFuture<>();

    PendingWrite(WriteJob<T> job) {
        this.job = job;
    }

    /// Waits until the write is durable; a fault of the job comes out here.
    public T await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException _) {
                    interrupted = true; // the write happens all the same, so its outcome is still awaited
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> new StorageFailed("write failed", null);
            case GatewayException fault -> fault;
            case RuntimeException fault -> fault;
            default -> new StorageFailed("write failed", cause);
        };
    }

    /// Runs the job inside the open transaction; the answer completes this write once that is committed.
    Runnable run(WriteTx tx) {
        tx.comesFrom(origin);
        T value = job.run(tx);
        return () -> result.complete(value);
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
