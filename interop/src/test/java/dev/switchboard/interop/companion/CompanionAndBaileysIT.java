// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.ClientEvent.ChatActivityChanged;
import dev.switchboard.client.event.ClientEvent.LinkStateChanged;
import dev.switchboard.client.event.ClientEvent.PresenceChanged;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.ChatActivity;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.interop.baileys.BaileysClient;
import dev.switchboard.interop.baileys.BaileysEvent.Message;
import dev.switchboard.interop.baileys.BaileysProcess;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our client and stock Baileys chat over the sandbox: nobody told either of them who the other is.
@RequiresProgram({"node", "npm"})
final class CompanionAndBaileysIT extends BaileysWorld {

    private static final int STORM = 60;

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private Ours ours;
    private Linked theirs;

    @BeforeAll
    void link() {
        ours = oursLinked("ours");
        theirs = linked("theirs");
    }

    @AfterAll
    void stopOurs() {
        ours.device().stop();
        runtime.close();
    }

    @Test
    void textFromUsToBaileysWithReceipts() {
        var id = ours.device().send(jid(theirs), "hello baileys");

        var received = theirs.client().awaitText(id);
        assertThat(received.text()).isEqualTo("hello baileys");
        assertThat(received.key().chat())
                .satisfiesAnyOf(
                        chat -> assertThat(chat).startsWith(ours.phone() + "@"),
                        chat -> assertThat(chat)
                                .isEqualTo(ours.device().lid().bare().toString()));
        ours.device().awaitStatus(id, MessageStatus.DELIVERED);
        theirs.client().read(received);
        ours.device().awaitStatus(id, MessageStatus.READ);
        assertThat(admin().awaitMessage(theirs.phone(), id, message -> message.text() != null)
                        .copies())
                .isEqualTo(1);
    }

    @Test
    void textFromBaileysToUsWithReceipts() {
        var id = theirs.client().send(ours.jid(), "hello switchboard");

        var received = ours.device().awaitText(id);
        assertThat(received.text()).contains("hello switchboard");
        assertThat(received.fromMe()).isFalse();
        assertThat(received.chat().pn()).contains(Jid.pn(theirs.phone()));
        theirs.client().awaitStatus(id, BaileysClient.DELIVERED);
        ours.device().read(received);
        theirs.client().awaitStatus(id, BaileysClient.READ);
    }

    @Test
    void addressedByHiddenIdToo() {
        var lid = theirs.account().lid();
        var out = ours.device().send(Jid.parse(lid.contains("@") ? lid : lid + "@lid"), "to your lid");
        assertThat(theirs.client().awaitText(out).text()).isEqualTo("to your lid");

        var back = theirs.client().send(ours.device().lid().bare().toString(), "and to yours");
        assertThat(ours.device().awaitText(back).text()).contains("and to yours");
    }

    @Test
    void editsBothWays() {
        var mine = ours.device().send(jid(theirs), "helo");
        theirs.client().awaitText(mine);
        ours.device().edit(jid(theirs), mine, "hello");
        theirs.client().awaitEdit(mine, "hello");

        var yours = theirs.client().send(ours.jid(), "wrold");
        ours.device().awaitText(yours);
        theirs.client().edit(ours.jid(), yours, "world");
        assertThat(ours.device().awaitEdit(yours).text()).contains("world");
    }

    @Test
    void deletionsBothWays() {
        var mine = ours.device().send(jid(theirs), "forget this");
        theirs.client().awaitText(mine);
        ours.device().revoke(jid(theirs), mine);
        theirs.client().awaitRevoked(mine);

        var yours = theirs.client().send(ours.jid(), "and this");
        ours.device().awaitText(yours);
        theirs.client().revoke(ours.jid(), yours);
        ours.device().awaitRevoked(yours);
    }

