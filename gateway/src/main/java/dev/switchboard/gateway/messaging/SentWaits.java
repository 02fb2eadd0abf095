// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.provider.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Requests that hold their answer until the network has decided on a message.
final class SentWaits {
    private record Name(long session, String id) {}

    /// One request's wait. Made before the message is accepted, so that no decision is missed.
    final class Wait implements AutoCloseable {
        private final Name name;
        private final CountDownLatch decided = new CountDownLatch(1);
        private final AtomicReference<Delivery> delivery = new AtomicReference<>();

        private Wait(Name name) {
            this.name = name;
        }

        /// What was decided, if it was in time.
        Optional<Delivery> await(Duration limit) throws InterruptedException {
            return decided.await(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.ofNullable(delivery.get())
                    : Optional.empty();
        }

        @Override
        public void close() {
            waits.computeIfPresent(name, (_, others) -> {
                others.remove(this);
                return others.isEmpty() ? null : others;
            });
        }
    }

    private final Map<Name, List<Wait>> waits = new ConcurrentHashMap<>();

    /// A wait for a message.
    Wait of(long session, String id) {
        Wait wait = new Wait(new Name(session, id));
        waits.compute(wait.name, (_, others) -> {
            List<Wait> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(wait);
            return all;
        });
        return wait;
    }

    void decided(long session, String id, Delivery delivery) {
        for (Wait wait : waits.getOrDefault(new Name(session, id), List.of())) {
            wait.delivery.set(delivery);
            wait.decided.countDown();
        }
    }
}
