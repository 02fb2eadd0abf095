// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static dev.switchboard.client.GroupStage.BOB;
import static dev.switchboard.client.GroupStage.BOB_PN;
import static dev.switchboard.client.GroupStage.CYD;
import static dev.switchboard.client.GroupStage.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.Party;
import dev.switchboard.client.group.CreatedGroup;
import dev.switchboard.client.group.Group;
import dev.switchboard.client.group.GroupInvitation;
import dev.switchboard.client.group.JoinOutcome;
import dev.switchboard.client.group.LinkOutcome;
import dev.switchboard.client.group.MemberAction;
import dev.switchboard.client.group.MemberOutcome;
import dev.switchboard.client.group.MembershipRequest;
import dev.switchboard.client.group.NewGroup;
import dev.switchboard.client.group.SubGroup;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What is asked of groups and communities, and how answers are read.
class CommunityTest {

    private static final Jid COMMUNITY = Jid.group("120363000000000009");

    private final Stage stage = new Stage("communities").linked();
    private final GroupStage us = new GroupStage(stage);

    private Groups groups() {
        return stage.companion.groups();
    }

    private static <T> T given(Reply<Answer<T>> reply) throws InterruptedException {
        Answer<T> answer = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<T>) answer).value();
    }

    private static Node participant(Jid jid, int error) {
        var node = Node.builder("participant").attr("jid", jid);
        return (error == 0 ? node.attr("type", "200") : node.attr("error", error)).build();
    }

    @Test
    void makesAGroupAndSaysWhoCouldNotBeAdded() throws Exception {
        Line line = stage.login();
        Reply<Answer<CreatedGroup>> reply = groups().create(NewGroup.named("us")
                .members(List.of(BOB_PN, CYD))
                .description("what for")
                .onlyAdminsWrite(true)
                .timer(Duration.ofDays(1))
                .membersAdd(false)
                .build());
        Node question = line.nextIqWith("create");
        assertThat(question.requireJid("to")).isEqualTo(Jid.GROUP_SERVER);
        Node create = question.requireChild("create");
        assertThat(create.requireText("subject")).isEqualTo("us");
        assertThat(create.children("participant"))
                .extracting(node -> node.requireJid("jid"))
                .containsExactly(BOB_PN, CYD);
        assertThat(create.hasChild("announcement")).isTrue();
        assertThat(create.hasChild("locked")).isFalse();
        assertThat(create.requireChild("ephemeral").requireNumber("expiration")).isEqualTo(86_400);
        assertThat(create.requireChild("member_add_mode").contentText()).isEqualTo("admin_add");
        assertThat(create.descendant("description", "body").orElseThrow().contentText())
                .isEqualTo("what for");
        us.members.remove(CYD);
        line.say(Iq.serverResult(question)
                .child(us.group().toBuilder()
                        .child(Node.builder("participant")
                                .attr("jid", CYD)
                                .attr("error", 403)
                                .child(Node.builder("add_request")
                                        .attr("code", "INVITE")
                                        .attr("expiration", 1_800_000_000L))))
                .build());
        CreatedGroup created = given(reply);
        assertThat(created.group().members()).hasSize(2);
        assertThat(created.notAdded())
                .singleElement()
                .isInstanceOfSatisfying(MemberOutcome.Invitable.class, invitable -> {
                    assertThat(invitable.person().jid()).isEqualTo(CYD);
                    assertThat(invitable.code()).isEqualTo("INVITE");
                    assertThat(invitable.expires()).contains(Instant.ofEpochSecond(1_800_000_000L));
                });
        assertThat(given(groups().get(GROUP))).isEqualTo(created.group());
    }

    @Test
    void saysWhatCameOfEachPerson() throws Exception {
        Line line = us.acquainted();
        Reply<Answer<List<MemberOutcome>>> reply =
                groups().change(GROUP, MemberAction.REMOVE, List.of(BOB_PN, CYD, Jid.pn("15550100077")));
        Node question = line.nextIqWith("remove");
        assertThat(question.requireChild("remove").children("participant"))
                .extracting(node -> node.requireJid("jid"))
                .containsExactly(BOB, CYD, Jid.pn("15550100077"));
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "remove",
                        participant(BOB, 0),
                        participant(CYD, 403),
                        participant(Jid.lid("100000000000077"), 404)))
                .build());
        assertThat(given(reply))
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(MemberOutcome.Done.class),
                        two -> assertThat(((MemberOutcome.Refused) two).number())
                                .isEqualTo(403),
                        three -> assertThat(((MemberOutcome.Refused) three).number())
                                .isEqualTo(404));
        assertThat(given(groups().get(GROUP)).members())
                .extracting(member -> member.person().jid())
                .doesNotContain(BOB)
                .contains(CYD);
    }

    @Test
    void aRefusalKeepsItsNumber() throws Exception {
        Line line = stage.login();
        Reply<Answer<Jid>> reply = groups().rename(GROUP, "theirs");
        line.refuse(line.nextIqWith("subject"), 403);
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Refused.class);
        assertThat(((Answer.Refused<Jid>) reply.now().orElseThrow()).number()).isEqualTo(403);
    }

    @Test
    void theOldDescriptionIsNamedWhenItIsReplaced() throws Exception {
        Line line = stage.login();
        Reply<Answer<Jid>> reply = groups().describe(GROUP, Optional.of("new words"));
        Node query = line.nextIqWith("query");
        line.say(Iq.serverResult(query)
                .child(us.group().toBuilder()
                        .child(Node.builder("description")
                                .attr("id", "OLD")
                                .child(Node.builder("body").utf8("old words"))))
                .build());
        Node change = line.nextIqWith("description");
        Node description = change.requireChild("description");
        assertThat(description.text("prev")).contains("OLD");
        assertThat(description.requireChild("body").contentText()).isEqualTo("new words");
        line.answer(change);
        assertThat(given(reply)).isEqualTo(GROUP);
        assertThat(given(groups().get(GROUP)).description().orElseThrow().text())
                .isEqualTo("new words");
    }

    @Test
    void joinsByLinkOrWaitsForApproval() throws Exception {
        Line line = stage.login();
        Reply<Answer<JoinOutcome>> joined = groups().join("https://chat.whatsapp.com/CODE1?mode=ac");
        Node question = line.nextIqWith("invite");
        assertThat(question.requireChild("invite").requireText("code")).isEqualTo("CODE1");
        line.say(Iq.serverResult(question)
                .child(Node.builder("group").attr("jid", GROUP))
                .build());
        assertThat(given(joined)).isEqualTo(new JoinOutcome.Joined(GROUP));
        Reply<Answer<JoinOutcome>> waits = groups().join("CODE2");
        question = line.nextIqWith("invite");
        line.say(Iq.serverResult(question)
                .child(Node.builder("membership_approval_request").attr("jid", GROUP))
                .build());
        assertThat(given(waits)).isEqualTo(new JoinOutcome.AwaitingApproval(GROUP));
    }

    @Test
    void invitationsByMessageAreLookedAtAndAccepted() throws Exception {
        Line line = stage.login();
        GroupInvitation invitation = new GroupInvitation(GROUP, BOB, "CODE3", Instant.ofEpochSecond(1_800_000_000L));
        Reply<Answer<Group>> seen = groups().inspect(invitation);
        Node question = line.nextIqWith("query");
        Node request = question.requireChild("query").requireChild("add_request");
        assertThat(request.requireJid("admin")).isEqualTo(BOB);
        line.say(Iq.serverResult(question).child(us.group()).build());
        assertThat(given(seen).subject()).isEqualTo("us");
        assertThat(stage.memory.group(GROUP)).isEmpty();
        Reply<Answer<Jid>> accepted = groups().accept(invitation);
        line.answer(line.nextIqWith("accept"));
        assertThat(given(accepted)).isEqualTo(GROUP);
    }

    @Test
    void membershipRequestsAreListedAndDecided() throws Exception {
        Line line = stage.login();
        Reply<Answer<List<MembershipRequest>>> list = groups().membershipRequests(GROUP);
        Node question = line.nextIqWith("membership_approval_requests");
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "membership_approval_requests",
                        Node.builder("membership_approval_request")
                                .attr("jid", CYD)
                                .attr("request_method", "invite_link")
                                .attr("request_time", 1_700_000_000L)
                                .build()))
                .build());
        assertThat(given(list)).singleElement().satisfies(request -> {
            assertThat(request.person().jid()).isEqualTo(CYD);
            assertThat(request.method()).contains("invite_link");
        });
        Reply<Answer<List<MemberOutcome>>> decided = groups().decide(GROUP, false, List.of(CYD));
        question = line.nextIqWith("membership_requests_action");
        assertThat(question.descendant("membership_requests_action", "reject", "participant"))
                .isPresent();
        line.say(Iq.serverResult(question)
                .child(Node.of("membership_requests_action", Node.of("reject", participant(CYD, 0))))
                .build());
        assertThat(given(decided)).singleElement().isInstanceOf(MemberOutcome.Done.class);
    }

    @Test
    void aPictureIsSetAndRemoved() throws Exception {
        Line line = stage.login();
        Reply<Answer<Optional<String>>> set = groups().setPicture(GROUP, Optional.of(Bytes.of((byte) 1, (byte) 2)));
        Node question = line.nextIq(Iq.Xmlns.PICTURE);
        assertThat(question.requireJid("target")).isEqualTo(GROUP);
        line.say(Iq.serverResult(question)
                .child(Node.builder("picture").attr("id", "77"))
                .build());
        assertThat(given(set)).contains("77");
        Reply<Answer<Optional<String>>> removed = groups().setPicture(GROUP, Optional.empty());
        question = line.nextIq(Iq.Xmlns.PICTURE);
        assertThat(question.hasChild("picture")).isFalse();
        line.answer(question);
        assertThat(given(removed)).isEmpty();
    }

    // Communities

    @Test
    void makesACommunity() throws Exception {
        Line line = stage.login();
        groups().create(NewGroup.named("all of us")
                .place(new NewGroup.Place.AsCommunity(true, true, false))
                .build());
        Node create = line.nextIqWith("create").requireChild("create");
        assertThat(create.requireChild("parent").text("default_membership_approval_mode"))
                .contains("request_required");
        assertThat(create.hasChild("create_general_chat")).isTrue();
        groups().create(NewGroup.named("some of us")
                .place(new NewGroup.Place.In(COMMUNITY))
                .build());
        Node sub = line.nextIqWith("create").requireChild("create");
        assertThat(sub.requireChild("linked_parent").requireJid("jid")).isEqualTo(COMMUNITY);
    }

    @Test
    void linksAndUnlinksGroups() throws Exception {
        Line line = stage.login();
        Reply<Answer<List<LinkOutcome>>> linked = groups().link(COMMUNITY, List.of(GROUP));
        Node question = line.nextIqWith("links");
        assertThat(question.requireJid("to")).isEqualTo(COMMUNITY);
        Node named = Node.builder("group").attr("jid", GROUP).build();
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "links",
                        Node.builder("link")
                                .attr("link_type", "sub_group")
                                .child(named)
                                .build()))
                .build());
        assertThat(given(linked)).containsExactly(new LinkOutcome(GROUP, OptionalInt.empty()));
        Reply<Answer<List<LinkOutcome>>> unlinked = groups().unlink(COMMUNITY, List.of(GROUP), true);
        question = line.nextIqWith("unlink");
        assertThat(question.descendant("unlink", "group").orElseThrow().text("remove_orphaned_members"))
                .contains("true");
        line.say(Iq.serverResult(question)
                .child(Node.builder("unlink").child(named.toBuilder().attr("error", 404)))
                .build());
        assertThat(given(unlinked)).containsExactly(new LinkOutcome(GROUP, OptionalInt.of(404)));
    }

    @Test
    void listsAndJoinsGroupsOfACommunity() throws Exception {
        Line line = stage.login();
        Reply<Answer<List<SubGroup>>> list = groups().subGroups(COMMUNITY);
        Node question = line.nextIqWith("sub_groups");
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "sub_groups",
                        Node.builder("group")
                                .attr("id", GROUP.user())
                                .attr("subject", "news")
                                .child(Node.of("default_sub_group"))
                                .build()))
                .build());
        assertThat(given(list)).containsExactly(new SubGroup(GROUP, "news", Optional.empty(), true));
        Reply<Answer<List<Party>>> members = groups().communityMembers(COMMUNITY);
        question = line.nextIqWith("linked_groups_participants");
        line.say(Iq.serverResult(question)
                .child(Node.of("linked_groups_participants", participant(BOB, 0), participant(CYD, 0)))
                .build());
        assertThat(given(members)).extracting(Party::jid).containsExactly(BOB, CYD);
        Reply<Answer<Group>> joined = groups().joinSubGroup(COMMUNITY, GROUP);
        question = line.nextIqWith("join_linked_group");
        line.say(Iq.serverResult(question)
                .child(Node.of("linked_group", us.group()))
                .build());
        assertThat(given(joined).jid()).isEqualTo(GROUP);
        assertThat(stage.memory.group(GROUP)).isPresent();
        Reply<Answer<Jid>> deleted = groups().deleteCommunity(COMMUNITY);
        line.answer(line.nextIqWith("delete_parent"));
        assertThat(given(deleted)).isEqualTo(COMMUNITY);
        Reply<Answer<Jid>> left = groups().leaveCommunity(COMMUNITY);
        question = line.nextIqWith("leave");
        assertThat(question.requireChild("leave").text("linked_groups")).contains("true");
        line.answer(question);
        assertThat(given(left)).isEqualTo(COMMUNITY);
    }
}
