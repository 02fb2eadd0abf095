// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.interop.admin.AdminAnswer.LoggedStanza;
import dev.switchboard.interop.baileys.BaileysEvent.Message;
import dev.switchboard.testkit.RequiresProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Stock Baileys talks to simulated phones and to other stock Baileys.
@RequiresProgram({"node", "npm"})
final class BaileysChatIT extends BaileysWorld {

    private Linked alice;
    private Linked bob;

    @BeforeAll
    void link() {
        alice = linked("alice");
        bob = linked("bob");
    }

    @Test
    void readsThePhoneAndTellsIt() {
        var sent = admin().sendText(bob.phone(), alice.phone(), "from a phone");

        var received = alice.client().awaitText(sent.id());
        assertThat(received.text()).isEqualTo("from a phone");
        assertThat(received.key().fromMe()).isFalse();
        admin().awaitMessage(bob.phone(), sent.id(), message -> "delivered".equals(message.status()));

        alice.client().read(received);
        admin().awaitMessage(bob.phone(), sent.id(), message -> "read".equals(message.status()));
    }

    @Test
    void writesToThePhoneAndHearsOfIt() {
        var carol = world().newAccount("carol");

        var id = alice.client().send(carol.phone() + "@s.whatsapp.net", "to a phone");

        var received = admin().awaitMessage(carol.phone(), id, message -> message.text() != null);
        assertThat(received.text()).isEqualTo("to a phone");
        assertThat(received.copies()).isEqualTo(1);
        assertThat(received.chat()).isEqualTo(alice.phone());
        admin().receipt(carol.phone(), alice.phone(), "delivered", id);
        alice.client().awaitStatus(id, BaileysClient.DELIVERED);
        admin().receipt(carol.phone(), alice.phone(), "read", id);
        alice.client().awaitStatus(id, BaileysClient.READ);
    }

    @Test
    void isAnsweredByAPhoneThatEchoes() {
        var echo = world().newAccount("echo");
        admin().behave(echo.phone(), Map.of("receipts", "read", "reply", "echo"));

        var id = alice.client().send(echo.phone() + "@s.whatsapp.net", "hello, hello");

        alice.client().awaitStatus(id, BaileysClient.READ);
        var answer = alice.client()
                .awaitMessage(
                        "the echo",
                        message -> !message.key().fromMe()
                                && message.key().chat().startsWith(echo.phone())
                                && "hello, hello".equals(message.text()));
        assertThat(answer.undecryptable()).isFalse();
    }

    @Test
    void chatsWithAnotherBaileys() {
        var there = alice.client().send(bob.jid(), "hello bob");
        var seenByBob = bob.client().awaitText(there);
        assertThat(seenByBob.text()).isEqualTo("hello bob");
        alice.client().awaitStatus(there, BaileysClient.DELIVERED);

        var back = bob.client().quote(alice.jid(), "hello alice", there);
        var seenByAlice = alice.client().awaitText(back);
        assertThat(seenByAlice.text()).isEqualTo("hello alice");
        bob.client().awaitStatus(back, BaileysClient.DELIVERED);

        bob.client().read(seenByBob);
        alice.client().awaitStatus(there, BaileysClient.READ);
        alice.client().read(seenByAlice);
        bob.client().awaitStatus(back, BaileysClient.READ);
        assertThat(admin().awaitMessage(bob.phone(), there, message -> message.text() != null)
                        .copies())
                .isEqualTo(1);
    }

    @Test
    void editsAndDeletes() {
        var first = alice.client().send(bob.jid(), "fisrt");
        bob.client().awaitText(first);
        alice.client().edit(bob.jid(), first, "first");
        bob.client().awaitEdit(first, "first");
        admin().awaitMessage(bob.phone(), first, message -> "first".equals(message.text()) && message.wasEdited());

        var second = bob.client().send(alice.jid(), "regretted");
        alice.client().awaitText(second);
        bob.client().revoke(alice.jid(), second);
        alice.client().awaitRevoked(second);
        admin().awaitMessage(alice.phone(), second, message -> message.wasRevoked());
    }

