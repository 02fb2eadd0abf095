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
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a group of Alice, its admin, and Bob says and is set to, and how Carol gets in.
class GroupSettingsIT extends SandboxFixture {

    private TestCompanion alice;
    private TestCompanion bob;
    private TestCompanion carol;
    private Jid group;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
        carol = TestCompanion.ready(sandbox, newPhone());
        group = create(alice, "Chess", bob.pn().bare());
        awaitChange(bob, group, "create");
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
        carol.close();
    }

    @Test
    void changesTheSubject() {
        assertThat(set(bob, group, Node.builder("subject").utf8("Go").build()).text("type"))
                .hasValue("result");
        Node change = awaitChange(alice, group, "subject").requireChild("subject");
        assertThat(change.text("subject")).hasValue("Go");
        assertThat(change.requireJid("s_o")).isEqualTo(bob.lid().bare());
        assertThat(change.requireJid("s_o_pn")).isEqualTo(bob.pn().bare());
        Node shown = group(alice, group);
        assertThat(shown.text("subject")).hasValue("Go");
        assertThat(shown.text("s_t")).isEqualTo(change.text("s_t"));
    }

    @Test
    void changesTheDescriptionOnlyFromTheWordingThatIsKnown() {
        set(alice, group, description("D1", "", "Openings"));
        Node change = awaitChange(bob, group, "description").requireChild("description");
        assertThat(change.text("id")).hasValue("D1");
        assertThat(change.requireChild("body").contentText()).isEqualTo("Openings");
        assertThat(error(set(bob, group, description("D2", "", "Endings")))).isEqualTo("409");
        assertThat(set(bob, group, description("D2", "D1", "Endings")).text("type"))
                .hasValue("result");
        Node shown = group(alice, group).requireChild("description");
        assertThat(shown.text("id")).hasValue("D2");
        assertThat(shown.requireJid("participant")).isEqualTo(bob.lid().bare());
        assertThat(shown.requireChild("body").contentText()).isEqualTo("Endings");
        awaitChange(bob, group, "description");
        set(
                alice,
                group,
                Node.builder("description")
                        .attr("delete", "true")
                        .attr("prev", "D2")
                        .build());
        assertThat(awaitChange(bob, group, "description")
                        .requireChild("description")
                        .hasChild("delete"))
                .isTrue();
        assertThat(group(alice, group).hasChild("description")).isFalse();
    }

    private static Node description(String id, String previous, String body) {
        var node = Node.builder("description").attr("id", id);
        if (!previous.isEmpty()) {
            node.attr("prev", previous);
        }
        return node.child(Node.builder("body").utf8(body)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "locked, unlocked",
        "announcement, not_announcement",
        "no_frequently_forwarded, frequently_forwarded_ok",
        "allow_admin_reports, not_allow_admin_reports",
        "group_history, no_group_history"
    })
    void turnsOnAndOff(String on, String off) {
        assertThat(error(set(bob, group, Node.of(on)))).isEqualTo("403");
        set(alice, group, Node.of(on));
        awaitChange(bob, group, on);
        assertThat(group(bob, group).hasChild(on)).isTrue();
        set(alice, group, Node.of(off));
        awaitChange(bob, group, off);
        assertThat(group(bob, group).hasChild(on)).isFalse();
    }

    @Test
    void countsTheVersionsOfAnnouncements() {
        String before = group(bob, group).requireText("a_v_id");
        set(alice, group, Node.of("announcement"));
        Node change = awaitChange(bob, group, "announcement").requireChild("announcement");
        assertThat(change.requireText("v_id")).isNotEqualTo(before);
        assertThat(group(bob, group).requireText("a_v_id")).isEqualTo(change.requireText("v_id"));
    }

    @Test
    void letsOnlyAdminsDescribeALockedGroup() {
        set(alice, group, Node.of("locked"));
        assertThat(error(set(bob, group, Node.builder("subject").utf8("Go").build())))
                .isEqualTo("403");
        assertThat(error(set(bob, group, description("D1", "", "x")))).isEqualTo("403");
        assertThat(error(set(
                        bob,
                        group,
                        Node.builder("ephemeral").attr("expiration", 86400).build())))
                .isEqualTo("403");
        assertThat(set(alice, group, Node.builder("subject").utf8("Go").build()).text("type"))
                .hasValue("result");
    }

    @Test
    void letsMessagesVanish() {
        set(bob, group, Node.builder("ephemeral").attr("expiration", 86400).build());
        assertThat(awaitChange(alice, group, "ephemeral")
                        .requireChild("ephemeral")
                        .text("expiration"))
                .hasValue("86400");
        assertThat(group(alice, group).requireChild("ephemeral").text("expiration"))
                .hasValue("86400");
        set(bob, group, Node.builder("ephemeral").attr("expiration", 0).build());
        awaitChange(alice, group, "not_ephemeral");
        assertThat(group(alice, group).hasChild("ephemeral")).isFalse();
        set(bob, group, Node.of("not_ephemeral"));
        awaitChange(alice, group, "not_ephemeral");
    }

    @Test
    void joinsByLinkUntilItIsRevoked() {
        assertThat(error(get(bob, group, Node.of("invite")))).isEqualTo("403");
        String code =
                get(alice, group, Node.of("invite")).requireChild("invite").requireText("code");
        Node invite = Node.builder("invite").attr("code", code).build();
        assertThat(get(carol, Jid.GROUP_SERVER, invite).requireChild("group").text("subject"))
                .hasValue("Chess");
        assertThat(set(carol, Jid.GROUP_SERVER, invite).requireChild("group").requireJid("jid"))
                .isEqualTo(group);
        Node added = awaitChange(alice, group, "add");
        assertThat(added.requireJid("participant")).isEqualTo(carol.lid().bare());
        assertThat(added.requireChild("add").text("reason")).hasValue("invite");
        awaitChange(carol, group, "create");
        String fresh =
                set(alice, group, Node.of("invite")).requireChild("invite").requireText("code");
        assertThat(fresh).isNotEqualTo(code);
        assertThat(awaitChange(bob, group, "invite").requireChild("invite").text("code"))
                .hasValue(fresh);
        assertThat(error(set(carol, Jid.GROUP_SERVER, invite))).isEqualTo("410");
        assertThat(error(get(
                        carol,
                        Jid.GROUP_SERVER,
                        Node.builder("invite").attr("code", "nonsense").build())))
                .isEqualTo("406");
    }

    @Test
    void asksAdminsWhoMayComeIn() {
        Node on = Node.of(
                "membership_approval_mode",
                Node.builder("group_join").attr("state", "on").build());
        set(alice, group, on);
        awaitChange(bob, group, "membership_approval_mode");
        assertThat(group(bob, group)
                        .requireChild("membership_approval_mode")
                        .requireChild("group_join")
                        .text("state"))
                .hasValue("on");
        Node invite = Node.builder("invite")
                .attr(
                        "code",
                        get(alice, group, Node.of("invite"))
                                .requireChild("invite")
                                .requireText("code"))
                .build();
        assertThat(set(carol, Jid.GROUP_SERVER, invite)
                        .requireChild("membership_approval_request")
                        .requireJid("jid"))
                .isEqualTo(group);
        Node asked =
                awaitChange(alice, group, "created_membership_requests").requireChild("created_membership_requests");
        assertThat(asked.text("request_method")).hasValue("invite_link");
        assertThat(asked.requireChild("requested_user").requireJid("jid"))
                .isEqualTo(carol.lid().bare());
        Node waiting = get(alice, group, Node.of("membership_approval_requests"))
                .requireChild("membership_approval_requests")
                .requireChild("membership_approval_request");
        assertThat(waiting.requireJid("jid")).isEqualTo(carol.lid().bare());
        assertThat(waiting.number("request_time")).isPresent();
        assertThat(error(get(bob, group, Node.of("membership_approval_requests"))))
                .isEqualTo("403");
        Node reject = Node.of(
                "membership_requests_action", people("reject", carol.pn().bare()));
        assertThat(set(alice, group, reject)
                        .requireChild("membership_requests_action")
                        .requireChild("reject")
                        .requireChild("participant")
                        .text("type"))
                .hasValue("200");
        awaitChange(bob, group, "revoked_membership_requests");
        set(carol, Jid.GROUP_SERVER, invite);
        Node approve = Node.of(
                "membership_requests_action", people("approve", carol.lid().bare()));
        set(alice, group, approve);
        awaitChange(carol, group, "create");
        awaitChange(bob, group, "add");
        assertThat(group(carol, group).children("participant")).hasSize(3);
        assertThat(set(alice, group, approve)
                        .requireChild("membership_requests_action")
                        .requireChild("approve")
                        .requireChild("participant")
                        .text("error"))
                .hasValue("404");
    }

    @Test
    void takesARequestBack() {
        set(
                alice,
                group,
                Node.of(
                        "membership_approval_mode",
                        Node.builder("group_join").attr("state", "on").build()));
        String code =
                get(alice, group, Node.of("invite")).requireChild("invite").requireText("code");
        set(carol, Jid.GROUP_SERVER, Node.builder("invite").attr("code", code).build());
        set(carol, group, people("cancel_membership_requests", carol.lid().bare()));
        awaitChange(alice, group, "revoked_membership_requests");
        assertThat(get(alice, group, Node.of("membership_approval_requests"))
                        .requireChild("membership_approval_requests")
                        .children())
                .isEmpty();
    }

    @Test
    void makesAGroupWithAllItsSettings() {
        Node create = Node.builder("create")
                .attr("subject", "Strict")
                .child(Node.builder("participant").attr("jid", bob.pn().bare()))
                .child(Node.of("locked"))
                .child(Node.of("announcement"))
                .child(Node.builder("ephemeral").attr("expiration", 604800).attr("trigger", "1"))
                .child(Node.builder("member_add_mode").utf8("all_member_add"))
                .child(Node.builder("member_link_mode").utf8("all_member_link"))
                .child(Node.of(
                        "membership_approval_mode",
                        Node.builder("group_join").attr("state", "on").build()))
                .child(Node.builder("description")
                        .attr("id", "D")
                        .child(Node.builder("body").utf8("Rules")))
                .build();
        Node made = set(alice, Jid.GROUP_SERVER, create).requireChild("group");
        assertThat(made.hasChild("locked")).isTrue();
        assertThat(made.hasChild("announcement")).isTrue();
        assertThat(made.requireChild("ephemeral").text("expiration")).hasValue("604800");
        assertThat(made.requireChild("member_add_mode").contentText()).isEqualTo("all_member_add");
        assertThat(made.requireChild("member_link_mode").contentText()).isEqualTo("all_member_link");
        assertThat(made.hasChild("membership_approval_mode")).isTrue();
        assertThat(made.requireChild("description").requireChild("body").contentText())
                .isEqualTo("Rules");
        Jid strict = Jid.group(made.requireText("id"));
        assertThat(get(bob, strict, Node.of("invite")).hasChild("invite")).isTrue();
    }

    @Test
    void leavesOutWhatIsOff() {
        Node create = Node.builder("create")
                .attr("subject", "Plain")
                .child(Node.builder("ephemeral").attr("expiration", 0))
                .child(Node.of(
                        "membership_approval_mode",
                        Node.builder("group_join").attr("state", "off").build()))
                .build();
        Node made = set(alice, Jid.GROUP_SERVER, create).requireChild("group");
        assertThat(made.hasChild("ephemeral")).isFalse();
        assertThat(made.hasChild("membership_approval_mode")).isFalse();
    }

    @Test
    void showsThePicturesOfSeveralGroups() {
        Jid other = create(alice, "Bare");
        Node picture = alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.PICTURE)
                        .attr("target", group)
                        .child(Node.builder("picture").attr("type", "image").utf8("jpeg"))
                        .build())
                .requireChild("picture");
        Node told = bob.client().await("picture", node -> node.hasText("type", "picture"));
        assertThat(told.requireJid("from")).isEqualTo(group);
        assertThat(told.requireChild("set").requireText("id")).isEqualTo(picture.requireText("id"));
        Node query = Node.of(
                "pictures",
                Node.builder("picture")
                        .attr("jid", group)
                        .attr("type", "preview")
                        .build(),
                Node.builder("picture")
                        .attr("jid", other)
                        .attr("type", "preview")
                        .build());
        List<Node> shown =
                get(alice, Jid.GROUP_SERVER, query).requireChild("pictures").children("picture");
        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst().text("id")).isEqualTo(picture.text("id"));
        assertThat(shown.getFirst().requireText("url")).startsWith("http");
        assertThat(shown.getLast().has("url")).isFalse();
        assertThat(get(bob, Jid.GROUP_SERVER, query).requireChild("pictures").children("picture"))
                .hasSize(1);
        set(alice, group, Node.of("locked"));
        assertThat(error(bob.client()
                        .ask(Iq.set(bob.newId(), Iq.Xmlns.PICTURE)
                                .attr("target", group)
                                .child(Node.builder("picture")
                                        .attr("type", "image")
                                        .utf8("jpeg"))
                                .build())))
                .isEqualTo("403");
    }
}
