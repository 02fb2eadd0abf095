// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.interop.admin.AdminAnswer.Device;
import dev.switchboard.interop.admin.AdminRefusal;
import dev.switchboard.interop.baileys.BaileysEvent.Connection;
import dev.switchboard.interop.baileys.BaileysEvent.Qr;
import dev.switchboard.testkit.RequiresProgram;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stock Baileys links to the sandbox, logs in again, and is refused as it expects.
@RequiresProgram({"node", "npm"})
final class BaileysLinkingIT extends BaileysWorld {

    @Test
    void linksByQrCode() {
        var alice = linked("qr");

        assertThat(alice.client().jid()).startsWith(alice.phone() + ":").endsWith("@s.whatsapp.net");
        assertThat(alice.client().lid()).endsWith("@lid");
        assertThat(admin().account(alice.phone()).devices()).singleElement().satisfies(device -> {
            assertThat(device.online()).isTrue();
            assertThat(alice.client().jid()).contains(":" + device.id() + "@");
        });
    }

    @Test
    void linksByTypedCode() {
        var account = world().newAccount("typed");
        var client = unlinked("typed").linkByCode(admin(), account.phone());

        assertThat(client.jid()).startsWith(account.phone() + ":");
        assertThat(admin().account(account.phone()).devices()).hasSize(1);
    }

    @Test
    void isNotLinkedByAMistypedCode() {
        var account = world().newAccount("mistyped");
        var client = unlinked("mistyped").open();
        client.awaitQr();
        client.pairingCode(account.phone());

        assertThatThrownBy(() -> admin().enterCode(account.phone(), "WRNG-CDE1"))
                .isInstanceOfSatisfying(
                        AdminRefusal.class,
                        refusal -> assertThat(refusal.status()).isBetween(400, 499));
        assertThat(admin().account(account.phone()).devices()).isEmpty();
        client.disconnect();
    }

    @Test
    void isNotLinkedByAnInventedQrCode() {
        var account = world().newAccount("invented");

        assertThatThrownBy(() -> admin().scanQr(account.phone(), "2@nothing,AAAA,BBBB,CCCC,1"))
                .isInstanceOf(AdminRefusal.class);
        assertThat(admin().account(account.phone()).devices()).isEmpty();
    }

    @Test
    void learnsNameHistoryAndPeopleFromThePhone() {
        var friend = world().newAccount("friend");
        var account = world().newAccount("with a past");
        var sent = admin().sendText(friend.phone(), account.phone(), "before you were linked");
        admin().awaitMessage(account.phone(), sent.id(), message -> message.text() != null);
        var client = another("with-a-past", account.phone());

        var history = client.awaitHistory(part -> part.messages().stream()
                .anyMatch(message -> sent.id().equals(message.key().id())));
        assertThat(history.messages())
                .filteredOn(message -> sent.id().equals(message.key().id()))
                .singleElement()
                .satisfies(message -> assertThat(message.text()).isEqualTo("before you were linked"));
        client.journal()
                .await(0, BaileysEvent.Credentials.class, "the name", seen -> "with a past".equals(seen.name()));
    }

    @Test
    void logsInAgainAfterItsProcessWasKilled() {
        var friend = world().newAccount("friend of the killed");
        var account = world().newAccount("killed");
        try (var first = BaileysProcess.start()) {
            first.client("killed", world().baileysNetwork(), world().folderFor("killed"))
                    .linkByQr(admin(), account.phone());
            first.kill();
        }
        admin().awaitAccount(
                        account.phone(),
                        "its absence",
                        seen -> seen.devices().stream().noneMatch(Device::online));

        var again = onDisk("killed").open().awaitDrained();

        assertThat(again.journal().of(Qr.class)).isEmpty();
        var id = again.send(friend.phone() + "@s.whatsapp.net", "still me");
        admin().awaitMessage(friend.phone(), id, message -> "still me".equals(message.text()));
        again.disconnect();
    }

    @Test
    void logsInAgainAfterTheNetworkWasRestarted() {
        var friend = world().newAccount("friend of the abandoned");
        var alice = linked("abandoned");
        var before = alice.client().send(friend.phone() + "@s.whatsapp.net", "before");
        admin().awaitMessage(friend.phone(), before, message -> "before".equals(message.text()));

        world().restart();
        alice.client().awaitClosed();
        alice.client().open().awaitDrained();

        var after = alice.client().send(friend.phone() + "@s.whatsapp.net", "after");
        admin().awaitMessage(friend.phone(), after, message -> "after".equals(message.text()));
        assertThat(admin().inbox(friend.phone())).extracting("text").contains("before", "after");
        var answer = admin().sendText(friend.phone(), alice.phone(), "and back");
        assertThat(alice.client().awaitText(answer.id()).text()).isEqualTo("and back");
    }

    @Test
    void unlinksItselfByLoggingOut() {
        var alice = linked("leaver");

        alice.client().logout();

        assertThat(alice.client().awaitClosed().statusCode()).isEqualTo(401);
        admin().awaitAccount(alice.phone(), "no device", seen -> seen.devices().isEmpty());
        assertThat(alice.client().open().awaitClosed().statusCode()).isEqualTo(401);
    }

    @Test
    void isUnlinkedByThePhone() {
        var alice = linked("removed");
        var device = admin().account(alice.phone()).devices().getFirst().id();

        admin().removeDevice(alice.phone(), device);

        assertThat(alice.client().awaitClosed().statusCode()).isEqualTo(401);
        assertThat(alice.client().open().awaitClosed().statusCode()).isEqualTo(401);
    }

    @Test
    void isReplacedByASecondLoginWithItsCredentials() {
        var alice = linkedOnDisk("replaced");
        var twin = node().client("replacing", world().baileysNetwork(), world().folderFor("replaced"));

        twin.open().awaitOpen();

        assertThat(alice.client().awaitClosed().statusCode()).isEqualTo(440);
        assertThat(admin().account(alice.phone()).devices())
                .singleElement()
                .satisfies(device -> assertThat(device.online()).isTrue());
        twin.disconnect();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 405, 503})
    void reportsTheReasonOfARefusedLogin(int code) {
        var alice = linked("refused-" + code);
        alice.client().disconnect();
        alice.client().awaitClosed();
        var fault = admin().setFault(Map.of(
                "fault", "login-failure", "account", alice.phone(), "count", 1, "params", Map.of("code", code)));

        assertThat(alice.client().open().awaitClosed().statusCode()).isEqualTo(code);

        admin().clearFault(fault);
    }

    @Test
    void logsInAgainAfterARefusalThatKeepsTheLink() {
        var alice = linked("refused-once");
        alice.client().disconnect();
        alice.client().awaitClosed();
        admin().setFault(Map.of(
                "fault", "login-failure", "account", alice.phone(), "count", 1, "params", Map.of("code", 503)));
        alice.client().open().awaitClosed();

        alice.client().open().awaitDrained();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 515})
    void survivesTheEndOfTheStream(int code) {
        var alice = linked("stream-" + code);
        var from = alice.client().journal().position();
        admin().setFault(Map.of(
                "fault", "stream-error", "account", alice.phone(), "count", 1, "params", Map.of("code", code)));

        alice.client().presenceUnlessGone("available");

        var end = alice.client()
                .journal()
                .await(from, Connection.class, "the end", seen -> seen.state().equals("close"));
        assertThat(end.statusCode()).isEqualTo(code);
        if (!end.restarts()) {
            alice.client().open();
        }
        alice.client().journal().await(from, Connection.class, "the return", Connection::isOpen);
    }
}
