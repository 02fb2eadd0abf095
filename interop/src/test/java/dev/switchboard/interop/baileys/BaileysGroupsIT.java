// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.interop.baileys.BaileysEvent.GroupNews;
import dev.switchboard.interop.baileys.BaileysEvent.Message;
import dev.switchboard.interop.baileys.BaileysProcess.BaileysRefusal;
import dev.switchboard.testkit.RequiresProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three accounts, each with a simulated phone and two stock Baileys, in groups, communities and newsletters.
@RequiresProgram({"node", "npm"})
final class BaileysGroupsIT extends BaileysWorld {

    private Linked alice;
    private Linked bob;
    private Linked carol;
    private BaileysClient aliceToo;
    private BaileysClient bobToo;
    private BaileysClient carolToo;

    @BeforeAll
    void link() {
        alice = linked("alice");
        bob = linked("bob");
        carol = linked("carol");
        aliceToo = another("alice-too", alice.phone());
        bobToo = another("bob-too", bob.phone());
        carolToo = another("carol-too", carol.phone());
    }

    @AfterAll
    void nobodyHasBrokenARule() {
        for (Linked account : List.of(alice, bob, carol)) {
            assertThat(admin().brokenRules(account.phone())).isEmpty();
        }
    }

    private List<BaileysClient> everybody() {
        return List.of(alice.client(), aliceToo, bob.client(), bobToo, carol.client(), carolToo);
    }

    private String makeGroup(Linked... members) {
        var people = List.of(members).stream().map(Linked::jid).toList();
        var made = alice.client().chat("groupCreate", "Chess", people);
        return made.path("id").asText();
    }

    private static JsonNode look(BaileysClient member, String group) {
        return member.chat("groupMetadata", group);
    }

    /// What was on its way to a client when this is called has arrived when it returns.
    private static void settle(BaileysClient client) {
        client.chat("groupFetchAllParticipating");
    }

    private static void awaitNews(BaileysClient client, String group, String what) {
        client.journal()
                .await(
                        0,
                        GroupNews.class,
                        what + " of a group",
                        news -> news.id().equals(group) && news.json().contains(what));
    }

    @Test
    void everyDeviceReadsWhatEveryDeviceWrites() {
        var group = makeGroup(bob, carol);
        for (var client : everybody()) {
            client.awaitGroup(0, group, "joined");
        }
        for (var writer : everybody()) {
            var text = "from " + writer.name();
            var id = writer.send(group, text);
            for (var reader : everybody()) {
                if (reader != writer) {
                    assertThat(reader.awaitText(id).text()).isEqualTo(text);
                }
            }
            for (var account : List.of(alice, bob, carol)) {
                var read = admin().awaitMessage(account.phone(), id, message -> message.text() != null);
                assertThat(read.text()).isEqualTo(text);
                assertThat(read.chat()).isEqualTo(group);
                assertThat(read.copies()).isEqualTo(1);
            }
        }
    }

    @Test
    void readsWhatAPhoneWritesAndAnswersIt() {
        var group = makeGroup(bob);
        var sent = admin().sendText(bob.phone(), group, "from a phone");
        var read = alice.client().awaitText(sent.id());
        assertThat(read.key().chat()).isEqualTo(group);
        assertThat(bobToo.awaitText(sent.id()).key().fromMe()).isTrue();
        var answer = aliceToo.quote(group, "to a phone", sent.id());
        admin().awaitMessage(bob.phone(), answer, message -> "to a phone".equals(message.text()));
    }

    @Test
    void tellsNothingToWhoWasRemovedUntilHeIsBack() {
        var group = makeGroup(bob, carol);
        var before = bob.client().send(group, "with Carol");
        carol.client().awaitText(before);
        alice.client().chat("groupParticipantsUpdate", group, List.of(carol.jid()), "remove");
        carol.client().awaitGroup(0, group, "remove");
        bob.client().awaitGroup(0, group, "remove");
        var without = bob.client().send(group, "without Carol");
        alice.client().awaitText(without);
        settle(carol.client());
        settle(carolToo);
        assertThat(carol.client().journal().of(Message.class))
                .noneMatch(message -> message.key().id().equals(without));
        assertThat(carolToo.journal().of(Message.class))
                .noneMatch(message -> message.key().id().equals(without));
        assertThatThrownBy(() -> look(carol.client(), group)).isInstanceOf(BaileysRefusal.class);
        var added = alice.client().chat("groupParticipantsUpdate", group, List.of(carol.jid()), "add");
        assertThat(added.path(0).path("status").asText()).isEqualTo("200");
        var again = bob.client().send(group, "Carol again");
        assertThat(carol.client().awaitText(again).text()).isEqualTo("Carol again");
        assertThat(carolToo.awaitText(again).text()).isEqualTo("Carol again");
    }

