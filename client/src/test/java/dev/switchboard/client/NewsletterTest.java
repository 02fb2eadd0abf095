// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.ClientEvent.NewsletterChanged;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.MessageRef;
import dev.switchboard.client.message.OutgoingContent;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.newsletter.NewNewsletter;
import dev.switchboard.client.newsletter.Newsletter;
import dev.switchboard.client.newsletter.NewsletterChange;
import dev.switchboard.client.newsletter.NewsletterPost;
import dev.switchboard.client.newsletter.PostCounts;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.MessageKind;
import dev.switchboard.wire.message.MessageText;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NewsletterTest {

    private static final Jid NEWS = Jid.newsletter("120363000000000042");
    private static final String METADATA = """
            {"id":"120363000000000042@newsletter","state":{"type":"ACTIVE"},
             "thread_metadata":{"name":{"text":"Daily \\"News\\" \\u263a"},"description":{"text":"all of it"},
               "subscribers_count":"1234","creation_time":"1700000000","invite":"INVITE42",
               "verification":"VERIFIED","picture":null,"preview":{"direct_path":"/v/preview"}},
             "viewer_metadata":{"role":"SUBSCRIBER","mute":"OFF"}}""";

    private final Stage stage = new Stage("newsletters").linked();

    private static <T> T given(Reply<Answer<T>> reply) throws InterruptedException {
        Answer<T> answer = reply.await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<T>) answer).value();
    }

    private static String variables(Node question) {
        return question.requireChild("query").contentText();
    }

    private static void answer(Line line, Node question, String json) {
        line.say(Iq.serverResult(question)
                .child(Node.builder("result").utf8(json))
                .build());
    }

    private <C extends NewsletterChange> C change(Class<C> type) throws InterruptedException {
        NewsletterChanged event = stage.event(NewsletterChanged.class, found -> type.isInstance(found.change()));
        assertThat(event.newsletter()).isEqualTo(NEWS);
        return type.cast(event.change());
    }

    @Test
    void readsWhatANewsletterIs() throws Exception {
        Line line = stage.login();
        Reply<Answer<Newsletter>> reply =
                stage.companion.newsletters().inspect("https://whatsapp.com/channel/INVITE42");
        Node question = line.nextIq(Iq.Xmlns.MEX);
        assertThat(variables(question)).contains("\"key\":\"INVITE42\"", "\"type\":\"INVITE\"");
        answer(line, question, "{\"data\":{\"xwa2_newsletter\":" + METADATA + "}}");
        Newsletter newsletter = given(reply);
        assertThat(newsletter.jid()).isEqualTo(NEWS);
        assertThat(newsletter.name()).isEqualTo("Daily \"News\" \u263a");
        assertThat(newsletter.state()).isEqualTo("active");
        assertThat(newsletter.subscribers()).isEqualTo(OptionalLong.of(1234));
        assertThat(newsletter.created()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(newsletter.verified()).isTrue();
        assertThat(newsletter.picturePath()).contains("/v/preview");
        assertThat(newsletter.role()).contains(Newsletter.Role.SUBSCRIBER);
        assertThat(newsletter.muted()).contains(false);
    }

    @Test
    void saysWhenThereIsNone() throws Exception {
        Line line = stage.login();
        Reply<Answer<Newsletter>> reply = stage.companion.newsletters().get(NEWS);
        answer(line, line.nextIq(Iq.Xmlns.MEX), "{\"data\":{\"xwa2_newsletter\":null}}");
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow())
                .isEqualTo(new Answer.Refused<>(404, "no such newsletter"));
        Reply<Answer<Newsletter>> refused =
                stage.companion.newsletters().create(new NewNewsletter("n", Optional.empty(), Optional.empty()));
        answer(
                line,
                line.nextIq(Iq.Xmlns.MEX),
                "{\"data\":null,\"errors\":[{\"message\":\"no\",\"extensions\":{\"error_code\":403}}]}");
        assertThat(refused.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Refused<>(403, "no"));
        Reply<Answer<List<Newsletter>>> garbled = stage.companion.newsletters().followed();
        answer(line, line.nextIq(Iq.Xmlns.MEX), "{\"data\":");
        assertThat(garbled.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void followsAndLists() throws Exception {
        Line line = stage.login();
        Reply<Answer<Jid>> follow = stage.companion.newsletters().follow(NEWS);
        Node question = line.nextIq(Iq.Xmlns.MEX);
        assertThat(variables(question))
                .isEqualTo("{\"variables\":{\"newsletter_id\":\"120363000000000042@newsletter\"}}");
        answer(line, question, "{\"data\":{\"xwa2_newsletter_join_v2\":{\"id\":\"x\"}}}");
        assertThat(given(follow)).isEqualTo(NEWS);
        Reply<Answer<List<Newsletter>>> list = stage.companion.newsletters().followed();
        answer(
                line,
                line.nextIq(Iq.Xmlns.MEX),
                "{\"data\":{\"xwa2_newsletter_subscribed\":[" + METADATA + ",{\"id\":\"not an address\"}]}}");
        assertThat(given(list))
                .singleElement()
                .satisfies(one -> assertThat(one.jid()).isEqualTo(NEWS));
    }

    @Test
    void aPostIsSentInTheOpenAndGetsItsNumber() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = stage.companion.send(OutgoingMessage.text("P1", NEWS, "extra!"));
        Node message = line.nextMessage();
        assertThat(message.requireJid("to")).isEqualTo(NEWS);
        Message plain = Message.parseFrom(
                message.requireChild("plaintext").contentBytes().toByteArray());
        assertThat(MessageText.of(plain)).contains("extra!");
        assertThat(plain.hasMessageContextInfo()).isFalse();
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).hasSize(1);
        Ack ack = Ack.serverReplyTo(message).withTimestamp(stage.clock.instant());
        line.say(ack.toNode().toBuilder().attr("server_id", 101).build());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(SendOutcome.Sent.class);
        assertThat(change(NewsletterChange.Numbered.class)).isEqualTo(new NewsletterChange.Numbered("P1", 101));
        assertThat(stage.memory.outgoing(Long.MIN_VALUE, 5)).isEmpty();
    }

    @Test
    void anOwnPostIsEditedAndDeletedUnderItsOwnId() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> edit = stage.companion.send(new OutgoingMessage(
                "E1", NEWS, new OutgoingContent.Edit(MessageRef.of(NEWS, "P1", true), "corrected")));
        Node message = line.nextMessage();
        assertThat(message.requireText("id")).isEqualTo("P1");
        assertThat(message.text("edit")).contains("3");
        assertThat(MessageText.of(Message.parseFrom(
                        message.requireChild("plaintext").contentBytes().toByteArray())))
                .contains("corrected");
        line.say(Ack.serverReplyTo(message).toNode());
        assertThat(edit.await(ScriptedServer.PATIENCE).orElseThrow())
                .isEqualTo(new SendOutcome.Sent("E1", stage.clock.instant()));
        Reply<SendOutcome> revoke = stage.companion.send(
                new OutgoingMessage("R1", NEWS, new OutgoingContent.Revoke(MessageRef.of(NEWS, "P1", true))));
        Node revocation = line.nextMessage();
        assertThat(revocation.text("edit")).contains("8");
        assertThat(revocation.requireChild("plaintext").contentBytes().isEmpty())
                .isTrue();
        line.say(Ack.serverReplyTo(revocation).withError(403).toNode());
        assertThat(((SendOutcome.Rejected) revoke.await(ScriptedServer.PATIENCE).orElseThrow())
                        .failure()
                        .kind())
                .isEqualTo(SendFailure.Kind.NOT_ALLOWED);
    }

    private static Node post(String id, long serverId, String text) {
        return Node.builder("message")
                .attr("id", id)
                .attr("server_id", serverId)
                .attr("t", 1_700_000_100L)
                .attr("type", "text")
                .child(Node.builder("plaintext").bytes(Contact.text(text).toByteArray()))
                .child(Node.of(
                        "reactions",
                        Node.builder("reaction")
                                .attr("code", "\ud83d\udc4d")
                                .attr("count", 7)
                                .build()))
                .child(Node.builder("views_count").attr("count", 90))
                .build();
    }

    @Test
    void postsThatComeAreToldAndAcknowledgedWithoutReceipt() throws Exception {
        Line line = stage.login();
        line.say(post("P7", 107, "good morning").toBuilder().attr("from", NEWS).build());
        NewsletterPost read = change(NewsletterChange.Posted.class).post();
        assertThat(read.serverId()).isEqualTo(107);
        assertThat(read.kind()).isEqualTo(MessageKind.TEXT);
        assertThat(read.text()).contains("good morning");
        assertThat(line.next("ack or receipt", node -> node.hasTag("ack") || node.hasTag("receipt"))
                        .tag())
                .isEqualTo("ack");
        line.say(post("P7", 107, "good evening").toBuilder()
                .attr("from", NEWS)
                .attr("edit", "3")
                .build());
        assertThat(change(NewsletterChange.Edited.class).post().text()).contains("good evening");
    }

    @Test
    void readsOldPosts() throws Exception {
        Line line = stage.login();
        Reply<Answer<List<NewsletterPost>>> reply =
                stage.companion.newsletters().posts(NEWS, 2, OptionalLong.of(109));
        Node question = line.nextIq(Iq.Xmlns.NEWSLETTER);
        assertThat(question.requireJid("to")).isEqualTo(NEWS);
        assertThat(question.requireChild("messages").requireNumber("before")).isEqualTo(109);
        line.say(Iq.serverResult(question)
                .child(Node.builder("messages").children(List.of(post("P7", 107, "one"), post("P8", 108, "two"))))
                .build());
        List<NewsletterPost> posts = given(reply);
        assertThat(posts).extracting(NewsletterPost::serverId).containsExactly(107L, 108L);
        assertThat(posts.getFirst().reactions()).containsEntry("\ud83d\udc4d", 7L);
        assertThat(posts.getFirst().views()).isEqualTo(OptionalLong.of(90));
    }

    @Test
    void reactsAndHearsWhatOthersMakeOfIt() throws Exception {
        Line line = stage.login();
        Reply<Answer<Duration>> live = stage.companion.newsletters().followLive(NEWS);
        Node question = line.nextIqWith("live_updates");
        line.say(Iq.serverResult(question)
                .child(Node.builder("live_updates").attr("duration", 300))
                .build());
        assertThat(given(live)).isEqualTo(Duration.ofMinutes(5));
        Reply<Answer<Long>> reaction = stage.companion.newsletters().react(NEWS, 107, "\ud83d\ude00");
        Node message = line.nextMessage();
        assertThat(message.text("type")).contains("reaction");
        assertThat(message.requireNumber("server_id")).isEqualTo(107);
        assertThat(message.requireChild("reaction").requireText("code")).isEqualTo("\ud83d\ude00");
        line.say(Ack.serverReplyTo(message).toNode());
        assertThat(given(reaction)).isEqualTo(107);
        line.say(Node.builder("notification")
                .attr("id", "N1")
                .attr("from", NEWS)
                .attr("type", "newsletter")
                .attr("t", 1)
                .child(Node.of(
                        "live_updates",
                        Node.of(
                                "messages",
                                Node.builder("message")
                                        .attr("server_id", 107)
                                        .child(Node.of(
                                                "reactions",
                                                Node.builder("reaction")
                                                        .attr("code", "\ud83d\ude00")
                                                        .attr("count", 3)
                                                        .build()))
                                        .build())))
                .build());
        assertThat(change(NewsletterChange.Counted.class).posts())
                .containsExactly(new PostCounts(107, Map.of("\ud83d\ude00", 3L), OptionalLong.empty()));
    }

    @Test
    void hearsWhatThisAccountDoesElsewhere() throws Exception {
        Line line = stage.login();
        line.say(mex("NotificationNewsletterJoin", "xwa2_notify_newsletter_on_join", METADATA));
        assertThat(change(NewsletterChange.Followed.class)
                        .newsletter()
                        .orElseThrow()
                        .name())
                .startsWith("Daily");
        String id = "\"id\":\"120363000000000042@newsletter\"";
        line.say(mex(
                "NotificationNewsletterMuteChange",
                "xwa2_notify_newsletter_on_mute_change",
                "{" + id + ",\"mute\":\"ON\"}"));
        assertThat(change(NewsletterChange.Muted.class).muted()).isTrue();
        line.say(mex("NotificationNewsletterLeave", "xwa2_notify_newsletter_on_leave", "{" + id + "}"));
        change(NewsletterChange.Unfollowed.class);
        line.say(mex("NotificationNewsletterNovelty", "xwa2_notify_newsletter_novelty", "{" + id + "}"));
        assertThat(change(NewsletterChange.Other.class).operation()).isEqualTo("NotificationNewsletterNovelty");
    }

    private static Node mex(String operation, String name, String value) {
        return Node.builder("notification")
                .attr("id", "N2")
                .attr("from", Jid.SERVER)
                .attr("type", "mex")
                .attr("t", 1)
                .child(Node.builder("update")
                        .attr("op_name", operation)
                        .utf8("{\"data\":{\"" + name + "\":" + value + "}}"))
                .build();
    }

    @Test
    void reactionsBySendingAreRefused() throws Exception {
        stage.login();
        Reply<SendOutcome> reply = stage.companion.send(new OutgoingMessage(
                "X1", NEWS, new OutgoingContent.Reaction(MessageRef.of(NEWS, "P1", false), "\ud83d\ude00")));
        assertThat(((SendOutcome.Rejected) reply.await(ScriptedServer.PATIENCE).orElseThrow())
                        .failure()
                        .kind())
                .isEqualTo(SendFailure.Kind.UNSUPPORTED_CHAT);
        assertThat(stage.event(MessageStatusChanged.class).status()).isEqualTo(MessageStatus.FAILED);
    }
}
