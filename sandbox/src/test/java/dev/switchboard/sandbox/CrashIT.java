// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestClient;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sandbox is killed again and again while one client sends and another receives.
class CrashIT {

    private static final int KILLS = 5;
    private static final int LEAST_MESSAGES = 60;

    @TempDir
    private Path folder;

    private final Map<String, Node> unacknowledged = new LinkedHashMap<>();
    private final Set<Integer> acknowledged = new TreeSet<>();
    private final Set<Integer> arrived = new TreeSet<>();
    private int sent;

    @Test
    void losesNothingThatItAcknowledged() throws IOException {
        SeededRandom random = SeededRandom.of("crash");
        SandboxProcess site = SandboxProcess.start(folder);
        try (TestCompanion alice = ready(site);
                TestCompanion bob = ready(site)) {
            for (int kill = 0; kill < KILLS; kill++) {
                exchange(alice, bob, LEAST_MESSAGES + random.nextInt(LEAST_MESSAGES));
                site.kill();
                site = SandboxProcess.start(folder);
                comeBack(alice, site);
                comeBack(bob, site);
                List.copyOf(unacknowledged.values()).forEach(alice.client()::send);
            }
            takeAcks(alice.client().settled());
            takeMessages(bob, bob.client().settled());
        } finally {
            site.close();
        }
        assertThat(unacknowledged).isEmpty();
        assertThat(acknowledged).hasSize(sent);
        assertThat(arrived).isEqualTo(acknowledged);
    }

    private static TestCompanion ready(SandboxProcess site) {
        TestCompanion companion = new TestCompanion(site);
        companion.link(site.newPhone());
        companion.becomeReady();
        return companion;
    }

    /// Sends without waiting, so that the kill comes in the middle of it, and takes what has come by then.
    private void exchange(TestCompanion alice, TestCompanion bob, int messages) {
        for (int i = 0; i < messages; i++) {
            Node message =
                    Stanzas.message("C" + sent++, bob.lid().bare(), bob.lid()).build();
            unacknowledged.put(message.requireText("id"), message);
            alice.client().send(message);
            if (i == messages / 2) {
                takeMessages(bob, bob.client().settled());
            }
        }
        takeAcks(alice.client().received());
        takeMessages(bob, bob.client().received());
    }

    private void comeBack(TestCompanion companion, SandboxProcess site) {
        TestClient former = companion.client();
        former.awaitEnd();
        List<Node> last = former.received();
        companion.moveTo(site);
        companion.logIn();
        takeAcks(last);
        takeMessages(companion, last);
        companion.activate();
    }

    private void takeAcks(List<Node> received) {
        for (Node node : received) {
            String id = node.text("id").orElse("");
            if (node.hasTag("ack") && node.hasText("class", "message")) {
                assertThat(node.has("error")).isFalse();
                acknowledged.add(Integer.parseInt(id.substring(1)));
                unacknowledged.remove(id);
            }
        }
    }

    private void takeMessages(TestCompanion receiver, List<Node> received) {
        List<Node> fresh = new ArrayList<>();
        for (Node node : received) {
            if (node.hasTag("message") && node.requireText("id").startsWith("C")) {
                arrived.add(Integer.parseInt(node.requireText("id").substring(1)));
                fresh.add(node);
            }
        }
        try {
            fresh.forEach(message -> receiver.client().send(Stanzas.delivered(message)));
        } catch (UncheckedIOException _) {
            // The process is gone already: they will come again.
        }
    }
}
