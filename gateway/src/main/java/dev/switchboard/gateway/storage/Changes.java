// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who is told that rows of a table have changed, once that is durable: caches, which forget what they knew.
final class Changes {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Listener(String table, Runnable action) {}

    void listen(String table, Runnable action) {
        listeners.add(new Listener(table, action));
    }

    void tell(String table) {
        for (Listener listener : listeners) {
            if (listener.table().equals(table)) {
                listener.action().run();
            }
        }
    }
}
