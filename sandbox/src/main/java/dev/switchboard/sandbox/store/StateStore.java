// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

import dev.switchboard.wire.Bytes;
import java.util.function.BiConsumer;

/// Records by key. Changes gather until [#commit], which makes all of them durable or, after a crash, none.
///
/// Keys are paths such as `account/15550100001`. Not thread-safe.
public interface StateStore extends AutoCloseable {

    /// Sets a record.
    void put(String key, Bytes value);

    /// Forgets a record; nothing happens if there is none.
    void remove(String key);

    /// Forgets every record whose key does not begin with the prefix.
    void clearExcept(String prefix);

    /// Makes all changes since the last commit durable.
    void commit();

    /// At start: visits every record whose key begins with the prefix, in key order.
    void restore(String prefix, BiConsumer<String, Bytes> visitor);

    @Override
    void close();
}
