// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.interop.baileys.BaileysClient;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// From a REST call on one side to stock Baileys on the other, and back.
@RequiresProgram({"node", "npm"})
final class GatewayAndBaileysIT extends BaileysWorld {

    private static final String SESSION = "shop";

    private OurGateway gateway;
    private String phone;
    private Linked theirs;

    @BeforeAll
    void link() {
        gateway = new OurGateway(world());
        phone = world().newAccount("shop").phone();
        gateway.linkByQr(SESSION, phone);
        theirs = linked("customer");
    }

    @AfterAll
    void stopTheGateway() {
        gateway.close();
    }

    @Test
    void linksByTypedCode() {
        var other = world().newAccount("typed in the gateway").phone();

        gateway.linkByCode("typed", other);

        assertThat(admin().account(other).devices()).hasSize(1);
    }

    @Test
    void whatIsPostedIsReadByBaileysAndItsReceiptsAreShown() {
        var id = gateway.send(SESSION, theirs.phone(), "your order is ready");

        var received = theirs.client().awaitText(id);
        assertThat(received.text()).isEqualTo("your order is ready");
        gateway.awaitStatus(SESSION, id, "delivered");
        theirs.client().read(received);
        gateway.awaitStatus(SESSION, id, "read");
    }

    @Test
    void whatBaileysWritesIsShownAndReceiptsReachIt() {
        var id = theirs.client().send(jid(), "where is it?");

        var shown = gateway.awaitMessage(SESSION, id, message -> message.hasNonNull("text"));
        assertThat(shown.path("text").asText()).isEqualTo("where is it?");
        assertThat(shown.path("fromMe").asBoolean()).isFalse();
        assertThat(shown.path("chat").path("phone").asText()).isEqualTo(theirs.phone());
        gateway.markRead(SESSION, theirs.phone());
        theirs.client().awaitStatus(id, BaileysClient.READ);
    }

    @Test
    void editsAndDeletionsGoBothWays() {
        var ours = gateway.send(SESSION, theirs.phone(), "tomorow");
        theirs.client().awaitText(ours);
        gateway.edit(SESSION, ours, "tomorrow");
        theirs.client().awaitEdit(ours, "tomorrow");
        gateway.revoke(SESSION, ours);
        theirs.client().awaitRevoked(ours);

        var yours = theirs.client().send(jid(), "thansk");
        gateway.awaitMessage(SESSION, yours, message -> message.hasNonNull("text"));
        theirs.client().edit(jid(), yours, "thanks");
        gateway.awaitMessage(
                SESSION, yours, message -> message.path("text").asText().equals("thanks"));
        theirs.client().revoke(jid(), yours);
        gateway.awaitMessage(SESSION, yours, message -> message.hasNonNull("revokedAt"));
    }

    @Test
    void chatsOnAfterItsRestartWithoutAnotherScan() {
        var before = gateway.send(SESSION, theirs.phone(), "before the restart");
        theirs.client().awaitText(before);

        gateway.restart();
        var missed = theirs.client().send(jid(), "you were away");
        gateway.awaitState(SESSION, "connected");

        gateway.awaitMessage(
                SESSION, missed, message -> message.path("text").asText().equals("you were away"));
        var after = gateway.send(SESSION, theirs.phone(), "after the restart");
        assertThat(theirs.client().awaitText(after).text()).isEqualTo("after the restart");
        gateway.awaitMessage(
                SESSION, before, message -> message.path("text").asText().equals("before the restart"));
        assertThat(admin().account(phone).devices()).hasSize(1);
    }

    @Test
    void manyMessagesArriveOnceAndInTheOrderOfTheirPosting() {
        var reader = linked("patient-customer");
        var posted = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            posted.add(gateway.send(SESSION, reader.phone(), "line " + i));
        }

        posted.forEach(reader.client()::awaitText);
        assertThat(reader.client().texts().map(message -> message.key().id())).containsExactlyElementsOf(posted);
        assertThat(admin().inbox(reader.phone())).extracting("copies").containsOnly(1);
    }

    private String jid() {
        return phone + "@s.whatsapp.net";
    }
}
