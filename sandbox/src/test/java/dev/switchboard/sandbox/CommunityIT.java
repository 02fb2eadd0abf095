// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.GroupStanzas.awaitChange;
import static dev.switchboard.sandbox.GroupStanzas.create;
import static dev.switchboard.sandbox.GroupStanzas.error;
import static dev.switchboard.sandbox.GroupStanzas.get;
import static dev.switchboard.sandbox.GroupStanzas.group;
import static dev.switchboard.sandbox.GroupStanzas.message;
import static dev.switchboard.sandbox.GroupStanzas.people;
import static dev.switchboard.sandbox.GroupStanzas.set;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A community of Alice, and Bob beside it.
class CommunityIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;
    private Jid community;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
        Node create = Node.builder("create")
                .attr("subject", "Town")
                .child(Node.builder("description")
                        .attr("id", "D")
                        .child(Node.builder("body").utf8("")))
                .child(Node.builder("parent").attr("default_membership_approval_mode", "request_required"))
                .child(Node.of("create_general_chat"))
                .build();
        community = Jid.group(
                set(alice, Jid.GROUP_SERVER, create).requireChild("group").requireText("id"));
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private List<Node> subGroups() {
        return get(alice, community, Node.of("sub_groups"))
                .requireChild("sub_groups")
                .children("group");
    }

    private Jid announcements() {
        return Jid.group(subGroups().stream()
                .filter(group -> group.hasChild("default_sub_group"))
                .findFirst()
                .orElseThrow()
                .requireText("id"));
    }

    private Node links(Jid child) {
        return Node.of(
                "links",
                Node.builder("link")
                        .attr("link_type", "sub_group")
                        .child(Node.builder("group").attr("jid", child))
                        .build());
    }

    private Node unlink(Jid child) {
        return Node.builder("unlink")
                .attr("unlink_type", "sub_group")
                .child(Node.builder("group").attr("jid", child).attr("remove_orphaned_members", "true"))
                .build();
    }

    @Test
    void beginsWithAnAnnouncementGroupAndAGeneralChat() {
        Node shown = group(alice, community);
        assertThat(shown.requireChild("parent").text("default_membership_approval_mode"))
                .hasValue("request_required");
        assertThat(subGroups()).hasSize(2);
        Node announcements = group(alice, announcements());
        assertThat(announcements.hasChild("announcement")).isTrue();
        assertThat(announcements.hasChild("default_sub_group")).isTrue();
        assertThat(announcements.requireChild("linked_parent").requireJid("jid"))
                .isEqualTo(community);
        assertThat(announcements.text("subject")).hasValue("Town");
        assertThat(subGroups()).anyMatch(group -> group.hasChild("general_chat"));
    }

    @Test
    void linksAGroupWhoseMembersBecomeTheCommunitys() {
        Jid child = create(alice, "Street", bob.pn().bare());
        Node line = set(alice, community, links(child))
                .requireChild("links")
                .requireChild("link")
                .requireChild("group");
        assertThat(line.requireJid("jid")).isEqualTo(child);
        assertThat(line.has("error")).isFalse();
        Node told = awaitChange(bob, child, "link").requireChild("link");
        assertThat(told.text("link_type")).hasValue("parent_group");
        assertThat(told.requireChild("group").requireJid("jid")).isEqualTo(community);
        assertThat(awaitChange(alice, community, "link").requireChild("link").text("link_type"))
                .hasValue("sub_group");
        awaitChange(bob, community, "create");
        awaitChange(bob, announcements(), "create");
        assertThat(group(bob, child).requireChild("linked_parent").requireJid("jid"))
                .isEqualTo(community);
        assertThat(get(alice, community, Node.of("linked_groups_participants"))
                        .requireChild("linked_groups_participants")
                        .children("participant"))
                .extracting(member -> member.requireJid("jid"))
                .containsExactlyInAnyOrder(alice.lid().bare(), bob.lid().bare());
    }

    @Test
    void refusesToLinkWhatIsNotOnesOwnOrElsewhere() {
        Jid theirs = create(bob, "Theirs");
        Node answer = set(alice, community, links(theirs));
        assertThat(answer.requireChild("links")
                        .requireChild("link")
                        .requireChild("group")
                        .text("error"))
                .hasValue("403");
        assertThat(error(set(bob, community, links(theirs)))).isEqualTo("403");
        Jid mine = create(alice, "Mine");
        set(alice, community, links(mine));
        assertThat(set(alice, community, links(mine))
                        .requireChild("links")
                        .requireChild("link")
                        .requireChild("group")
                        .text("error"))
                .hasValue("409");
    }

    @Test
    void unlinksAGroupAndRemovesWhoWasThereByItAlone() {
        Jid child = create(alice, "Street", bob.pn().bare());
        set(alice, community, links(child));
        Node answer = set(alice, community, unlink(child));
        assertThat(answer.requireChild("unlink").requireChild("group").has("error"))
                .isFalse();
        Node told = awaitChange(bob, child, "unlink").requireChild("unlink");
        assertThat(told.text("unlink_reason")).hasValue("unlink_group");
        awaitChange(bob, community, "remove");
        assertThat(group(bob, child).hasChild("linked_parent")).isFalse();
        assertThat(error(get(bob, community, Node.of("query")))).isEqualTo("403");
    }

    @Test
    void makesANewGroupInTheCommunity() {
        Node create = Node.builder("create")
                .attr("subject", "New")
                .child(Node.builder("linked_parent").attr("jid", community))
                .build();
        Node made = set(alice, Jid.GROUP_SERVER, create).requireChild("group");
        assertThat(made.requireChild("linked_parent").requireJid("jid")).isEqualTo(community);
        assertThat(subGroups()).hasSize(3);
        assertThat(error(set(bob, Jid.GROUP_SERVER, create))).isEqualTo("403");
    }

    @Test
    void letsMembersOfTheCommunityJoinItsGroups() {
        Jid child = create(alice, "Street");
        set(alice, community, links(child));
        Node join = Node.builder("join_linked_group").attr("jid", child).build();
        assertThat(error(set(bob, community, join))).isEqualTo("403");
        set(alice, community, people("add", bob.lid().bare()));
        Node query = Node.builder("query_linked")
                .attr("type", "sub_group")
                .attr("jid", child)
                .build();
        assertThat(get(bob, community, query)
                        .requireChild("linked_group")
                        .requireChild("group")
                        .text("subject"))
                .hasValue("Street");
        Node joined = set(bob, community, join).requireChild("linked_group").requireChild("group");
        assertThat(joined.children("participant"))
                .extracting(member -> member.requireJid("jid"))
                .contains(bob.lid().bare());
        awaitChange(alice, child, "add");
    }

    @Test
    void takesMembersInAndOutOfTheAnnouncementsToo() {
        set(alice, community, people("add", bob.pn().bare()));
        Jid announcements = announcements();
        awaitChange(bob, announcements, "create");
        assertThat(sendAndAwaitAck(bob, message("C1", announcements).build()).text("error"))
                .hasValue("403");
        assertThat(sendAndAwaitAck(alice, message("C2", announcements).build()).has("error"))
                .isFalse();
        Node leave =
                Node.of("leave", Node.builder("community").attr("id", community).build());
        set(bob, Jid.GROUP_SERVER, leave);
        awaitChange(bob, announcements, "remove");
        assertThat(error(get(bob, announcements, Node.of("query")))).isEqualTo("403");
    }

    @Test
    void removesSomebodyFromAllGroupsOfTheCommunity() {
        Jid child = create(alice, "Street", bob.pn().bare());
        set(alice, community, links(child));
        Node remove = people("remove", bob.pn().bare()).toBuilder()
                .attr("linked_groups", "true")
                .build();
        set(alice, community, remove);
        awaitChange(bob, child, "remove");
        awaitChange(bob, community, "remove");
    }

    @Test
    void endsACommunityButNotItsGroups() {
        Jid child = create(alice, "Street", bob.pn().bare());
        set(alice, community, links(child));
        assertThat(error(set(bob, community, Node.of("delete_parent")))).isEqualTo("403");
        assertThat(set(alice, community, Node.of("delete_parent")).text("type")).hasValue("result");
        assertThat(awaitChange(bob, child, "unlink").requireChild("unlink").text("unlink_reason"))
                .hasValue("delete_parent");
        assertThat(awaitChange(bob, community, "delete").requireChild("delete").has("reason"))
                .isTrue();
        assertThat(error(get(alice, community, Node.of("query")))).isEqualTo("404");
        assertThat(group(bob, child).hasChild("linked_parent")).isFalse();
    }
}
