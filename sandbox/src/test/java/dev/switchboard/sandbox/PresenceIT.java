// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Presence and chat states, with a clock that the test moves.
class PresenceIT extends SandboxFixture {

    private final SteppedTime time = new SteppedTime();
    private TestCompanion alice;
    private TestCompanion bob;

    @Override
    protected Sandbox start() {
        return Sandbox.start(
                SandboxConfig.builder()
                        .tls(false)
                        .clock(time.clock())
                        .chatStateTtl(Duration.ofSeconds(30))
                        .build(),
                time);
    }

    @BeforeEach
    void meet() {
        alice = ready();
        bob = ready();
    }

    private TestCompanion ready() {
        TestCompanion companion = new TestCompanion(sandbox).at(time.clock().instant());
        companion.link(newPhone());
        companion.becomeReady();
        return companion;
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private static Node presence(String type) {
        return Node.builder("presence").attr("type", type).build();
    }

    private static Node subscribe(Jid to) {
        return Node.builder("presence").attr("type", "subscribe").attr("to", to).build();
    }

    private static Node typing(Jid to) {
        return Node.builder("chatstate")
                .attr("to", to)
                .child(Node.of("composing"))
                .build();
    }

    @Test
    void tellsTheStateAtOnceThenEveryChange() {
        alice.client().send(subscribe(bob.lid().bare()));
        Node now = alice.client().await("presence");
        assertThat(now.requireJid("from")).isEqualTo(bob.lid().bare());
        assertThat(now.text("type")).hasValue("unavailable");
        bob.client().send(presence("available"));
        Node here = alice.client().await("presence");
        assertThat(here.has("type")).isFalse();
        time.advance(Duration.ofSeconds(5));
        bob.client().close();
        Node gone = alice.client().await("presence");
        assertThat(gone.text("type")).hasValue("unavailable");
        assertThat(gone.number("last")).hasValue(time.clock().instant().getEpochSecond());
    }

    @Test
    void saysNothingMoreAfterUnsubscribing() {
        alice.client().send(subscribe(bob.pn().bare()));
        alice.client().await("presence");
        alice.client()
                .send(Node.builder("presence")
                        .attr("type", "unsubscribe")
                        .attr("to", bob.pn().bare())
                        .build());
        alice.client().settled();
        bob.client().send(presence("available"));
        bob.client().settled();
        assertThat(alice.client().settled()).noneMatch(node -> node.hasTag("presence"));
    }

    @Test
    void tellsAReturningDeviceOnceWhatHasChanged() {
        alice.client().send(subscribe(bob.pn().bare()));
        alice.client().await("presence");
        leave(alice);
        bob.client().send(presence("available"));
        bob.client().settled();
        alice.logIn();
        alice.activate();
        assertThat(alice.client().await("presence").has("type")).isFalse();
        bob.client().send(presence("unavailable"));
        bob.client().settled();
        assertThat(alice.client().settled()).noneMatch(node -> node.hasTag("presence"));
    }

    @Test
    void takesThePushNameFromPresence() {
        bob.client()
                .send(Node.builder("presence")
                        .attr("type", "available")
                        .attr("name", "Bob the Second")
                        .build());
        bob.client().settled();
        assertThat(sandbox.network().account(bob.pn().user()).orElseThrow().pushName())
                .isEqualTo("Bob the Second");
    }

    @Test
    void passesOnThatSomebodyTypesInTheNamespaceOfTheChat() {
        alice.client().send(typing(bob.pn().bare()));
        Node byNumber = bob.client().await("chatstate");
        assertThat(byNumber.requireJid("from")).isEqualTo(alice.pn().bare());
        assertThat(byNumber.hasChild("composing")).isTrue();
        alice.client().send(typing(bob.lid().bare()));
        assertThat(bob.client().await("chatstate").requireJid("from"))
                .isEqualTo(alice.lid().bare());
    }

    @Test
    void keepsTheLatestChatStateForADeviceThatComesBackSoon() {
        leave(bob);
        alice.client().send(typing(bob.pn().bare()));
        alice.client()
                .send(Node.builder("chatstate")
                        .attr("to", bob.pn().bare())
                        .child(Node.of("paused"))
                        .build());
        alice.client().settled();
        time.advance(Duration.ofSeconds(20));
        bob.logIn();
        bob.activate();
        assertThat(bob.client().await("chatstate").hasChild("paused")).isTrue();
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("chatstate"));
    }

    @Test
    void dropsAChatStateThatHasGrownOld() {
        leave(bob);
        alice.client().send(typing(bob.pn().bare()));
        alice.client().settled();
        time.advance(Duration.ofSeconds(31));
        bob.logIn();
        bob.activate();
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("chatstate"));
    }
}
