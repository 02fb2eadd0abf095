// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// A small cache that forgets what was not used for longest. Safe for many threads.
final class BoundedCache<K, V> {
    private final int limit;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    BoundedCache(int limit) {
        this.limit = limit;
    }

    V get(K key, Function<K, V> maker) {
        synchronized (this) {
            V known = entries.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = maker.apply(key);
        synchronized (this) {
            entries.put(key, made);
            if (entries.size() > limit) {
                var eldest = entries.entrySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        return made;
    }

    synchronized void forgetAll() {
        entries.clear();
    }
}
