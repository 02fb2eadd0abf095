// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.companion;

import static dev.switchboard.interop.companion.OurDevice.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ClientRuntime;
import dev.switchboard.client.event.SyncEvent;
import dev.switchboard.client.event.SyncEvent.StateChanged;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.interop.baileys.BaileysClient;
import dev.switchboard.interop.baileys.BaileysWorld;
import dev.switchboard.testkit.RequiresProgram;
import dev.switchboard.wire.appstate.AppStateCollection;
import dev.switchboard.wire.appstate.SyncAction;
import dev.switchboard.wire.appstate.SyncAction.MessageRef;
import dev.switchboard.wire.jid.Jid;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The state that the devices of one account share: its phone, a stock Baileys and one of ours, changed by each and
/// seen by all.
@RequiresProgram({"node", "npm"})
final class AccountStateIT extends BaileysWorld {

    private final ClientRuntime runtime = ClientRuntime.create(InstantSource.system(), new SecureRandom());
    private String ada;
    private BaileysClient baileys;
    private OurDevice ours;
    private Jid bob;

    @BeforeAll
    void link() {
        var linked = linked("state of ada");
        ada = linked.phone();
        baileys = linked.client();
        ours = new OurDevice("state", world(), runtime).linkByQr(admin(), ada);
        bob = Jid.pn(world().newAccount("friend").phone());
        for (var collection : AppStateCollection.values()) {
            ours.journal()
                    .await(
                            0,
                            SyncEvent.CollectionSynced.class,
                            collection.wireName(),
                            synced -> synced.collection().equals(collection.wireName()));
        }
    }

    @AfterAll
    void stopOurs() {
        ours.stop();
        runtime.close();
    }

    private void change(SyncAction... actions) {
        given(ours.companion().accountState().change(List.of(actions)));
    }

    private static MessageRef message(Jid chat, String id) {
        return new MessageRef(chat, id, false, Optional.empty());
    }

    private <A extends SyncAction> A awaitHere(int from, Class<A> type, Predicate<A> fits) {
        return type.cast(ours.journal()
                .await(
                        from,
                        StateChanged.class,
                        type.getSimpleName(),
                        changed -> changed.source() == SyncEvent.Source.ELSEWHERE
                                && type.isInstance(changed.change())
                                && fits.test(type.cast(changed.change())))
                .change());
    }

    private void awaitThere(int from, String what, String field, String value) {
        baileys.awaitNews(
                from,
                "chats.update",
                chat -> chat.path("id").asText().equals(bob.toString())
                        && chat.path(field).asText().equals(value));
        assertThat(what).isNotEmpty();
    }

    private static SyncAction.Archive archive(Jid chat, boolean archived) {
        return new SyncAction.Archive(
                chat,
                archived,
                SyncAction.range(List.of(new SyncAction.MessageAt(message(chat, "M1"), Instant.now()))));
    }

    @Test
    void whatWeChangeReachesBaileysAndThePhone() {
        var from = baileys.journal().position();
        change(new SyncAction.Mute(bob, true, Optional.empty()));
        awaitThere(from, "mute", "muteEndTime", "-1");
        change(archive(bob, true));
        awaitThere(from, "archive", "archived", "true");
        change(new SyncAction.Pin(bob, true));
        baileys.awaitNews(from, "chats.update", chat -> chat.path("pinned").asLong() > 0);
        change(new SyncAction.MarkRead(
                bob, false, SyncAction.range(List.of(new SyncAction.MessageAt(message(bob, "M1"), Instant.now())))));
        awaitThere(from, "unread", "unreadCount", "-1");
        admin().awaitChatState(
                        ada,
                        "the chat as we left it",
                        chat -> chat.path("archived").asBoolean()
                                && chat.path("muted").asBoolean()
                                && chat.path("pinned").asBoolean());
    }

    @Test
    void whatBaileysChangesReachesUs() {
        var from = ours.journal().position();
        var range = List.of(Map.of(
                "key",
                Map.of("remoteJid", bob.toString(), "id", "M2", "fromMe", false),
                "messageTimestamp",
                Instant.now().getEpochSecond()));
        baileys.account("chatModify", Map.of("mute", 8L * 3600 * 1000), bob.toString());
        assertThat(awaitHere(from, SyncAction.Mute.class, SyncAction.Mute::muted)
                        .until())
                .isPresent();
        baileys.account("chatModify", Map.of("pin", true), bob.toString());
        awaitHere(from, SyncAction.Pin.class, SyncAction.Pin::pinned);
        baileys.account("chatModify", Map.of("archive", true, "lastMessages", range), bob.toString());
        awaitHere(from, SyncAction.Archive.class, SyncAction.Archive::archived);
        baileys.account("chatModify", Map.of("markRead", false, "lastMessages", range), bob.toString());
        awaitHere(from, SyncAction.MarkRead.class, mark -> !mark.read());
        baileys.account("star", bob.toString(), List.of(Map.of("id", "M2", "fromMe", false)), true);
        awaitHere(
                from,
                SyncAction.Star.class,
                star -> star.starred() && star.message().id().equals("M2"));
        baileys.account("chatModify", Map.of("delete", true, "lastMessages", range), bob.toString());
        awaitHere(from, SyncAction.DeleteChat.class, _ -> true);
    }

