// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.network.SystemTimers;
import dev.switchboard.sandbox.store.StateStore;
import dev.switchboard.sandbox.store.StoreFailed;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// A sandbox whose disk is full from some moment on.
class FullDiskIT {

    private final AtomicBoolean full = new AtomicBoolean();

    /// Refuses commits while the disk is full.
    private record Guard(StateStore store, AtomicBoolean full) implements StateStore {
        @Override
        public void put(String key, Bytes value) {
            store.put(key, value);
        }

        @Override
        public void remove(String key) {
            store.remove(key);
        }

        @Override
        public void clearExcept(String prefix) {
            store.clearExcept(prefix);
        }

        @Override
        public void commit() {
            if (full.get()) {
                throw new StoreFailed("no space left");
            }
            store.commit();
        }

        @Override
        public void restore(String prefix, BiConsumer<String, Bytes> visitor) {
            store.restore(prefix, visitor);
        }

        @Override
        public void close() {
            commit();
            store.close();
        }
    }

    @Test
    void answersNothingMoreAndClosesItsPort() throws Exception {
        Sandbox sandbox = Sandbox.start(
                SandboxConfig.builder().tls(false).build(), new SystemTimers(), store -> new Guard(store, full));
        String phone = sandbox.phones()
                .createAccount(Optional.empty(), Optional.empty(), Optional.empty())
                .phone();
        TestCompanion companion = TestCompanion.ready(sandbox, phone);
        int port = sandbox.port();
        full.set(true);
        companion
                .client()
                .send(Iq.set(companion.newId(), Iq.Xmlns.STATUS)
                        .child(Node.of("status"))
                        .build());
        companion.client().awaitEnd();
        assertThat(sandbox.end().get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(companion.client().received()).noneMatch(node -> node.hasTag("iq"));
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        sandbox.close();
    }
}
