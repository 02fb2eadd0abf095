// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Newsletters of Alice, who has two companions, read by Bob: made by queries of `w:mex`, filled by messages.
class NewsletterIT extends SandboxFixture {

    private static final String CREATE = "8823471724422422";
    private static final String METADATA = "6563316087068696";
    private static final String JOIN = "24404358912487870";
    private static final String LEAVE = "9767147403369991";

    private TestCompanion alice;
    private TestCompanion aliceToo;
    private TestCompanion bob;
    private Jid news;

    @BeforeEach
    void meet() {
        String phone = newPhone();
        alice = TestCompanion.ready(sandbox, phone);
        aliceToo = TestCompanion.ready(sandbox, phone);
        bob = TestCompanion.ready(sandbox, newPhone());
        news = create(alice);
    }

    /// Makes a newsletter.
    static Jid create(TestCompanion owner) {
        JsonNode made = ask(owner, CREATE, "{\"input\":{\"name\":\"News\",\"description\":\"Daily\"}}")
                .at("/data/xwa2_newsletter_create");
        return Jid.parse(made.path("id").asText());
    }

    @AfterEach
    void part() {
        alice.close();
        aliceToo.close();
        bob.close();
    }

    /// Asks under a number.
    static JsonNode ask(TestCompanion asker, String number, String variables) {
        Node answer = asker.client()
                .ask(Iq.get(asker.newId(), Jid.SERVER, "w:mex")
                        .child(Node.builder("query").attr("query_id", number).utf8("{\"variables\":" + variables + "}"))
                        .build());
        try {
            return new ObjectMapper()
                    .readTree(answer.requireChild("result").contentBytes().toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String about() {
        return "{\"newsletter_id\":\"" + news + "\"}";
    }

    private void join(TestCompanion reader) {
        join(reader, news);
    }

    /// Follows a newsletter.
    static void join(TestCompanion reader, Jid newsletter) {
        ask(reader, JOIN, "{\"newsletter_id\":\"" + newsletter + "\"}");
    }

    private Node post(String id, String text) {
        return Node.builder("message")
                .attr("id", id)
                .attr("to", news)
                .attr("type", "text")
                .child(Node.builder("plaintext").utf8(text))
                .build();
    }

    private Node reaction(String id, long number, String code) {
        return Node.builder("message")
                .attr("id", id)
                .attr("to", news)
                .attr("type", "reaction")
                .attr("server_id", number)
                .child(
                        code.isEmpty()
                                ? Node.builder("reaction")
                                : Node.builder("reaction").attr("code", code))
                .build();
    }

    private Node query(TestCompanion asker, String type, Node query) {
        return asker.client()
                .ask(Node.builder("iq")
                        .attr("id", asker.newId())
                        .attr("type", type)
                        .attr("to", news)
                        .attr("xmlns", "newsletter")
                        .child(query)
                        .build());
    }

    private List<Node> history(TestCompanion asker, Node query) {
        return query(asker, "get", query).requireChild("messages").children("message");
    }

    @Test
    void showsEverybodyWhatHeIsToIt() {
        JsonNode own = ask(alice, METADATA, "{\"input\":{\"key\":\"" + news + "\",\"type\":\"JID\"}}")
                .at("/data/xwa2_newsletter");
        assertThat(own.at("/thread_metadata/name/text").asText()).isEqualTo("News");
        assertThat(own.at("/thread_metadata/description/text").asText()).isEqualTo("Daily");
        assertThat(own.at("/thread_metadata/verification").asText()).isEqualTo("UNVERIFIED");
        assertThat(own.at("/viewer_metadata/role").asText()).isEqualTo("owner");
        assertThat(own.at("/viewer_metadata/mute").asText()).isEqualTo("off");
        assertThat(own.at("/state/type").asText()).isEqualTo("active");
        String invite = own.at("/thread_metadata/invite").asText();
        JsonNode seen = ask(bob, METADATA, "{\"input\":{\"key\":\"" + invite + "\",\"type\":\"INVITE\"}}")
                .at("/data/xwa2_newsletter");
        assertThat(seen.path("id").asText()).isEqualTo(news.toString());
        assertThat(seen.at("/viewer_metadata/role").asText()).isEqualTo("guest");
        JsonNode unknown =
                ask(bob, METADATA, "{\"input\":{\"key\":\"120363000000000000@newsletter\",\"type\":\"JID\"}}");
        assertThat(unknown.at("/data/xwa2_newsletter").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25149874324715067", "6234210096708695", "27527996220149684", "1"})
    void makesNewslettersUnderEveryNumberAndAlsoByTheVariables(String number) {
        JsonNode made =
                ask(alice, number, "{\"newsletter_input\":{\"name\":\"More\"}}").at("/data/xwa2_newsletter_create");
        assertThat(made.at("/thread_metadata/name/text").asText()).isEqualTo("More");
        assertThat(made.at("/thread_metadata/picture").isObject()).isTrue();
    }

    @Test
    void listsWhatOneFollowsAndTellsTheOtherCompanions() {
        TestCompanion bobToo = TestCompanion.ready(sandbox, bob.pn().user());
        join(bob);
        Node told = bobToo.client().await("mex", node -> node.hasText("type", "mex"));
        assertThat(told.requireChild("update").text("op_name")).hasValue("NotificationNewsletterJoin");
        assertThat(told.requireChild("update").contentText())
                .contains("xwa2_notify_newsletter_on_join")
                .contains(news.toString());
        bob.client().settled();
        assertThat(bob.client().received()).noneMatch(node -> node.hasText("type", "mex"));
        for (String number : List.of("33101596156151910", "6388546374527196", "8621797084555037", "77")) {
            JsonNode list = ask(bob, number, "{}").at("/data/xwa2_newsletter_subscribed");
            assertThat(list.get(0).path("id").asText()).isEqualTo(news.toString());
            assertThat(list.get(0).at("/viewer_metadata/role").asText()).isEqualTo("subscriber");
        }
        ask(bob, "29766401636284406", about());
        Node muted = bobToo.client().await("mex", node -> node.hasText("type", "mex"));
        assertThat(muted.requireChild("update").contentText()).contains("\"mute\":\"on\"");
        assertThat(ask(bob, LEAVE, about())
                        .at("/data/xwa2_newsletter_leave_v2/id")
                        .asText())
                .isEqualTo(news.toString());
        assertThat(bobToo.client()
                        .await("mex", node -> node.hasText("type", "mex"))
                        .requireChild("update")
                        .text("op_name"))
                .hasValue("NotificationNewsletterLeave");
        assertThat(ask(bob, "33101596156151910", "{}").at("/data/xwa2_newsletter_subscribed"))
                .isEmpty();
        bobToo.close();
    }

    @Test
    void followsByTheNumberThatAlsoListsWhenItNamesANewsletter() {
        assertThat(ask(bob, "8621797084555037", about())
                        .at("/data/xwa2_newsletter_join_v2/viewer_metadata/role")
                        .asText())
                .isEqualTo("subscriber");
    }

    @Test
    void deliversPostsToReadersAndTheAuthorsOtherDevices() {
        join(bob);
        Node ack = sendAndAwaitAck(alice, post("P1", "hello"));
        assertThat(ack.requireJid("from")).isEqualTo(news);
        assertThat(ack.requireNumber("server_id")).isEqualTo(100);
        Node read = bob.client().await("post", node -> node.hasText("id", "P1"));
        assertThat(read.requireJid("from")).isEqualTo(news);
        assertThat(read.requireNumber("server_id")).isEqualTo(100);
        assertThat(read.has("is_sender")).isFalse();
        assertThat(read.requireChild("plaintext").contentText()).isEqualTo("hello");
        Node own = aliceToo.client().await("own post", node -> node.hasText("id", "P1"));
        assertThat(own.text("is_sender")).hasValue("true");
        assertThat(sendAndAwaitAck(alice, post("P2", "again")).requireNumber("server_id"))
                .isEqualTo(101);
    }

    @Test
    void takesARepeatedPostForTheSame() {
        long first = sendAndAwaitAck(alice, post("P1", "hello")).requireNumber("server_id");
        long second = sendAndAwaitAck(alice, post("P1", "hello")).requireNumber("server_id");
        assertThat(second).isEqualTo(first);
        assertThat(history(alice, Node.builder("messages").attr("count", 10).build()))
                .hasSize(1);
    }

    @Test
    void letsOnlyAdminsPostAndOnlyReadersReact() {
        long number = sendAndAwaitAck(alice, post("P1", "hello")).requireNumber("server_id");
        assertThat(sendAndAwaitAck(bob, reaction("R0", number, "👍")).text("error"))
                .hasValue("403");
        join(bob);
        assertThat(sendAndAwaitAck(bob, post("P2", "no")).text("error")).hasValue("403");
        assertThat(sendAndAwaitAck(bob, reaction("R1", number, "👍")).has("error"))
                .isFalse();
        assertThat(sendAndAwaitAck(bob, reaction("R2", 999, "👍")).text("error"))
                .hasValue("404");
    }

    @Test
    void showsPostsPageByPageTheOldestFirst() {
        for (int i = 0; i < 5; i++) {
            sendAndAwaitAck(alice, post("P" + i, "text " + i));
        }
        List<Node> all = history(bob, Node.builder("messages").attr("count", 50).build());
        assertThat(all)
                .extracting(node -> node.requireNumber("server_id"))
                .containsExactly(100L, 101L, 102L, 103L, 104L);
        assertThat(all.getFirst().requireChild("plaintext").contentText()).isEqualTo("text 0");
        assertThat(all.getFirst().requireChild("views_count").text("count")).hasValue("0");
        assertThat(all.getFirst().text("type")).hasValue("text");
        List<Node> page = history(
                bob,
                Node.builder("messages").attr("count", 2).attr("before", 104).build());
        assertThat(page).extracting(node -> node.requireNumber("server_id")).containsExactly(102L, 103L);
        List<Node> next = history(
                bob,
                Node.builder("messages").attr("count", 2).attr("after", 101).build());
        assertThat(next).extracting(node -> node.requireNumber("server_id")).containsExactly(102L, 103L);
        Node byJid = bob.client()
                .ask(Iq.get(bob.newId(), Jid.SERVER, "newsletter")
                        .child(Node.builder("messages")
                                .attr("type", "jid")
                                .attr("jid", news)
                                .attr("count", 1))
                        .build());
        assertThat(byJid.requireChild("messages").children("message")).hasSize(1);
    }

    @Test
    void tellsWhoLooksHowReadersReact() {
        join(bob);
        long number = sendAndAwaitAck(alice, post("P1", "hello")).requireNumber("server_id");
        assertThat(query(bob, "set", Node.of("live_updates"))
                        .requireChild("live_updates")
                        .requireNumber("duration"))
                .isEqualTo(300);
        sendAndAwaitAck(bob, reaction("R1", number, "👍"));
        Node change = bob.client().await("live update", node -> node.hasText("type", "newsletter"));
        assertThat(change.requireJid("from")).isEqualTo(news);
        Node message =
                change.requireChild("live_updates").requireChild("messages").requireChild("message");
        assertThat(message.requireNumber("server_id")).isEqualTo(number);
        Node reaction = message.requireChild("reactions").requireChild("reaction");
        assertThat(reaction.text("code")).hasValue("👍");
        assertThat(reaction.text("count")).hasValue("1");
        alice.client().settled();
        assertThat(alice.client().received()).noneMatch(node -> node.hasText("type", "newsletter"));
        sendAndAwaitAck(bob, reaction("R2", number, ""));
        Node gone = bob.client().await("live update", node -> node.hasText("type", "newsletter"));
        assertThat(gone.requireChild("live_updates")
                        .requireChild("messages")
                        .requireChild("message")
                        .requireChild("reactions")
                        .children())
                .isEmpty();
    }

    @Test
    void countsViews() {
        long number = sendAndAwaitAck(alice, post("P1", "hello")).requireNumber("server_id");
        Node view = Node.builder("receipt")
                .attr("id", "V1")
                .attr("to", news)
                .attr("type", "view")
                .child(Node.of(
                        "list", Node.builder("item").attr("server_id", number).build()))
                .build();
        sendAndAwaitAck(bob, view);
        Node updates = query(
                        alice,
                        "get",
                        Node.builder("message_updates").attr("count", 10).build())
                .requireChild("message_updates");
        assertThat(updates.requireChild("messages")
                        .requireChild("message")
                        .requireChild("views_count")
                        .text("count"))
                .hasValue("1");
        sendAndAwaitAck(alice, reaction("R1", number, "❤️"));
        Node own =
                query(alice, "get", Node.builder("my_addons").attr("limit", 10).build());
        assertThat(own.requireChild("my_addons")
                        .requireChild("messages")
                        .requireChild("message")
                        .requireChild("reaction")
                        .text("code"))
                .hasValue("❤️");
    }

    @Test
    void changesAndTakesBackAPost() {
        join(bob);
        sendAndAwaitAck(alice, post("P1", "helo"));
        bob.client().await("post", node -> node.hasText("id", "P1"));
        sendAndAwaitAck(alice, post("P1", "hello").toBuilder().attr("edit", "3").build());
        Node edited = bob.client().await("edit", node -> node.hasText("edit", "3"));
        assertThat(edited.requireNumber("server_id")).isEqualTo(100);
        assertThat(edited.requireChild("meta").has("msg_edit_t")).isTrue();
        assertThat(history(bob, Node.builder("messages").attr("count", 1).build())
                        .getFirst()
                        .requireChild("plaintext")
                        .contentText())
                .isEqualTo("hello");
        Node revoke = Node.builder("message")
                .attr("id", "P1")
                .attr("to", news)
                .attr("type", "text")
                .attr("edit", "8")
                .child(Node.of("plaintext", Bytes.EMPTY))
                .build();
        sendAndAwaitAck(alice, revoke);
        bob.client().await("revocation", node -> node.hasText("edit", "8"));
        assertThat(history(bob, Node.builder("messages").attr("count", 1).build()))
                .isEmpty();
    }

    @Test
    void changesHandsAndEnds() {
        join(bob);
        String person =
                "{\"newsletter_id\":\"" + news + "\",\"user_id\":\"" + bob.lid().bare() + "\"}";
        assertThat(ask(bob, "30062808666639665", about())
                        .at("/errors/0/extensions/error_code")
                        .asInt())
                .isEqualTo(403);
        ask(alice, "7341777602580933", person);
        assertThat(ask(bob, "7130823597031706", about())
                        .at("/data/xwa2_newsletter_admin/admin_count")
                        .asInt())
                .isEqualTo(2);
        String former = "{\"newsletter_id\":\"" + news + "\",\"user_id\":\""
                + alice.pn().bare() + "\"}";
        ask(bob, "6551828931592903", former);
        assertThat(ask(bob, "9783111038412085", about()).at("/data/xwa2_newsletter_subscribers/subscribers/edges"))
                .hasSize(2);
        assertThat(sendAndAwaitAck(alice, post("P9", "no")).text("error")).hasValue("403");
        assertThat(ask(bob, "30062808666639665", about())
                        .at("/data/xwa2_newsletter_delete_v2/state/type")
                        .asText())
                .isEqualTo("deleted");
        assertThat(sendAndAwaitAck(bob, post("P10", "gone")).text("error")).hasValue("404");
    }

    @Test
    void changesWhatItSaysAndShows() {
        String picture = "\"picture\":\"" + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "\"";
        JsonNode updated = ask(
                        alice,
                        "7150902998257522",
                        "{\"newsletter_id\":\"" + news + "\",\"updates\":{\"name\":\"Newer\"," + picture + "}}")
                .at("/data/xwa2_newsletter_update");
        assertThat(updated.at("/thread_metadata/name/text").asText()).isEqualTo("Newer");
        assertThat(updated.at("/thread_metadata/picture/direct_path").asText()).startsWith("/v/");
        assertThat(ask(bob, "7150902998257522", "{\"newsletter_id\":\"" + news + "\",\"updates\":{\"name\":\"x\"}}")
                        .at("/errors/0/extensions/error_code")
                        .asInt())
                .isEqualTo(403);
    }

    @Test
    void answersWhatIsAskedAboutTheAccount() {
        assertThat(ask(alice, "23983697327930364", "{}")
                        .at("/data/xwa2_fetch_account_reachout_timelock/is_active")
                        .asBoolean(true))
                .isFalse();
        assertThat(ask(alice, "24503548349331633", "{\"input\":{\"type\":\"INDIVIDUAL_NEW_CHAT_MSG\"}}")
                        .at("/data/xwa2_message_capping_info")
                        .isObject())
                .isTrue();
        JsonNode unknown = ask(alice, "1", "{\"what\":1}");
        assertThat(unknown.path("data").isNull()).isTrue();
        assertThat(unknown.at("/errors/0/extensions/error_code").asInt()).isEqualTo(400);
    }
}
