// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A few reusable engines that are costly to make, shared by all threads. Taking and giving back never block; when
/// the pool is empty an engine is made, when it is full one is dropped. Thread locals would instead leave an engine
/// behind in every one of thousands of virtual threads.
final class Pool<T> {

    private static final int SLOTS = 16;

    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<T> factory;

    Pool(Supplier<T> factory) {
        this.factory = factory;
    }

    T take() {
        for (int i = 0; i < SLOTS; i++) {
            T engine = slots.getPlain(i) == null ? null : slots.getAndSet(i, null);
            if (engine != null) {
                return engine;
            }
        }
        return factory.get();
    }

    void give(T engine) {
        for (int i = 0; i < SLOTS; i++) {
            if (slots.getPlain(i) == null && slots.compareAndSet(i, null, engine)) {
                return;
            }
        }
    }
}
