// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.awaitChange;
import static dev.switchboard.sandbox.GroupStanzas.create;
import static dev.switchboard.sandbox.GroupStanzas.error;
import static dev.switchboard.sandbox.GroupStanzas.get;
import static dev.switchboard.sandbox.GroupStanzas.group;
import static dev.switchboard.sandbox.GroupStanzas.people;
import static dev.switchboard.sandbox.GroupStanzas.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Groups of two companions of Alice, one of Bob and one of Carol: making them, asking for them, who is in them.
class GroupMembersIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion aliceToo;
    private TestCompanion bob;
    private TestCompanion carol;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        alice = TestCompanion.ready(sandbox, phone);
        aliceToo = TestCompanion.ready(sandbox, phone);
        bob = TestCompanion.ready(sandbox, newPhone());
        carol = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterEach
    void part() {
        alice.close();
        aliceToo.close();
        bob.close();
        carol.close();
    }

    @Test
    void makesAGroupThatNamesItsMembersByHiddenIdWithTheNumberBesideIt() {
        Node create = people("create", bob.pn().bare()).toBuilder()
                .attr("subject", "Chess")
                .attr("key", "K1")
                .build();
        Node made = set(alice, Jid.GROUP_SERVER, create).requireChild("group");
        assertThat(made.requireText("id")).matches("120363\\d{12}");
        assertThat(made.text("subject")).hasValue("Chess");
        assertThat(made.text("addressing_mode")).hasValue("lid");
        assertThat(made.text("size")).hasValue("2");
        assertThat(made.requireJid("creator")).isEqualTo(alice.lid().bare());
        assertThat(made.requireJid("creator_pn")).isEqualTo(alice.pn().bare());
        assertThat(made.requireJid("s_o")).isEqualTo(alice.lid().bare());
        assertThat(made.children("participant"))
                .extracting(member -> member.requireJid("jid"), member -> member.text("type"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(alice.lid().bare(), java.util.Optional.of("superadmin")),
                        org.assertj.core.groups.Tuple.tuple(bob.lid().bare(), java.util.Optional.empty()));
        assertThat(made.children("participant").getLast().requireJid("phone_number"))
                .isEqualTo(bob.pn().bare());
        assertThat(made.requireChild("member_add_mode").contentText()).isEqualTo("admin_add");
        assertThat(made.hasChild("locked")).isFalse();
        assertThat(made.hasChild("ephemeral")).isFalse();
    }

    @Test
    void tellsEveryDeviceOfANewGroupAndOnlyTheCreatorItsKey() {
        Node create = people("create", bob.lid().bare()).toBuilder()
                .attr("subject", "Chess")
                .attr("key", "K2")
                .build();
        Jid group = Jid.group(
                set(alice, Jid.GROUP_SERVER, create).requireChild("group").requireText("id"));
        for (TestCompanion member : new TestCompanion[] {alice, aliceToo, bob}) {
            Node notice = awaitChange(member, group, "create");
            assertThat(notice.requireJid("participant")).isEqualTo(alice.lid().bare());
            assertThat(notice.requireJid("participant_pn")).isEqualTo(alice.pn().bare());
            assertThat(notice.text("addressing_mode")).hasValue("lid");
            assertThat(notice.text("notify")).isPresent();
            Node change = notice.requireChild("create");
            assertThat(change.text("type")).hasValue("new");
            assertThat(change.has("key")).isEqualTo(member != bob);
            assertThat(change.requireChild("group").children("participant")).hasSize(2);
        }
    }

    @Test
    void showsAGroupToItsMembersOnly() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        Node query = Node.builder("query").attr("request", "interactive").build();
        assertThat(group(bob, group).text("subject")).hasValue("Chess");
        assertThat(error(get(carol, group, query))).isEqualTo("403");
        assertThat(error(get(alice, Jid.group("120363000000000000"), query))).isEqualTo("404");
    }

    @Test
    void listsTheGroupsOfTheAskerInTheDetailThatIsAskedFor() {
        Jid first = create(bob, "One", alice.pn().bare());
        Jid second = create(bob, "Two", alice.pn().bare());
        create(bob, "Three");
        Node whole = get(
                        alice,
                        Jid.GROUP_SERVER,
                        Node.of("participating", Node.of("participants"), Node.of("description")))
                .requireChild("groups");
        assertThat(whole.children("group"))
                .extracting(group -> Jid.group(group.requireText("id")))
                .containsExactly(first, second);
        assertThat(whole.children("group").getFirst().children("participant")).hasSize(2);
        Node brief = get(alice, Jid.GROUP_SERVER, Node.of("participating")).requireChild("groups");
        assertThat(brief.children("group").getFirst().children("participant")).isEmpty();
    }

    @Test
    void asksForSeveralGroupsAtOnce() {
        Jid mine = create(alice, "Mine");
        Jid theirs = create(bob, "Theirs");
        Node answer = get(
                        alice,
                        Jid.GROUP_SERVER,
                        Node.of(
                                "query",
                                Node.builder("group").attr("jid", mine).build(),
                                Node.builder("group").attr("jid", theirs).build(),
                                Node.builder("group")
                                        .attr("jid", Jid.group("120363000000000000"))
                                        .build()))
                .requireChild("groups");
        assertThat(answer.children("group"))
                .extracting(group -> group.text("error").orElse("none"))
                .containsExactly("none", "403", "404");
    }

    @Test
    void addsAMemberWhoIsGivenTheGroupWhileTheOthersHearOfIt() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        awaitChange(bob, group, "create");
        Node answer = set(alice, group, people("add", carol.pn().bare()));
        Node line = answer.requireChild("add").requireChild("participant");
        assertThat(line.requireJid("jid")).isEqualTo(carol.lid().bare());
        assertThat(line.requireJid("phone_number")).isEqualTo(carol.pn().bare());
        assertThat(line.text("type")).hasValue("200");
        Node added = awaitChange(bob, group, "add").requireChild("add");
        assertThat(added.requireChild("participant").requireJid("jid"))
                .isEqualTo(carol.lid().bare());
        assertThat(added.text("v_id")).isNotEqualTo(added.text("prev_v_id"));
        awaitChange(alice, group, "add");
        Node create = awaitChange(carol, group, "create").requireChild("create");
        assertThat(create.has("type")).isFalse();
        assertThat(create.requireChild("group").text("p_v_id")).isEqualTo(added.text("v_id"));
    }

    @Test
    void refusesOnlyWhatCannotBeOfAChangeOfMembers() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        Node answer =
                set(alice, group, people("add", bob.lid().bare(), carol.lid().bare(), Jid.pn("15550009999")));
        assertThat(answer.requireChild("add").children("participant"))
                .extracting(line -> line.text("error").orElse("none"))
                .containsExactly("409", "none", "404");
        Node removed = set(
                alice, group, people("remove", alice.lid().bare(), carol.pn().bare(), Jid.pn("15550009999")));
        assertThat(removed.requireChild("remove").children("participant"))
                .extracting(line -> line.text("error").orElse("none"))
                .containsExactly("403", "none", "404");
    }

    @Test
    void letsOnlyAdminsChangeMembersUnlessAllMayAdd() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        assertThat(error(set(bob, group, people("add", carol.pn().bare())))).isEqualTo("403");
        assertThat(error(set(bob, group, people("remove", alice.pn().bare())))).isEqualTo("403");
        assertThat(error(set(carol, group, people("promote", carol.pn().bare()))))
                .isEqualTo("403");
        set(alice, group, Node.builder("member_add_mode").utf8("all_member_add").build());
        Node answer = set(bob, group, people("add", carol.pn().bare()));
        assertThat(answer.requireChild("add").requireChild("participant").text("type"))
                .hasValue("200");
        assertThat(error(set(bob, group, people("remove", carol.pn().bare())))).isEqualTo("403");
    }

    @Test
    void tellsTheRemovedTooAndHidesTheGroupFromThem() {
        Jid group = create(alice, "Chess", bob.pn().bare(), carol.pn().bare());
        set(alice, group, people("remove", bob.lid().bare()));
        for (TestCompanion member : new TestCompanion[] {alice, aliceToo, bob, carol}) {
            Node removed = awaitChange(member, group, "remove").requireChild("remove");
            assertThat(removed.requireChild("participant").requireJid("jid"))
                    .isEqualTo(bob.lid().bare());
        }
        assertThat(error(get(bob, group, Node.of("query")))).isEqualTo("403");
        assertThat(group(carol, group).children("participant")).hasSize(2);
    }

    @Test
    void givesAndTakesTheRankOfAdmin() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        set(alice, group, people("promote", bob.pn().bare()));
        assertThat(awaitChange(bob, group, "promote")
                        .requireChild("promote")
                        .requireChild("participant")
                        .text("type"))
                .hasValue("admin");
        assertThat(group(bob, group).children("participant").getLast().text("type"))
                .hasValue("admin");
        assertThat(set(bob, group, people("demote", alice.pn().bare()))
                        .requireChild("demote")
                        .requireChild("participant")
                        .text("error"))
                .hasValue("403");
        set(bob, group, people("demote", bob.pn().bare()));
        awaitChange(alice, group, "demote");
        assertThat(group(bob, group).children("participant").getLast().has("type"))
                .isFalse();
    }

    @Test
    void leavesByAndForOneself() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        Node answer = set(
                bob,
                Jid.GROUP_SERVER,
                Node.of("leave", Node.builder("group").attr("id", group).build()));
        assertThat(answer.requireChild("leave").requireChild("group").requireJid("id"))
                .isEqualTo(group);
        Node removed = awaitChange(alice, group, "remove");
        assertThat(removed.requireJid("participant")).isEqualTo(bob.lid().bare());
        assertThat(removed.requireChild("remove").requireChild("participant").requireJid("jid"))
                .isEqualTo(bob.lid().bare());
        assertThat(group(alice, group).children("participant")).hasSize(1);
    }

    @Test
    void passesTheRankOnWhenTheLastAdminLeavesAndEndsWithTheLastMember() {
        Jid group = create(alice, "Chess", bob.pn().bare());
        Node leave = Node.of("leave", Node.builder("group").attr("id", group).build());
        set(alice, Jid.GROUP_SERVER, leave);
        awaitChange(bob, group, "promote");
        assertThat(group(bob, group).requireChild("participant").text("type")).hasValue("admin");
        set(bob, Jid.GROUP_SERVER, leave);
        assertThat(error(get(bob, group, Node.of("query")))).isEqualTo("404");
    }

    @Test
    void handsOutAnInvitationForWhoDoesNotLetHimselfBeAdded() {
        carol.client()
                .ask(Iq.set(carol.newId(), "privacy")
                        .child(Node.of(
                                "privacy",
                                Node.builder("category")
                                        .attr("name", "groupadd")
                                        .attr("value", "none")
                                        .build()))
                        .build());
        Jid group = create(alice, "Chess");
        Node line = set(alice, group, people("add", carol.pn().bare()))
                .requireChild("add")
                .requireChild("participant");
        assertThat(line.text("error")).hasValue("403");
        Node invitation = line.requireChild("add_request");
        Node shown = invitation.toBuilder().attr("admin", alice.lid().bare()).build();
        assertThat(error(get(bob, group, Node.of("query", shown)))).isEqualTo("406");
        assertThat(get(carol, group, Node.of("query", shown))
                        .requireChild("group")
                        .text("subject"))
                .hasValue("Chess");
        Node accept = Node.builder("accept")
                .attr("code", invitation.requireText("code"))
                .attr("expiration", invitation.requireText("expiration"))
                .attr("admin", alice.lid().bare())
                .build();
        assertThat(set(carol, group, accept).text("type")).hasValue("result");
        awaitChange(carol, group, "create");
        awaitChange(alice, group, "add");
        assertThat(group(carol, group).children("participant")).hasSize(2);
    }

    @Test
    void withdrawsAnInvitation() {
        carol.client()
                .ask(Iq.set(carol.newId(), "privacy")
                        .child(Node.of(
                                "privacy",
                                Node.builder("category")
                                        .attr("name", "groupadd")
                                        .attr("value", "none")
                                        .build()))
                        .build());
        Jid group = create(alice, "Chess");
        Node invitation = set(alice, group, people("add", carol.pn().bare()))
                .requireChild("add")
                .requireChild("participant")
                .requireChild("add_request");
        assertThat(set(alice, group, people("revoke", carol.pn().bare()))
                        .requireChild("revoke")
                        .requireChild("participant")
                        .text("type"))
                .hasValue("200");
        Node accept = invitation.toBuilder().build();
        assertThat(error(set(
                        carol,
                        group,
                        Node.builder("accept")
                                .attr("code", accept.requireText("code"))
                                .build())))
                .isEqualTo("406");
    }

    @Test
    void announcesANewDeviceToTheFellowsOfItsAccount() {
        create(alice, "Chess", bob.pn().bare());
        TestCompanion another = TestCompanion.ready(sandbox, bob.pn().user());
        Node news = alice.client().await("devices of Bob", node -> node.hasText("type", "devices"));
        assertThat(news.requireJid("from")).isEqualTo(bob.pn().bare());
        assertThat(news.requireChild("add").requireChild("device").requireJid("jid"))
                .isEqualTo(another.pn());
        another.close();
    }

    @Test
    void refusesASubjectThatCannotBe() {
        assertThat(error(set(alice, Jid.GROUP_SERVER, people("create")))).isEqualTo("406");
        assertThat(error(set(
                        alice,
                        Jid.GROUP_SERVER,
                        Node.builder("create").attr("subject", "x".repeat(101)).build())))
                .isEqualTo("406");
        assertThat(error(set(alice, Jid.GROUP_SERVER, Node.of("nonsense", Bytes.EMPTY))))
                .isEqualTo("400");
    }

    @Test
    void doesNothingByHalvesWhenAQueryIsMalformed() {
        Node nameless = Node.of("participant");
        Node create = people("create", bob.pn().bare()).toBuilder()
                .attr("subject", "Half")
                .child(nameless)
                .build();
        assertThat(error(set(alice, Jid.GROUP_SERVER, create))).isEqualTo("400");
        assertThat(get(alice, Jid.GROUP_SERVER, Node.of("participating"))
                        .requireChild("groups")
                        .children())
                .isEmpty();
        Jid group = create(alice, "Chess");
        Node add = people("add", bob.pn().bare()).toBuilder().child(nameless).build();
        assertThat(error(set(alice, group, add))).isEqualTo("400");
        assertThat(group(alice, group).children("participant")).hasSize(1);
    }
}
