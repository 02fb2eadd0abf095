// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.sandbox.primary.LinkRefused;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What happens by itself, with a clock that the test moves.
class TimeIT extends SandboxFixture {

    private final SteppedTime time = new SteppedTime();

    @Override
    protected Sandbox start() {
        return Sandbox.start(
                SandboxConfig.builder()
                        .tls(false)
                        .clock(time.clock())
                        .idleTimeout(Duration.ofSeconds(600))
                        .pingInterval(Duration.ofSeconds(300))
                        .build(),
                time);
    }

    @Test
    void letsRefsExpireOneAfterAnother() {
        try (TestCompanion client = new TestCompanion(sandbox).at(time.clock().instant())) {
            List<String> refs = client.register();
            time.advance(Duration.ofSeconds(70));
            assertThatThrownBy(() -> sandbox.phones().scan(client.qr(refs.get(0)), Optional.empty()))
                    .isInstanceOfSatisfying(
                            LinkRefused.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(LinkRefused.Reason.EXPIRED_REF));
            sandbox.network().pending(refs.get(1));
        }
    }

    @Test
    void closesTheConnectionWhenAllRefsAreUsedUp() {
        try (TestCompanion client = new TestCompanion(sandbox).at(time.clock().instant())) {
            client.register();
            time.advance(Duration.ofSeconds(180));
            client.client().awaitEnd();
        }
    }

    @Test
    void closesAboutATenthOfASecondAfterTheRestartError() {
        TestCompanion client = new TestCompanion(sandbox).at(time.clock().instant());
        String phone = newPhone();
        String ref = client.register().getFirst();
        Thread.ofVirtual().start(() -> sandbox.phones().scan(client.qr(ref), Optional.of(phone)));
        client.acceptPairing();
        client.client().await("stream:error");
        assertThat(client.client().received()).isEmpty();
        time.advance(Duration.ofMillis(100));
        client.client().awaitEnd();
    }

    @Test
    void pingsASilentClientAndAtLastCutsItOff() {
        TestCompanion companion = new TestCompanion(sandbox).at(time.clock().instant());
        companion.link(newPhone());
        companion.logIn();
        time.advance(Duration.ofSeconds(310));
        Node ping = companion.client().await("iq");
        assertThat(ping.text("xmlns")).hasValue("urn:xmpp:ping");
        assertThat(ping.text("t")).isPresent();
        time.advance(Duration.ofSeconds(310));
        companion.client().awaitEnd();
    }
}
