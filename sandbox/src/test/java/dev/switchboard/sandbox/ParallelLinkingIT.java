// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many clients at once.
class ParallelLinkingIT extends SandboxFixture {

    private static final int CLIENTS = 24;
    private static final int KEYS = 812;

    @Test
    void linksDozensOfClientsSideBySide() throws InterruptedException, ExecutionException {
        List<Future<Integer>> counts = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                counts.add(executor.submit(this::linkAndUpload));
            }
        }
        for (Future<Integer> count : counts) {
            assertThat(count.get()).isEqualTo(KEYS - 1);
        }
        assertThat(sandbox.network().accounts()).hasSize(CLIENTS);
    }

    private int linkAndUpload() {
        try (TestCompanion companion = TestCompanion.linked(sandbox, newPhone())) {
            companion.logIn();
            companion.uploadKeys(1, KEYS);
            companion.activate();
            companion.takeHistory();
            return PreKeyStanzas.count(companion.client().ask(PreKeyStanzas.countRequest(companion.newId())));
        }
    }
}
