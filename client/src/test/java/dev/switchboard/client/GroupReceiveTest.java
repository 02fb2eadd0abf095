// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static dev.switchboard.client.GroupStage.BOB;
import static dev.switchboard.client.GroupStage.BOB_PN;
import static dev.switchboard.client.GroupStage.CYD;
import static dev.switchboard.client.GroupStage.CYD_PN;
import static dev.switchboard.client.GroupStage.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.GroupChanged;
import dev.switchboard.client.event.ClientEvent.MessageReceived;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.ClientEvent.MessageUndecryptable;
import dev.switchboard.client.event.IncomingMessage;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupChange;
import dev.switchboard.client.group.GroupSetting;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageContent;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.GroupInfo;
import dev.switchboard.wire.stanza.GroupRole;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.Receipt;
import dev.switchboard.wire.stanza.ReceiptType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupReceiveTest {

    private final Stage stage = new Stage("group receive").linked();
    private final GroupStage us = new GroupStage(stage);

    private IncomingMessage received(String id) throws InterruptedException {
        return stage.event(MessageReceived.class, event -> event.message().id().equals(id))
                .message();
    }

    @Test
    void readsWhatComesUnderAKeyThatComesWithIt() throws Exception {
        Line line = stage.login();
        us.bobPhone.open(stage.clientBundle(1));
        Node key = us.distribute(us.bobPhone).toNode();
        // The server may put the group's part first; the key is in the other one.
        line.say(us.deliver("M1", us.bobPhone.lid, us.write(us.bobPhone, "hello")).toBuilder()
                .child(key)
                .build());
        IncomingMessage message = received("M1");
        assertThat(message.text()).contains("hello");
        assertThat(message.chat().jid()).isEqualTo(GROUP);
        assertThat(message.sender().lid()).contains(BOB);
        assertThat(message.sender().pn()).contains(BOB_PN);
        Receipt receipt = Receipt.of(line.nextReceipt());
        assertThat(receipt.route().to()).contains(GROUP);
        assertThat(receipt.route().participant()).contains(BOB);
        assertThat(receipt.type()).contains(ReceiptType.DELIVERED);
        line.say(us.deliver("M2", us.bobPhone.lid, us.write(us.bobPhone, "and again")));
        assertThat(received("M2").text()).contains("and again");
    }

    @Test
    void asksForAMessageWhoseKeyItLacks() throws Exception {
        Line line = stage.login();
        line.say(us.deliver("M1", us.bobLaptop.lid, us.write(us.bobLaptop, "hello")));
        assertThat(stage.event(MessageUndecryptable.class).placeholder().chat().jid())
                .isEqualTo(GROUP);
        Node node = line.nextReceipt();
        Receipt retry = Receipt.of(node);
        assertThat(retry.type()).contains(ReceiptType.RETRY);
        assertThat(retry.route().to()).contains(GROUP);
        assertThat(retry.route().participant()).contains(us.bobLaptop.lid);
        assertThat(node.hasChild("keys")).isTrue();
        us.bobLaptop.open(stage.clientBundle(1));
        Message both = MessageContent.senderKeyDistribution(GROUP, us.distributionOf(us.bobLaptop)).toBuilder()
                .setConversation("hello")
                .build();
        line.say(us.deliver("M1", us.bobLaptop.lid, us.bobLaptop.encrypt(both)));
        assertThat(received("M1").text()).contains("hello");
        line.say(us.deliver("M2", us.bobLaptop.lid, us.write(us.bobLaptop, "next")));
        assertThat(received("M2").text()).contains("next");
    }

    @Test
    void aDamagedCopyOfAKeyItHasDoesNotHideTheMessage() throws Exception {
        Line line = stage.login();
        us.bobPhone.open(stage.clientBundle(1));
        line.say(us.deliver("M1", us.bobPhone.lid, us.distribute(us.bobPhone), us.write(us.bobPhone, "one")));
        received("M1");
        line.say(us.deliver(
                "M2", us.bobPhone.lid, Contact.damaged(us.distribute(us.bobPhone)), us.write(us.bobPhone, "two")));
        assertThat(received("M2").text()).contains("two");
    }

    @Test
    void readersOfAGroupAreToldInOneReceipt() throws Exception {
        Line line = us.acquainted();
        line.say(Node.builder("receipt")
                .attr("id", "M0")
                .attr("from", GROUP)
                .attr("type", "read")
                .attr("t", 1_800_000_000L)
                .child(Node.builder("participants")
                        .attr("key", "M0")
                        .child(Node.builder("user").attr("jid", BOB).attr("t", 1_800_000_001L))
                        .child(Node.builder("user").attr("jid", CYD).attr("t", 1_800_000_002L)))
                .build());
        for (Jid reader : List.of(BOB, CYD)) {
            MessageStatusChanged change =
                    stage.event(MessageStatusChanged.class, event -> event.status() == MessageStatus.READ);
            assertThat(change.by().orElseThrow().jid()).isEqualTo(reader);
            assertThat(change.chat().jid()).isEqualTo(GROUP);
        }
        line.nextAck();
    }

    // News

    private <C extends GroupChange> C change(Class<C> type) throws InterruptedException {
        return type.cast(stage.event(GroupChanged.class, event -> type.isInstance(event.change()))
                .change());
    }

    private Group known() throws Exception {
        return ((Answer.Given<Group>) stage.companion
                        .groups()
                        .get(GROUP)
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .value();
    }

    @Test
    void aGroupItIsPutIntoIsKnownFromThenOn() throws Exception {
        Line line = stage.login();
        line.say(us.news(Node.builder("create")
                .attr("type", "new")
                .attr("key", "K1")
                .child(us.group())
                .build()));
        GroupChange.Joined joined = change(GroupChange.Joined.class);
        assertThat(joined.founded()).isTrue();
        assertThat(joined.key()).contains("K1");
        assertThat(known()).isEqualTo(joined.group());
        assertThat(known().members()).hasSize(3);
        stage.companion.stop().await(ScriptedServer.PATIENCE);
        stage.newCompanion();
        stage.login();
        assertThat(known().members()).hasSize(3);
    }

    @Test
    void whatChangesIsToldAndKept() throws Exception {
        Line line = us.acquainted();
        line.say(us.news(
                Node.builder("subject").attr("subject", "them").attr("s_t", 5).build()));
        GroupChanged told = stage.event(GroupChanged.class);
        assertThat(told.change()).isEqualTo(new GroupChange.SubjectChanged("them"));
        assertThat(told.by().orElseThrow().pn()).contains(BOB_PN);
        assertThat(told.byName()).contains("Bob");
        line.say(us.news(Node.builder("description")
                .attr("id", "D1")
                .child(Node.builder("body").utf8("all about them"))
                .build()));
        assertThat(change(GroupChange.DescriptionChanged.class).text()).contains("all about them");
        line.say(us.news(
                Node.of("locked"),
                Node.builder("announcement").attr("v_id", "A2").build()));
        assertThat(change(GroupChange.SettingChanged.class).setting()).isEqualTo(new GroupSetting.OnlyAdminsEdit(true));
        assertThat(change(GroupChange.SettingChanged.class).setting())
                .isEqualTo(new GroupSetting.OnlyAdminsWrite(true));
        line.say(us.news(Node.builder("ephemeral").attr("expiration", 604_800).build()));
        assertThat(change(GroupChange.SettingChanged.class).setting())
                .isEqualTo(new GroupSetting.Timer(Duration.ofDays(7)));
        line.say(us.news(GroupStage.change("promote", "1", "2", CYD, CYD_PN)));
        assertThat(change(GroupChange.RolesChanged.class).role()).isEqualTo(GroupRole.ADMIN);
        Group now = known();
        assertThat(now.subject()).isEqualTo("them");
        assertThat(now.description().orElseThrow().text()).isEqualTo("all about them");
        assertThat(now.settings().onlyAdminsEdit()).isTrue();
        assertThat(now.settings().onlyAdminsWrite()).isTrue();
        assertThat(now.settings().timer()).isEqualTo(Duration.ofDays(7));
        assertThat(now.members())
                .filteredOn(member -> member.role() == GroupRole.ADMIN)
                .singleElement()
                .satisfies(member -> assertThat(member.person().jid()).isEqualTo(CYD));
    }

    @Test
    void theSameNewsTwiceChangeNothingMore() throws Exception {
        Line line = us.acquainted();
        Node removal = us.news(GroupStage.change("remove", "1", "2", CYD, CYD_PN));
        line.say(removal, removal);
        change(GroupChange.MembersRemoved.class);
        change(GroupChange.MembersRemoved.class);
        assertThat(known().members()).hasSize(2);
    }

    @Test
    void whoIsRemovedForgetsTheGroupAndItsKey() throws Exception {
        Line line = us.acquainted();
        assertThat(us.storedHolders()).isPresent();
        line.say(us.news(GroupStage.change("remove", "1", "2", Stage.LID.bare(), Stage.PN.bare())));
        assertThat(change(GroupChange.MembersRemoved.class).self()).isTrue();
        assertThat(stage.memory.group(GROUP)).isEmpty();
        assertThat(us.storedHolders()).isEmpty();
        assertThat(stage.memory.senderKey(GROUP, Stage.LID.signalAddress())).isEmpty();
    }

    @Test
    void aFurtherDeviceIsToldOfRequestsLinksAndTheEnd() throws Exception {
        Line line = us.acquainted();
        line.say(us.news(Node.builder("created_membership_requests")
                .attr("request_method", "invite_link")
                .child(Node.builder("requested_user").attr("jid", CYD))
                .build()));
        GroupChange.JoinRequested asked = change(GroupChange.JoinRequested.class);
        assertThat(asked.method()).contains("invite_link");
        assertThat(asked.people().getFirst().jid()).isEqualTo(CYD);
        line.say(us.news(Node.builder("invite").attr("code", "CODE2").build()));
        assertThat(change(GroupChange.InviteCodeChanged.class).code()).isEqualTo("CODE2");
        Jid parent = Jid.group("120363000000000009");
        line.say(us.news(Node.builder("link")
                .attr("link_type", "parent_group")
                .child(Node.builder("group").attr("jid", parent).attr("subject", "all of us"))
                .build()));
        assertThat(change(GroupChange.Linked.class).groups())
                .containsExactly(new SubGroup(parent, "all of us", Optional.empty(), false));
        assertThat(known().community().parent()).contains(parent);
        line.say(us.news(Node.of("something_new")));
        assertThat(change(GroupChange.Other.class).tag()).isEqualTo("something_new");
        line.say(us.news(Node.builder("delete").attr("reason", "abuse").build()));
        assertThat(change(GroupChange.Deleted.class).reason()).contains("abuse");
        assertThat(stage.memory.group(GROUP)).isEmpty();
    }

    @Test
    void everythingIsFetchedAnewWhenTheServerSaysSo() throws Exception {
        Line line = us.acquainted();
        us.members.remove(CYD);
        us.version = "4";
        line.say(Node.builder("ib")
                .attr("from", Jid.SERVER)
                .child(Node.builder("dirty").attr("type", "groups").attr("timestamp", 1))
                .build());
        Node question = line.nextIqWith("participating");
        line.say(Iq.serverResult(question).child(Node.of("groups", us.group())).build());
        stage.settle();
        stage.settle();
        assertThat(known().members()).hasSize(2);
    }

    @Test
    void aGroupIsReadAndWrittenTheSame() {
        GroupInfo info = GroupInfo.of(us.group());
        assertThat(GroupInfo.of(info.toNode())).isEqualTo(info);
    }
}