    @Test
    void givesAndTakesRanks() {
        var group = makeGroup(bob);
        alice.client().chat("groupParticipantsUpdate", group, List.of(bob.jid()), "promote");
        bob.client().awaitGroup(0, group, "promote");
        assertThat(look(bobToo, group)
                        .path("participants")
                        .path(1)
                        .path("admin")
                        .asText())
                .isEqualTo("admin");
        bob.client().chat("groupParticipantsUpdate", group, List.of(carol.jid()), "add");
        carolToo.awaitGroup(0, group, "joined");
        alice.client().chat("groupParticipantsUpdate", group, List.of(bob.jid()), "demote");
        bob.client().awaitGroup(0, group, "demote");
        assertThat(look(bob.client(), group)
                        .path("participants")
                        .path(1)
                        .path("admin")
                        .isNull())
                .isTrue();
        bob.client().chat("groupLeave", group);
        alice.client().awaitGroup(0, group, "remove");
        assertThat(look(alice.client(), group).path("participants")).hasSize(2);
    }

    @Test
    void changesWhatAGroupSaysAndAllows() {
        var group = makeGroup(bob);
        bob.client().chat("groupUpdateSubject", group, "Go");
        awaitNews(aliceToo, group, "\"Go\"");
        alice.client().chat("groupUpdateDescription", group, "Openings");
        alice.client().chat("groupUpdateDescription", group, "Endings");
        assertThat(look(bob.client(), group).path("desc").asText()).isEqualTo("Endings");
        alice.client().chat("groupSettingUpdate", group, "announcement");
        awaitNews(bob.client(), group, "\"announce\":true");
        var refused = bob.client().send(group, "not now");
        assertThat(bob.client().awaitError(refused)).contains("403");
        alice.client().chat("groupSettingUpdate", group, "not_announcement");
        alice.client().chat("groupSettingUpdate", group, "locked");
        assertThatThrownBy(() -> bob.client().chat("groupUpdateSubject", group, "Chess"))
                .isInstanceOf(BaileysRefusal.class);
        alice.client().chat("groupToggleEphemeral", group, 86_400);
        var shown = look(bob.client(), group);
        assertThat(shown.path("restrict").asBoolean()).isTrue();
        assertThat(shown.path("announce").asBoolean()).isFalse();
        assertThat(shown.path("ephemeralDuration").asInt()).isEqualTo(86_400);
        var vanishing = bob.client().send(group, "for a day");
        alice.client().awaitText(vanishing);
    }

    @Test
    void comesByLinkAndIsLetIn() {
        var group = makeGroup(bob);
        var code = alice.client().chat("groupInviteCode", group).asText();
        assertThat(carol.client()
                        .chat("groupGetInviteInfo", code)
                        .path("subject")
                        .asText())
                .isEqualTo("Chess");
        assertThat(carol.client().chat("groupAcceptInvite", code).asText()).isEqualTo(group);
        carolToo.awaitGroup(0, group, "joined");
        var hello = carol.client().send(group, "I am in");
        bobToo.awaitText(hello);
        carol.client().chat("groupLeave", group);
        alice.client().chat("groupJoinApprovalMode", group, "on");
        carol.client().chat("groupAcceptInvite", code);
        var waiting = alice.client().chat("groupRequestParticipantsList", group);
        assertThat(waiting).hasSize(1);
        var let = alice.client()
                .chat(
                        "groupRequestParticipantsUpdate",
                        group,
                        List.of(waiting.path(0).path("jid").asText()),
                        "approve");
        assertThat(let.path(0).path("status").asText()).isEqualTo("200");
        assertThat(look(carol.client(), group).path("participants")).hasSize(3);
        var fresh = alice.client().chat("groupRevokeInvite", group).asText();
        assertThat(fresh).isNotEqualTo(code);
        assertThatThrownBy(() -> bob.client().chat("groupGetInviteInfo", code)).isInstanceOf(BaileysRefusal.class);
    }