    @Test
    void labelsGoBothWays() {
        var from = baileys.journal().position();
        change(new SyncAction.LabelEdit("11", "Customers", 3, false), new SyncAction.LabelChat("11", bob, true));
        baileys.awaitNews(
                from, "labels.edit", label -> label.path("name").asText().equals("Customers"));
        baileys.awaitNews(
                from,
                "labels.association",
                one -> one.path("association").path("labelId").asText().equals("11"));
        var here = ours.journal().position();
        baileys.account("addLabel", "", Map.of("id", "12", "name", "Friends", "color", 4, "deleted", false));
        awaitHere(here, SyncAction.LabelEdit.class, label -> label.name().equals("Friends"));
        baileys.account("addChatLabel", bob.toString(), "12");
        awaitHere(here, SyncAction.LabelChat.class, label -> label.labelId().equals("12") && label.labeled());
        baileys.account("addMessageLabel", bob.toString(), "M3", "12");
        awaitHere(
                here, SyncAction.LabelMessage.class, label -> label.messageId().equals("M3"));
    }

    @Test
    void contactsGoBothWays() {
        var from = baileys.journal().position();
        change(new SyncAction.Contact(bob, "Bob Babbage", "Bob", Optional.empty(), Optional.of(bob)));
        baileys.awaitNews(
                from,
                "contacts.upsert",
                contact -> contact.path("name").asText().equals("Bob Babbage"));
        admin().awaitChatState(
                        ada, "the contact", chat -> chat.path("name").asText().equals("Bob Babbage"));
        var here = ours.journal().position();
        baileys.account("addOrEditContact", bob.toString(), Map.of("fullName", "Robert", "firstName", "Rob"));
        awaitHere(here, SyncAction.Contact.class, contact -> contact.fullName().equals("Robert"));
    }

    @Test
    void messagesAreStarredAndDeletedForUsOnly() {
        var friend = bob.user();
        var sent = admin().sendText(friend, ada, "star me");
        ours.awaitText(sent.id());
        var from = baileys.journal().position();
        change(new SyncAction.Star(message(bob, sent.id()), true));
        admin().awaitChatState(
                        ada, "the star", chat -> chat.path("starred").toString().contains(sent.id()));
        change(new SyncAction.DeleteForMe(message(bob, sent.id()), false, Instant.ofEpochSecond(sent.t())));
        baileys.awaitNews(from, "messages.delete", gone -> gone.toString().contains(sent.id()));
    }

    @Test
    void whatThePhoneChangesReachesUs() {
        var from = ours.journal().position();
        admin().phoneChanges(ada, Map.of("pin", Map.of("chat", bob.user(), "on", true)));
        awaitHere(from, SyncAction.Pin.class, SyncAction.Pin::pinned);
        admin().phoneChanges(ada, Map.of("archive", Map.of("chat", bob.user(), "on", false)));
        awaitHere(from, SyncAction.Archive.class, archive -> !archive.archived());
    }

    @Test
    void theAccountsNameGoesBothWays() {
        given(ours.companion().accountState().rename("Ada from our side"));
        admin().awaitAccount(ada, "the new name", account -> account.pushName().equals("Ada from our side"));
        var from = ours.journal().position();
        baileys.account("updateProfileName", "Ada from Baileys");
        awaitHere(from, SyncAction.PushName.class, name -> name.name().equals("Ada from Baileys"));
        assertThat(ours.companion().account().orElseThrow().pushName()).contains("Ada from Baileys");
    }

    @Test
    void changesOfAllAtOnceAllCount() {
        var replies = new ArrayList<Reply<Answer<Done>>>();
        for (int i = 0; i < 10; i++) {
            var chat = Jid.pn("1555730000" + i);
            replies.add(ours.companion().accountState().change(new SyncAction.Pin(chat, true)));
            admin().phoneChanges(ada, Map.of("pin", Map.of("chat", "1555731000" + i, "on", true)));
        }
        replies.forEach(OurDevice::given);
        for (int i = 0; i < 10; i++) {
            var mine = "1555730000" + i;
            admin().awaitChatState(
                            ada,
                            "our pin",
                            chat -> chat.toString().contains(mine)
                                    && chat.path("pinned").asBoolean());
            var theirs = Jid.pn("1555731000" + i);
            ours.journal()
                    .await(
                            0,
                            StateChanged.class,
                            "the phone's pin",
                            changed -> changed.change().equals(new SyncAction.Pin(theirs, true)));
        }
    }

    @Test
    void whatChangedWhileWeWereAwayIsFetchedOnReturn() {
        ours.stop();
        admin().phoneChanges(ada, Map.of("pin", Map.of("chat", "15557320001", "on", true)));
        var from = ours.journal().position();
        ours.start().awaitConnected();
        awaitHere(from, SyncAction.Pin.class, pin -> pin.chat().equals(Jid.pn("15557320001")));
    }

    @Test
    void aDeviceLinkedLaterLearnsTheWholeState() {
        change(new SyncAction.Mute(Jid.pn("15557330001"), true, Optional.empty()));
        var later = new OurDevice("later", world(), runtime).linkByQr(admin(), ada);
        later.journal()
                .await(
                        0,
                        StateChanged.class,
                        "the mute",
                        changed -> changed.source() == SyncEvent.Source.WHOLE
                                && changed.change()
                                        .equals(new SyncAction.Mute(Jid.pn("15557330001"), true, Optional.empty())));
        later.stop();
    }
}
