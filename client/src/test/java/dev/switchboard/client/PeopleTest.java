// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.person.About;
import dev.switchboard.client.person.BusinessProfile;
import dev.switchboard.client.person.PersonInfo;
import dev.switchboard.client.person.PictureAnswer;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.client.store.Shelf;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.proto.VerifiedNameCertificate;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.ProfileStanzas;
import dev.switchboard.wire.stanza.UsyncAnswer;
import dev.switchboard.wire.stanza.UsyncRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleTest {

    private final Stage stage = new Stage("people").linked();

    private static <T> T given(Reply<Answer<T>> reply) throws Exception {
        Answer<T> answer = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<T>) answer).value();
    }

    private static void result(Line line, Node question, Node... children) {
        line.say(Iq.serverResult(question).children(List.of(children)).build());
    }

    private Node notification(Jid from, News news) {
        return new Notification(Notification.Header.of("n1", from, stage.clock.instant()), news).toNode();
    }

    private static Node raw(String type, Jid from, Node child) {
        return Node.builder("notification")
                .attr("id", "n1")
                .attr("type", type)
                .attr("from", from)
                .attr("t", 1)
                .child(child)
                .build();
    }

    // Pictures

    @Test
    void findsAPicture() throws Exception {
        Line line = stage.login();
        Reply<Answer<PictureAnswer>> reply =
                stage.companion.people().picture(Contact.PN, PictureSize.PREVIEW, Optional.of("7"));
        Node question = line.nextIqWith("picture");
        assertThat(question.requireJid("target")).isEqualTo(Contact.PN);
        Node asked = question.requireChild("picture");
        assertThat(asked.requireText("type")).isEqualTo("preview");
        assertThat(asked.requireText("id")).isEqualTo("7");
        result(
                line,
                question,
                Node.builder("picture")
                        .attr("id", "8")
                        .attr("url", "http://127.0.0.1/p")
                        .attr("direct_path", "/p")
                        .attr("hash", "aGFzaA==")
                        .build());
        assertThat(given(reply))
                .isEqualTo(new PictureAnswer.Found(
                        "8", "http://127.0.0.1/p", Optional.of("/p"), Optional.of(Bytes.utf8("hash"))));
    }

    @ParameterizedTest
    @CsvSource({"401,Hidden", "403,Hidden", "404,None", "304,Unchanged"})
    void saysWhyThereIsNoPicture(int number, String expected) throws Exception {
        Line line = stage.login();
        Reply<Answer<PictureAnswer>> refused =
                stage.companion.people().picture(Contact.PN, PictureSize.FULL, Optional.empty());
        line.refuse(line.nextIqWith("picture"), number);
        assertThat(given(refused).getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"304,Unchanged", "204,None"})
    void readsAStatusInPlaceOfAPicture(int status, String expected) throws Exception {
        Line line = stage.login();
        Reply<Answer<PictureAnswer>> reply =
                stage.companion.people().picture(Contact.PN, PictureSize.FULL, Optional.empty());
        result(
                line,
                line.nextIqWith("picture"),
                Node.builder("picture").attr("status", status).build());
        assertThat(given(reply).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void passesOnThatTheServerHasTrouble() throws Exception {
        Line line = stage.login();
        Reply<Answer<PictureAnswer>> reply =
                stage.companion.people().picture(Contact.PN, PictureSize.FULL, Optional.empty());
        line.refuse(line.nextIqWith("picture"), 503);
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Refused<>(503, "refused"));
    }

    @Test
    void setsAndRemovesPictures() throws Exception {
        Line line = stage.login();
        Reply<Answer<String>> set = stage.companion.people().setPicture(Optional.empty(), Bytes.utf8("jpeg"));
        Node question = line.nextIq(Iq.Xmlns.PICTURE);
        assertThat(question.requireChild("picture").contentBytes()).isEqualTo(Bytes.utf8("jpeg"));
        assertThat(question.has("target")).isFalse();
        result(line, question, Node.builder("picture").attr("id", "9").build());
        assertThat(given(set)).isEqualTo("9");
        Jid group = Jid.group("120363000000000001");
        Reply<Answer<Done>> removed = stage.companion.people().removePicture(Optional.of(group));
        Node removal = line.nextIq(Iq.Xmlns.PICTURE);
        assertThat(removal.requireJid("target")).isEqualTo(group);
        assertThat(removal.children()).isEmpty();
        line.answer(removal);
        given(removed);
    }

    // What people show

    @Test
    void describesPeople() throws Exception {
        Line line = stage.login();
        Jid nobody = Jid.pn("15550100099");
        Reply<Answer<List<PersonInfo>>> reply = stage.companion.people().describe(List.of(Contact.PN, nobody));
        Node question = line.nextIqWith("usync");
        assertThat(UsyncRequest.of(question).users()).hasSize(2);
        NodeBuilder bob = UsyncAnswer.userNode(Optional.of(Contact.PN), Optional.empty())
                .child(Node.of(
                        "devices",
                        Node.of(
                                "device-list",
                                Node.builder("device").attr("id", 0).build(),
                                Node.builder("device")
                                        .attr("id", 2)
                                        .attr("key-index", 1)
                                        .build())))
                .child(Node.builder("lid").attr("val", Contact.LID))
                .child(Node.builder("status").attr("t", 1_790_000_000).utf8("busy"))
                .child(Node.builder("picture").attr("id", "5"))
                .child(Node.of("business", Node.of("verified_name", certificate("Bob & Co"))))
                .child(Node.builder("disappearing_mode")
                        .attr("duration", 86_400)
                        .attr("t", 1));
        line.say(UsyncAnswer.toIq(question, List.of(bob.build())));
        List<PersonInfo> infos = given(reply);
        PersonInfo first = infos.getFirst();
        assertThat(first.person()).isEqualTo(Party.person(Optional.of(Contact.PN), Optional.of(Contact.LID)));
        assertThat(first.registered()).isTrue();
        assertThat(first.about().orElseThrow().text()).isEqualTo("busy");
        assertThat(first.about().orElseThrow().since()).isPresent();
        assertThat(first.pictureId()).contains("5");
        assertThat(first.devices()).containsExactly(0, 2);
        assertThat(first.verifiedName()).contains("Bob & Co");
        assertThat(first.defaultTimer()).contains(Duration.ofDays(1));
        assertThat(infos.get(1).registered()).isFalse();
        assertThat(stage.memory.lidOf(Contact.PN)).contains(Contact.LID);
        assertThat(stage.event(PersonEvent.AddressesMerged.class).person().pn()).contains(Contact.PN);
    }

    private static Bytes certificate(String name) {
        return Bytes.copyOf(VerifiedNameCertificate.newBuilder()
                .setDetails(ByteString.copyFrom(VerifiedNameCertificate.Details.newBuilder()
                        .setVerifiedName(name)
                        .build()
                        .toByteArray()))
                .build()
                .toByteArray());
    }

    @Test
    void tellsAHiddenAboutText() throws Exception {
        Line line = stage.login();
        Reply<Answer<About>> reply = stage.companion.people().about(Contact.PN);
        Node question = line.nextIqWith("usync");
        line.say(UsyncAnswer.toIq(
                question,
                List.of(UsyncAnswer.userNode(Optional.of(Contact.PN), Optional.empty())
                        .child(Node.builder("status").attr("code", "401"))
                        .build())));
        assertThat(given(reply).hidden()).isTrue();
    }

    @Test
    void setsTheOwnAboutText() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.people().setAbout("");
        Node question = line.nextIqWith("status");
        assertThat(question.requireChild("status").contentText()).isEmpty();
        line.answer(question);
        given(reply);
        assertThat(stage.companion
                        .people()
                        .setAbout("x".repeat(140))
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void readsTheDetailsOfABusiness() throws Exception {
        Line line = stage.login();
        Reply<Answer<Optional<BusinessProfile>>> reply =
                stage.companion.people().business(Contact.PN);
        Node question = line.nextIq("w:biz");
        line.say(ProfileStanzas.businessAnswer(
                question,
                Optional.of(new ProfileStanzas.Business(
                        Contact.PN,
                        Optional.of("We repair."),
                        Optional.of("Street 1"),
                        Optional.of("bob@example.org"),
                        List.of("https://example.org"),
                        Map.of("1", "Repairs"),
                        Optional.empty(),
                        List.of(new ProfileStanzas.Hours(
                                "mon", "specific_hours", OptionalInt.of(540), OptionalInt.of(1020)))))));
        BusinessProfile profile = given(reply).orElseThrow();
        assertThat(profile.description()).contains("We repair.");
        assertThat(profile.websites()).containsExactly("https://example.org");
        assertThat(profile.categories()).containsEntry("1", "Repairs");
        assertThat(profile.hours())
                .singleElement()
                .satisfies(day -> assertThat(day.open()).contains(540));
        Reply<Answer<Optional<BusinessProfile>>> none = stage.companion.people().business(Contact.PN);
        line.refuse(line.nextIq("w:biz"), 404);
        assertThat(given(none)).isEmpty();
    }

    // Who may what

    @Test
    void blocksByTheHiddenIdWhichIsAskedForFirst() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.people().block(Contact.PN, true);
        stage.answerDevices(
                line, line.nextIqWith("usync"), Map.of(Contact.PN, List.of(0)), Map.of(Contact.PN, Contact.LID));
        Node question = line.nextIq(Iq.Xmlns.BLOCKLIST);
        Node item = question.requireChild("item");
        assertThat(item.requireJid("jid")).isEqualTo(Contact.LID);
        assertThat(item.requireJid("pn_jid")).isEqualTo(Contact.PN);
        assertThat(item.requireText("action")).isEqualTo("block");
        line.answer(question);
        given(reply);
        Reply<Answer<Done>> unblocked = stage.companion.people().block(Contact.PN, false);
        Node second = line.nextIq(Iq.Xmlns.BLOCKLIST);
        assertThat(second.requireChild("item").has("pn_jid")).isFalse();
        line.answer(second);
        given(unblocked);
    }

    @Test
    void cannotBlockWhoHasNoHiddenId() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.people().block(Contact.PN, true);
        stage.answerDevices(line, line.nextIqWith("usync"), Map.of());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void tellsWhoIsBlocked() throws Exception {
        Line line = stage.login();
        Reply<Answer<List<Party>>> reply = stage.companion.people().blocklist();
        result(
                line,
                line.nextIq(Iq.Xmlns.BLOCKLIST),
                Node.builder("list")
                        .child(Node.builder("item").attr("jid", Contact.LID).attr("pn_jid", Contact.PN))
                        .build());
        assertThat(given(reply))
                .singleElement()
                .satisfies(party -> assertThat(party.pn()).contains(Contact.PN));
    }

    @Test
    void asksAndChangesPrivacySettings() throws Exception {
        Line line = stage.login();
        Reply<Answer<Map<String, String>>> reply = stage.companion.people().privacy();
        Node category = Node.builder("category")
                .attr("name", "last")
                .attr("value", "contacts")
                .build();
        result(line, line.nextIqWith("privacy"), Node.of("privacy", category));
        assertThat(given(reply)).containsExactly(Map.entry("last", "contacts"));
        Reply<Answer<Map<String, String>>> set = stage.companion.people().setPrivacy(PrivacySetting.LAST_SEEN, "none");
        Node question = line.nextIqWith("privacy");
        assertThat(question.descendant("privacy", "category").orElseThrow().requireText("value"))
                .isEqualTo("none");
        line.answer(question);
        given(set);
        assertThat(stage.companion
                        .people()
                        .setPrivacy(PrivacySetting.ONLINE, "contacts")
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void keepsWhatWasReadToTheOwnDevicesWhereTheAccountHidesIt() throws Exception {
        Line line = stage.login();
        MessageRef message = MessageRef.of(Contact.LID, "M1", false);
        stage.companion.markRead(List.of(message));
        assertThat(line.nextReceipt().text("type")).contains("read");
        line.say(notification(
                Stage.PN.bare(), new News.OwnPrivacy(List.of(new News.OwnPrivacy.Setting("readreceipts", "none")))));
        stage.event(PersonEvent.PrivacyChanged.class);
        stage.companion.markRead(List.of(message));
        assertThat(line.nextReceipt().text("type")).contains("read-self");
        stage.companion.markPlayed(List.of(message));
        assertThat(line.nextReceipt().text("type")).contains("played-self");
        Jid group = Jid.group("120363000000000001");
        stage.companion.markRead(List.of(new MessageRef(group, "M2", false, Optional.of(Contact.LID))));
        assertThat(line.nextReceipt().text("type")).as("groups always see it").contains("read");
    }

    @Test
    void asksOnceWhetherTheAccountHidesWhatItReads() throws Exception {
        stage.memory.commit(new StoreBatch(List.of(new StoreChange.Discard(Shelf.PRIVACY, "readreceipts")), List.of()));
        Line line = stage.login();
        Node category = Node.builder("category")
                .attr("name", "readreceipts")
                .attr("value", "none")
                .build();
        result(line, line.nextIqWith("privacy"), Node.of("privacy", category));
        stage.settle();
        stage.companion.markRead(List.of(MessageRef.of(Contact.LID, "M1", false)));
        assertThat(line.nextReceipt().text("type")).contains("read-self");
    }

    @Test
    void setsTheDefaultTimer() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.people().setDefaultTimer(Duration.ofDays(7));
        Node question = line.nextIqWith("disappearing_mode");
        assertThat(question.requireChild("disappearing_mode").requireNumber("duration"))
                .isEqualTo(604_800);
        line.answer(question);
        given(reply);
    }

    // What the server tells unasked

    @Test
    void tellsOfNewAboutTextsPicturesAndTimers() throws Exception {
        Line line = stage.login();
        line.say(notification(Contact.PN, new News.About(Optional.of("away"))));
        assertThat(stage.event(PersonEvent.AboutChanged.class).about()).contains("away");
        line.say(notification(
                Stage.PN.bare(), new News.Picture(Stage.PN.bare(), Optional.of("3"), Optional.of(Stage.PN.bare()))));
        PersonEvent.PictureChanged picture = stage.event(PersonEvent.PictureChanged.class);
        assertThat(picture.self()).isTrue();
        assertThat(picture.id()).contains("3");
        line.say(notification(Contact.PN, new News.Picture(Contact.PN, Optional.empty(), Optional.empty())));
        assertThat(stage.event(PersonEvent.PictureChanged.class).id()).isEmpty();
        line.say(notification(Contact.PN, new News.ContactTimer(60, Optional.empty())));
        assertThat(stage.event(PersonEvent.DefaultTimerChanged.class).timer()).isEqualTo(Duration.ofMinutes(1));
        line.say(notification(Stage.PN.bare(), new News.OwnTimer(0, Optional.empty())));
        assertThat(stage.event(PersonEvent.DefaultTimerChanged.class).self()).isTrue();
    }

    @Test
    void tellsOfBlockingAndPrivacyOnAnotherDevice() throws Exception {
        Line line = stage.login();
        line.say(notification(
                Stage.PN.bare(),
                new News.OwnBlocklist(
                        Optional.of("b"), Optional.of("a"), List.of(new News.BlockItem(Contact.LID, true)))));
        PersonEvent.BlocklistChanged blocked = stage.event(PersonEvent.BlocklistChanged.class);
        assertThat(blocked.blocked()).extracting(Party::jid).containsExactly(Contact.LID);
        assertThat(blocked.whole()).isFalse();
        line.say(notification(
                Stage.PN.bare(), new News.OwnPrivacy(List.of(new News.OwnPrivacy.Setting("last", "none")))));
        assertThat(stage.event(PersonEvent.PrivacyChanged.class).settings()).containsExactly(Map.entry("last", "none"));
    }

    @Test
    void fetchesTheBlocklistWhenItIsNotToldWhatChanged() throws Exception {
        Line line = stage.login();
        line.say(notification(Stage.PN.bare(), new News.OwnBlocklist(Optional.of("b"), Optional.empty(), List.of())));
        result(
                line,
                line.nextIq(Iq.Xmlns.BLOCKLIST),
                Node.of("list", Node.builder("item").attr("jid", Contact.LID).build()));
        PersonEvent.BlocklistChanged all = stage.event(PersonEvent.BlocklistChanged.class);
        assertThat(all.whole()).isTrue();
        assertThat(all.blocked()).hasSize(1);
    }

    @Test
    void movesAPersonToTheirNewNumber() throws Exception {
        Line line = stage.login();
        Jid newPn = Jid.pn("15550100042");
        line.say(raw(
                "contacts",
                Jid.SERVER,
                Node.builder("modify")
                        .attr("old", Contact.PN)
                        .attr("new", newPn)
                        .attr("old_lid", Contact.LID)
                        .attr("new_lid", Contact.LID)
                        .build()));
        PersonEvent.NumberChanged changed = stage.event(PersonEvent.NumberChanged.class);
        assertThat(changed.newPn()).isEqualTo(newPn);
        assertThat(changed.person().lid()).contains(Contact.LID);
        assertThat(stage.memory.pnOf(Contact.LID)).contains(newPn);
    }

    @Test
    void tellsOfABusinessThatChanged() throws Exception {
        Line line = stage.login();
        line.say(raw(
                "business",
                Contact.PN,
                Node.builder("verified_name").attr("jid", Contact.PN).build()));
        assertThat(stage.event(PersonEvent.BusinessChanged.class).business().pn())
                .contains(Contact.PN);
    }

    @Test
    void saysThatThereIsNoConnection() throws Exception {
        assertThat(stage.companion
                        .people()
                        .describe(List.of(Contact.PN))
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isEqualTo(new Answer.NotConnected<>());
    }
}