    @Test
    void aLongConversationInTurnsIsReadable() {
        var sent = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            var id = ours.device().send(jid(theirs), "question " + i);
            assertThat(theirs.client().awaitText(id).text()).isEqualTo("question " + i);
            var answer = theirs.client().send(ours.jid(), "answer " + i);
            ours.device().awaitText(answer);
            sent.add(answer);
        }
        assertThat(ours.device().received().map(IncomingMessage::id).filter(sent::contains))
                .containsExactlyElementsOf(sent);
    }

    @Test
    void presenceAndTypingBothWays() {
        var heard = ours.device().journal().position();
        ours.device().companion().showAvailable(true);
        ours.device().companion().subscribePresence(jid(theirs));
        ours.device().await(heard, PresenceChanged.class, "presence", PresenceChanged::available);
        theirs.client().chatState(ours.jid(), "composing");
        ours.device()
                .await(heard, ChatActivityChanged.class, "typing", seen -> seen.activity() == ChatActivity.COMPOSING);
        theirs.client().chatState(ours.jid(), "recording");
        ours.device()
                .await(
                        heard,
                        ChatActivityChanged.class,
                        "recording",
                        seen -> seen.activity() == ChatActivity.RECORDING);
        theirs.client().presence("unavailable");
        ours.device().await(heard, PresenceChanged.class, "absence", seen -> !seen.available());
        theirs.client().presence("available");

        var seen = theirs.client().journal().position();
        theirs.client().subscribe(ours.jid());
        theirs.client().awaitPresence(seen, "available");
        ours.device().companion().showActivity(jid(theirs), ChatActivity.COMPOSING);
        theirs.client().awaitPresence(seen, "composing");
        ours.device().companion().showActivity(jid(theirs), ChatActivity.RECORDING);
        theirs.client().awaitPresence(seen, "recording");
    }

    @Test
    void chatsOnAfterRestartsOfEitherSide() {
        var mine = oursLinked("restarting-ours");
        var yours = linkedOnDisk("restarting-theirs");
        exchange(mine, yours);

        mine.device().restart().awaitConnected();
        exchange(mine, yours);

        yours.client().forget();
        yours.client().open().awaitDrained();
        yours.client().presence("available");
        exchange(mine, yours);

        var before = ours.device().journal().position();
        world().restart();
        ours.device()
                .await(
                        before,
                        LinkStateChanged.class,
                        "the return",
                        changed -> changed.state() instanceof LinkState.Connected);
        returnToTheNetwork(theirs);
        returnToTheNetwork(yours);
        mine.device().restart().awaitConnected();
        exchange(mine, yours);

        assertThat(mine.device().undecryptable()).isEmpty();
        assertThat(yours.client().texts()).noneMatch(Message::undecryptable);
        mine.device().stop();
    }

    @Test
    void allDevicesOfBothAccountsGetTheirCopies() {
        var mixed = linked("mixed-first");
        var second = another("mixed-second", mixed.phone());
        var third = new OurDevice("mixed-third", world(), runtime).linkByQr(admin(), mixed.phone());

        var in = ours.device().send(jid(mixed), "to all three");
        assertThat(mixed.client().awaitText(in).text()).isEqualTo("to all three");
        assertThat(second.awaitText(in).text()).isEqualTo("to all three");
        assertThat(third.awaitText(in).text()).contains("to all three");
        admin().awaitMessage(mixed.phone(), in, message -> "to all three".equals(message.text()));

        var fromBaileys = mixed.client().send(ours.jid(), "from the first");
        ours.device().awaitText(fromBaileys);
        assertThat(second.awaitText(fromBaileys).key().fromMe()).isTrue();
        var copy = third.awaitText(fromBaileys);
        assertThat(copy.fromMe()).isTrue();
        assertThat(copy.chat().pn()).contains(Jid.pn(ours.phone()));

        var fromUs = third.send(Jid.pn(ours.phone()), "from the third");
        assertThat(ours.device().awaitText(fromUs).text()).contains("from the third");
        assertThat(mixed.client().awaitText(fromUs).key().fromMe()).isTrue();
        assertThat(second.awaitText(fromUs).key().fromMe()).isTrue();
        assertThat(admin().awaitMessage(mixed.phone(), fromUs, message -> message.text() != null)
                        .fromMe())
                .isTrue();
        third.stop();
    }

    @Test
    void aDeviceLinkedLaterIsWrittenTo() {
        var growing = linked("growing");
        var before = ours.device().send(jid(growing), "to one");
        growing.client().awaitText(before);

        var later = another("grown", growing.phone());
        var after = ours.device().send(jid(growing), "to two");

        assertThat(growing.client().awaitText(after).text()).isEqualTo("to two");
        assertThat(later.awaitText(after).text()).isEqualTo("to two");
    }

    @Test
    void whatWeMissedComesOnceAndInOrder() {
        var absent = oursLinked("absent-ours");
        absent.device().stop();
        var sent = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            sent.add(theirs.client().send(absent.jid(), "missed " + i));
        }

        absent.device().restart().awaitConnected();

        sent.forEach(absent.device()::awaitText);
        assertThat(absent.device().received().map(IncomingMessage::id)).containsExactlyElementsOf(sent);
        absent.device().stop();
    }

    @Test
    void whatBaileysMissedComesOnceAndInOrder() {
        var absent = linked("absent-theirs");
        absent.client().disconnect();
        absent.client().awaitClosed();
        var sent = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            sent.add(ours.device().send(jid(absent), "missed " + i));
        }

        absent.client().open().awaitDrained();

        sent.forEach(absent.client()::awaitText);
        assertThat(absent.client().texts().map(message -> message.key().id())).containsExactlyElementsOf(sent);
    }

    @Test
    void aSessionWeLostIsMendedByOurRetryReceipt() {
        var mine = oursLinked("forgetful-ours");
        var yours = linked("patient-theirs");
        exchange(mine, yours);
        mine.device().stop();
        assertThat(mine.device().dropSessions(lid(yours))).isNotEmpty();
        mine.device().restart().awaitConnected();

        var id = yours.client().send(mine.jid(), "do you still know me?");

        assertThat(mine.device().awaitText(id).text()).contains("do you still know me?");
        exchange(mine, yours);
        mine.device().stop();
    }

    @Test
    void aSessionBaileysLostIsMendedByItsRetryReceipt() {
        var mine = oursLinked("patient-ours");
        var yours = linked("forgetful-theirs");
        exchange(mine, yours);
        assertThat(yours.client().dropSessions(mine.device().lid().bare().toString()))
                .isNotEmpty();

        var id = mine.device().send(jid(yours), "do you still know me?");

        assertThat(yours.client().awaitText(id).text()).isEqualTo("do you still know me?");
        exchange(mine, yours);
        mine.device().stop();
    }

    @Test
    void aSessionLostWhileAwayIsMendedForEveryMessageThatWaited() {
        var mine = oursLinked("away-and-forgetful");
        var yours = linked("writing-meanwhile");
        exchange(mine, yours);
        mine.device().stop();
        mine.device().dropSessions(lid(yours));
        var sent = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            sent.add(yours.client().send(mine.jid(), "waiting " + i));
        }

        mine.device().restart().awaitConnected();

        sent.forEach(mine.device()::awaitText);
        exchange(mine, yours);
        mine.device().stop();
    }

    @Test
    void bothInitiateAtOnceAndBothAreReadable() {
        var mine = oursLinked("crossing-ours");
        var yours = linked("crossing-theirs");
        mine.device().stop();
        var theirFirst = yours.client().send(mine.jid(), "first");
        mine.device().restart();
        var ourFirst =
                mine.device().companion().send(OutgoingMessage.text(OurDevice.newId(), jid(yours), "also first"));

        assertThat(mine.device().awaitConnected().awaitText(theirFirst).text()).contains("first");
        assertThat(OurDevice.outcome(ourFirst)).isNotNull();
        exchange(mine, yours);
        exchange(mine, yours);
        mine.device().stop();
    }

    @Test
    void aStormBothWaysArrivesOnceAndInOrder() {
        var mine = oursLinked("storm-ours");
        var yours = linked("storm-theirs");
        exchange(mine, yours);

        var toThem = new ArrayList<OurDevice.Pending>();
        var toUs = new ArrayList<BaileysProcess.Text>();
        for (int i = 0; i < STORM; i++) {
            toThem.add(mine.device().handOver(jid(yours), "ours " + i));
            toUs.add(new BaileysProcess.Text(yours.client(), mine.jid(), "theirs " + i));
        }
        var theirIds = node().sendTogether(toUs.toArray(BaileysProcess.Text[]::new));

        toThem.forEach(sent -> yours.client().awaitText(sent.id()));
        theirIds.forEach(mine.device()::awaitText);
        assertThat(yours.client().texts().map(message -> message.text()).filter(text -> text.startsWith("ours ")))
                .containsExactlyElementsOf(numbered("ours "));
        assertThat(mine.device().received().map(message -> message.text().orElse("")))
                .filteredOn(text -> text.startsWith("theirs "))
                .hasSize(STORM)
                .doesNotHaveDuplicates();
        assertThat(mine.device().undecryptable()).isEmpty();
        assertThat(yours.client().journal().of(Message.class)).noneMatch(Message::undecryptable);
        assertThat(admin().brokenRules(mine.phone())).isEmpty();
        mine.device().stop();
    }

    @Test
    void aStormThroughBreakingConnectionsLosesAndDoublesNothing() {
        var mine = oursLinked("broken-ours");
        var yours = linked("steady-theirs");
        exchange(mine, yours);

        var sent = new ArrayList<String>();
        var theirs = new ArrayList<String>();
        for (int round = 0; round < 5; round++) {
            admin().drop(Map.of("account", mine.phone(), "how", round % 2 == 0 ? "reset" : "close"));
            for (int i = 0; i < 10; i++) {
                sent.add(mine.device().sendPatiently(jid(yours), "ours " + sent.size()));
                theirs.add(yours.client().send(mine.jid(), "theirs " + theirs.size()));
            }
        }

        sent.forEach(yours.client()::awaitText);
        theirs.forEach(mine.device()::awaitText);
        assertThat(yours.client().texts().map(message -> message.text()).filter(text -> text.startsWith("ours ")))
                .containsExactlyElementsOf(numbered("ours ").subList(0, sent.size()));
        assertThat(mine.device().received().map(IncomingMessage::id).filter(theirs::contains))
                .containsExactlyElementsOf(theirs);
        assertThat(admin().inbox(yours.phone())).extracting("copies").containsOnly(1);
        mine.device().stop();
    }

    @Test
    void baileysLinkedAnewIsWrittenToUnderItsNewDevice() {
        var moving = linked("moving");
        exchange(ours, moving);
        moving.client().logout();
        moving.client().awaitClosed();

        var again = new Linked(moving.account(), another("moved", moving.phone()));

        exchange(ours, again);
    }

    @Test
    void aPhoneThatWasReRegisteredAndItsNewCompanionAreTrusted() {
        var moving = linked("before-the-new-phone");
        exchange(ours, moving);
        admin().newIdentity(moving.phone());
        assertThat(moving.client().awaitClosed().statusCode()).isEqualTo(401);

        var again = new Linked(moving.account(), another("after-the-new-phone", moving.phone()));

        exchange(ours, again);
        var id = ours.device().send(jid(again), "to the new phone too");
        assertThat(admin().awaitMessage(again.phone(), id, message -> message.text() != null)
                        .text())
                .isEqualTo("to the new phone too");
    }

    @Test
    void ourClientBreaksNoRuleOfTheNetwork() {
        exchange(ours, theirs);

        assertThat(admin().brokenRules(ours.phone())).isEmpty();
    }

    private static List<String> numbered(String prefix) {
        return IntStream.range(0, STORM).mapToObj(i -> prefix + i).toList();
    }

    private void exchange(Ours mine, Linked yours) {
        var there = mine.device().send(jid(yours), "from ours");
        assertThat(yours.client().awaitText(there).text()).isEqualTo("from ours");
        var back = yours.client().send(mine.jid(), "from theirs");
        assertThat(mine.device().awaitText(back).text()).contains("from theirs");
    }

    /// Baileys leaves it to its application to connect again.
    private static void returnToTheNetwork(Linked linked) {
        linked.client().awaitClosed();
        linked.client().open().awaitDrained();
        linked.client().presence("available");
    }

    private Ours oursLinked(String name) {
        var account = world().newAccount(name);
        return new Ours(account.phone(), new OurDevice(name, world(), runtime).linkByQr(admin(), account.phone()));
    }

    private static Jid jid(Linked linked) {
        return Jid.pn(linked.phone());
    }

    private static Jid lid(Linked linked) {
        var lid = linked.account().lid();
        return Jid.parse(lid.contains("@") ? lid : lid + "@lid");
    }

    /// An account with our device.
    private record Ours(String phone, OurDevice device) {

        String jid() {
            return phone + "@s.whatsapp.net";
        }
    }
}