    @Test
    void findsTheGroupInOrderAfterHavingBeenAway() {
        var group = makeGroup(bob);
        bob.client().awaitGroup(0, group, "joined");
        bob.client().disconnect();
        bob.client().awaitClosed();
        var first = alice.client().send(group, "first");
        alice.client().chat("groupParticipantsUpdate", group, List.of(carol.jid()), "add");
        var second = carol.client().send(group, "second");
        alice.client().awaitText(second);
        int from = bob.client().journal().position();
        bob.client().open().awaitDrained();
        bob.client().awaitText(second);
        bob.client().awaitGroup(from, group, "add");
        var seen = bob.client().journal().entries();
        assertThat(seen.stream()
                        .skip(from)
                        .flatMap(event -> switch (event) {
                            case Message message when message.key().id().equals(first) -> List.of("first").stream();
                            case Message message when message.key().id().equals(second) -> List.of("second").stream();
                            case GroupNews news when news.id().equals(group) -> List.of(news.change()).stream();
                            default -> List.<String>of().stream();
                        })
                        .toList())
                .containsSubsequence("first", "second")
                .contains("add");
    }

    @Test
    void makesACommunityAndLinksAGroup() {
        var community = alice.client().chat("communityCreate", "Town", "All of us");
        var parent = community.path("id").asText();
        assertThat(community.path("isCommunity").asBoolean()).isTrue();
        var group = makeGroup(bob);
        alice.client().chat("communityLinkGroup", group, parent);
        bob.client().awaitGroup(0, parent, "joined");
        var linked = alice.client().chat("communityFetchLinkedGroups", parent).path("linkedGroups");
        assertThat(linked.findValuesAsText("id")).contains(group).hasSize(3);
        alice.client().chat("communityUnlinkGroup", group, parent);
        assertThat(alice.client().chat("communityFetchLinkedGroups", parent).path("linkedGroups"))
                .hasSize(2);
    }

    @Test
    void postsInANewsletterAndIsRead() {
        var news = alice.client().chat("newsletterCreate", "News", "Daily");
        var id = news.path("id").asText();
        assertThat(news.path("name").asText()).isEqualTo("News");
        bob.client().chat("newsletterFollow", id);
        var post = alice.client().send(id, "hello readers");
        assertThat(bob.client().awaitText(post).text()).isEqualTo("hello readers");
        assertThat(bobToo.awaitText(post).text()).isEqualTo("hello readers");
        assertThat(bob.client()
                        .chat("newsletterMetadata", "jid", id)
                        .path("viewer_metadata")
                        .path("role")
                        .asText())
                .isEqualTo("subscriber");
        bob.client().chat("newsletterReactMessage", id, "100", "👍");
        var fetched = bob.client().chat("newsletterFetchMessages", id, 10, 0, 0).toString();
        assertThat(fetched).contains("👍").contains("\"server_id\":\"100\"");
        assertThat(alice.client().chat("newsletterAdminCount", id).asInt()).isOne();
        alice.client().chat("newsletterUpdateName", id, "Newer");
        bob.client().chat("newsletterMute", id);
        bob.client().chat("newsletterUnfollow", id);
        alice.client().chat("newsletterDelete", id);
        assertThat(bob.client().chat("newsletterMetadata", "jid", id).isNull()).isTrue();
    }

    @Test
    void asksAgainForAGroupMessageThatArrivesDamaged() {
        var group = makeGroup(bob);
        bob.client().awaitGroup(0, group, "joined");
        bob.client().awaitText(alice.client().send(group, "whole"));
        var device = Integer.parseInt(bob.client().jid().replaceFirst(".*:(\\d+)@.*", "$1"));
        admin().setFault(Map.of("fault", "message-corrupt", "account", bob.phone(), "device", device, "count", 1));
        var id = alice.client().send(group, "damaged once");
        assertThat(bob.client().awaitText(id).text()).isEqualTo("damaged once");
        var next = alice.client().send(group, "whole again");
        assertThat(bob.client().awaitText(next).text()).isEqualTo("whole again");
    }

    @Test
    void learnsOfGroupsWhenItIsLinkedLater() {
        var group = makeGroup(bob);
        var id = bob.client().send(group, "long before");
        admin().awaitMessage(alice.phone(), id, message -> message.text() != null);
        var late = another("alice-late", alice.phone());
        var history = late.awaitHistory(part -> part.chats().contains(group));
        assertThat(history.messages()).anyMatch(message -> message.key().id().equals(id));
        var after = bob.client().send(group, "and after");
        assertThat(late.awaitText(after).text()).isEqualTo("and after");
        late.logout();
    }
}
