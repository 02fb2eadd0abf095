// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can go wrong with stanzas on their way to a device, with a clock that the test moves.
class DeliveryFaultsIT extends FaultFixture {

    private final SteppedTime time = new SteppedTime();

    @Override
    protected Sandbox start() {
        return Sandbox.start(
                SandboxConfig.builder().tls(false).clock(time.clock()).build(), time);
    }

    @Test
    void deliversAStanzaTwiceOrAfterTheNextOrLate() {
        try (TestCompanion alice = ready();
                TestCompanion bob = ready()) {
            once("delivery-duplicate", at(bob) + params("'stanza':'message'"));
            send(alice, bob, "D1");
            assertThat(next(bob)).isEqualTo("D1");
            assertThat(next(bob)).isEqualTo("D1");
            once("delivery-reorder", at(bob) + params("'stanza':'message'"));
            send(alice, bob, "R1");
            send(alice, bob, "R2");
            assertThat(List.of(next(bob), next(bob))).containsExactly("R2", "R1");
            once("delivery-delay", at(bob) + params("'stanza':'message','millis':200"));
            send(alice, bob, "L1");
            send(alice, bob, "L2");
            assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("message"));
            time.advance(Duration.ofMillis(200));
            assertThat(List.of(next(bob), next(bob))).containsExactly("L1", "L2");
        }
    }

    private TestCompanion ready() {
        TestCompanion companion = new TestCompanion(sandbox).at(time.clock().instant());
        companion.link(newPhone());
        companion.becomeReady();
        return companion;
    }

    private static void send(TestCompanion from, TestCompanion to, String id) {
        sendAndAwaitAck(from, message(id, to.pn().bare(), to.pn()).build());
    }

    private static String next(TestCompanion who) {
        return who.client().await("message").requireText("id");
    }
}