    @Test
    void seesEditsAndDeletionsOfThePhone() {
        var edited = admin().sendText(bob.phone(), alice.phone(), "ome");
        alice.client().awaitText(edited.id());
        admin().phoneSends(bob.phone(), Map.of("to", alice.phone(), "edit", Map.of("id", edited.id(), "text", "one")));
        alice.client().awaitEdit(edited.id(), "one");

        admin().phoneSends(bob.phone(), Map.of("to", alice.phone(), "revoke", Map.of("id", edited.id())));
        alice.client().awaitRevoked(edited.id());
    }

    @Test
    void everyDeviceOfTheAccountGetsACopy() {
        var carol = linked("carol-with-two");
        var second = another("carol-second", carol.phone());

        var out = carol.client().send(bob.jid(), "from my first device");
        var copy = second.awaitText(out);
        assertThat(copy.key().fromMe()).isTrue();
        assertThat(copy.key().chat()).startsWith(bob.phone());
        bob.client().awaitText(out);
        assertThat(admin().awaitMessage(carol.phone(), out, message -> message.text() != null)
                        .fromMe())
                .isTrue();

        var in = bob.client().send(carol.jid(), "to all of you");
        assertThat(carol.client().awaitText(in).text()).isEqualTo("to all of you");
        assertThat(second.awaitText(in).text()).isEqualTo("to all of you");
        admin().awaitMessage(carol.phone(), in, message -> "to all of you".equals(message.text()));

        var other = second.send(bob.jid(), "from my second device");
        bob.client().awaitText(other);
        assertThat(carol.client().awaitText(other).key().fromMe()).isTrue();
    }

    @Test
    void findsWhatWasSentWhileItWasAwayOnceAndInOrder() {
        var dave = linked("dave");
        dave.client().disconnect();
        dave.client().awaitClosed();
        var sent = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            var byAlice = alice.client().send(dave.jid(), "alice " + i);
            admin().awaitMessage(dave.phone(), byAlice, message -> message.text() != null);
            sent.add(byAlice);
            sent.add(admin().sendText(bob.phone(), dave.phone(), "bob " + i).id());
        }

        dave.client().open().awaitDrained();

