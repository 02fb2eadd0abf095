// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.enc;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.primary.DeviceView;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.KeyBundle;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The setting in which an account's first linked client is device 0.
class SoloNumberingIT extends SandboxFixture {

    @Override
    protected Sandbox start() {
        return Sandbox.start(
                SandboxConfig.builder().tls(false).firstCompanion(0).build());
    }

    private static KeyBundle fetch(TestCompanion asker, Jid device) {
        Node answer = asker.client()
                .ask(PreKeyStanzas.fetchRequest(asker.newId(), List.of(new PreKeyStanzas.Wanted(device, false))));
        return ((PreKeyStanzas.Fetched.Found) PreKeyStanzas.fetched(answer).getFirst()).bundle();
    }

    @Test
    void putsTheFirstClientInThePlaceOfThePhone() {
        String phone = newPhone();
        try (TestCompanion first = TestCompanion.ready(sandbox, phone);
                TestCompanion second = TestCompanion.ready(sandbox, phone);
                TestCompanion other = TestCompanion.ready(sandbox, newPhone())) {
            assertThat(first.pn().device()).isZero();
            assertThat(second.pn().device()).isEqualTo(1);
            assertThat(sandbox.network().account(phone).orElseThrow().devices())
                    .extracting(DeviceView::id)
                    .containsExactly(0, 1);
            assertThat(sandbox.network().account(phone).orElseThrow().devices()).noneMatch(DeviceView::primary);
            assertThat(fetch(other, first.pn()).identity())
                    .isEqualTo(first.identity().publicKey());
            assertThat(fetch(first, first.pn()).identity().raw())
                    .isEqualTo(sandbox.network().account(phone).orElseThrow().identity());
            Node ack = sendAndAwaitAck(
                    other, message("S1", first.pn(), first.pn(), second.pn()).build());
            assertThat(ack.has("phash")).isFalse();
            assertThat(awaitMessage(first, "S1").requireJid("from")).isEqualTo(other.pn());
            awaitMessage(second, "S1");
        }
    }

    @Test
    void leavesThePhoneReachableForPeerMessages() {
        try (TestCompanion first = TestCompanion.ready(sandbox, newPhone())) {
            Node peer = Node.builder("message")
                    .attr("id", "S2")
                    .attr("to", first.pn())
                    .attr("type", "text")
                    .attr("category", "peer")
                    .child(enc("for the phone"))
                    .build();
            assertThat(sendAndAwaitAck(first, peer).has("error")).isFalse();
        }
    }
}
