// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.event.ClientEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryDeviceStoreTest extends DeviceStoreContract {

    @Override
    protected DeviceStore create() {
        return new InMemoryDeviceStore();
    }

    @Test
    void remembersEvents() {
        InMemoryDeviceStore store = new InMemoryDeviceStore();
        store.commit(new StoreBatch(List.of(), List.of(new ClientEvent.OfflineDrained(1))));
        store.commit(new StoreBatch(List.of(), List.of(new ClientEvent.OfflineDrained(2))));
        assertThat(store.events())
                .containsExactly(new ClientEvent.OfflineDrained(1), new ClientEvent.OfflineDrained(2));
    }
}