        sent.forEach(dave.client()::awaitText);
        assertThat(dave.client().texts().map(message -> message.key().id())).containsExactlyElementsOf(sent);
        assertThat(dave.client().texts()).noneMatch(Message::undecryptable);
    }

    @Test
    void aLostSessionOfTheReaderIsMendedByARetryReceipt() {
        var erin = linked("erin");
        establish(erin);

        assertThat(erin.client().dropSessions(alice.account().lid())).isNotEmpty();
        var lost = alice.client().send(erin.jid(), "can you read this?");

        assertThat(erin.client().awaitText(lost).text()).isEqualTo("can you read this?");
        assertThat(admin().stanzas(erin.phone()))
                .anyMatch(
                        stanza -> stanza.xml().contains("retry") && stanza.xml().contains(lost));
    }

    @Test
    void aLostSessionOfTheWriterIsBuiltAnew() {
        var frank = linked("frank");
        establish(frank);

        frank.client().dropSessions(alice.account().lid());
        var id = frank.client().send(alice.jid(), "a new beginning");

        assertThat(alice.client().awaitText(id).text()).isEqualTo("a new beginning");
        var answer = alice.client().send(frank.jid(), "welcome");
        assertThat(frank.client().awaitText(answer).text()).isEqualTo("welcome");
    }

    /// Baileys' own fault, not ours: npm libsignal turns the ratchet before it checks the MAC, and keeps the
    /// damage. When both sides began at once, a message on one of the two sessions breaks the other, and the
    /// next message on that one cannot be read. What mends it is a retry receipt, so the network has to carry
    /// those.
    @Test
    void crossedInitiationBreaksBaileysAndARetryReceiptMendsIt() {
        var ivan = linked("ivan");
        var judy = linked("judy");
        establish(ivan, judy);
        ivan.client().dropSessions(judy.account().lid());
        judy.client().dropSessions(ivan.account().lid());
        ivan.client().beginSessions(judy.client().jid());
        judy.client().beginSessions(ivan.client().jid());
        holdNextMessage(ivan);
        holdNextMessage(judy);
        var first = node().sendTogether(
                        new BaileysProcess.Text(ivan.client(), judy.jid(), "ivan begins"),
                        new BaileysProcess.Text(judy.client(), ivan.jid(), "judy begins"));
        judy.client().awaitText(first.get(0));
        ivan.client().awaitText(first.get(1));
        var breaking = ivan.client().send(judy.jid(), "breaks judy's session");
        judy.client().awaitText(breaking);

        var broken = judy.client().send(ivan.jid(), "on the broken session");

        assertThat(ivan.client().awaitText(broken).text()).isEqualTo("on the broken session");
        assertThat(ivan.client().journal().of(Message.class))
                .as("Baileys could not read it at first")
                .anyMatch(
                        message -> message.undecryptable() && message.key().id().equals(broken));
        assertThat(retryReceipts(ivan, broken)).as("and asked again").isNotEmpty();
        var after = ivan.client().send(judy.jid(), "all well");
        assertThat(judy.client().awaitText(after).text()).isEqualTo("all well");
    }

    @Test
    void aReRegisteredPhoneIsTrustedAgain() {
        var grace = world().newAccount("grace");
        var before = alice.client().send(grace.phone() + "@s.whatsapp.net", "old phone");
        admin().awaitMessage(grace.phone(), before, message -> message.text() != null);

        admin().newIdentity(grace.phone());
        var sent = admin().sendText(grace.phone(), alice.phone(), "new phone");
        assertThat(alice.client().awaitText(sent.id()).text()).isEqualTo("new phone");

        var after = alice.client().send(grace.phone() + "@s.whatsapp.net", "hello new phone");
        admin().awaitMessage(grace.phone(), after, message -> "hello new phone".equals(message.text()));
    }

    @Test
    void seesAndShowsPresenceAndTyping() {
        var from = alice.client().journal().position();
        alice.client().subscribe(bob.jid());
        alice.client().awaitPresence(from, "available");

        bob.client().chatState(alice.jid(), "composing");
        alice.client().awaitPresence(from, "composing");
        bob.client().chatState(alice.jid(), "paused");
        alice.client().awaitPresence(from, "available");
        bob.client().chatState(alice.jid(), "recording");
        alice.client().awaitPresence(from, "recording");

        var fromPhone = bob.client().journal().position();
        admin().chatState(alice.phone(), bob.phone(), "composing");
        bob.client().awaitPresence(fromPhone, "composing");

        var gone = alice.client().journal().position();
        bob.client().presence("unavailable");
        alice.client().awaitPresence(gone, "unavailable");
        bob.client().presence("available");
        alice.client().awaitPresence(gone, "available");
    }

    @Test
    void isToldOfARefusedMessage() {
        var henry = world().newAccount("henry");
        admin().setFault(Map.of(
                "fault",
                "message-error",
                "account",
                alice.phone(),
                "chat",
                henry.phone(),
                "count",
                1,
                "params",
                Map.of("code", 463)));

        var id = alice.client().send(henry.phone() + "@s.whatsapp.net", "never arrives");

        assertThat(alice.client().awaitError(id)).contains("463");
        assertThat(admin().inbox(henry.phone())).isEmpty();
    }

    private List<LoggedStanza> retryReceipts(Linked reader, String id) {
        return admin().stanzas(reader.phone()).stream()
                .filter(stanza -> stanza.xml().startsWith("<receipt")
                        && stanza.xml().contains("\"retry\"")
                        && stanza.xml().contains(id))
                .toList();
    }

    /// The network keeps the next message to a reader for so long that the reader has written one meanwhile.
    private void holdNextMessage(Linked reader) {
        admin().setFault(Map.of(
                "fault",
                "delivery-delay",
                "account",
                reader.phone(),
                "count",
                1,
                "params",
                Map.of("stanza", "message", "millis", 3_000)));
    }

    private void establish(Linked other) {
        establish(alice, other);
    }

    private static void establish(Linked one, Linked other) {
        var there = one.client().send(other.jid(), "one");
        other.client().awaitText(there);
        var back = other.client().send(one.jid(), "two");
        one.client().awaitText(back);
    }
}
