// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench.group;

import dev.switchboard.client.store.DeviceStore;
import dev.switchboard.client.store.InMemoryDeviceStore;
import dev.switchboard.client.store.OutgoingStanza;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A store in memory that notes what the last message to be sent looks like.
final class CountingStore {

    /// A message as it is stored to be sent.
    ///
    /// @param bytes its size
    /// @param keys how many devices are given the sender key with it
    record Look(int bytes, int keys) {}

    private final InMemoryDeviceStore memory = new InMemoryDeviceStore();
    private volatile Look last = new Look(0, 0);

    /// The store for a companion.
    DeviceStore store() {
        return (DeviceStore) Proxy.newProxyInstance(
                DeviceStore.class.getClassLoader(), new Class<?>[] {DeviceStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        look((StoreBatch) arguments[0]);
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private void look(StoreBatch batch) {
        for (StoreChange change : batch.changes()) {
            if (change instanceof StoreChange.PutOutgoing(OutgoingStanza stanza)
                    && stanza.purpose() == OutgoingStanza.Purpose.MESSAGE) {
                Node node = NodeDecoder.decode(stanza.bytes().toByteArray());
                int keys = node.child("participants")
                        .map(named -> named.children("to").size())
                        .orElse(0);
                last = new Look(stanza.bytes().size(), keys);
            }
        }
    }

    Look last() {
        return last;
    }
}
