// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.AdminClient.Answer;
import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three phones in a group, driven by the admin interface over a socket.
class PhoneGroupsIT {

    private static final String ANN = "15550100001";
    private static final String BOB = "15550100002";
    private static final String CAL = "15550100003";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private AdminClient admin;

    @BeforeEach
    void open() {
        start();
        for (String phone : List.of(ANN, BOB, CAL)) {
            assertThat(admin.post("/admin/accounts", "{'phone':'" + phone + "'}")
                            .status())
                    .isEqualTo(201);
        }
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void start() {
        sandbox = Sandbox.start(
                SandboxConfig.builder().tls(false).dataFolder(folder).build());
        admin = new AdminClient(sandbox);
    }

    private String makeGroup(String... members) {
        String all = String.join("','", members);
        Answer made =
                admin.post("/admin/accounts/" + ANN + "/groups", "{'subject':'Chess','participants':['" + all + "']}");
        assertThat(made.status()).as(() -> made.json().toString()).isEqualTo(200);
        return made.json().get("jid").asText();
    }

    private String send(String phone, String group, String content) {
        Answer sent = admin.post("/admin/accounts/" + phone + "/messages", "{'to':'" + group + "'," + content + "}");
        assertThat(sent.status()).as(() -> sent.json().toString()).isEqualTo(200);
        return sent.json().get("id").asText();
    }

    private void change(String phone, String group, String how) {
        Answer changed = admin.post("/admin/accounts/" + phone + "/groups/" + group, how);
        assertThat(changed.status()).as(() -> changed.json().toString()).isEqualTo(204);
    }

    private static Predicate<JsonNode> with(String id) {
        return message -> message.get("id").asText().equals(id);
    }

    private static Predicate<JsonNode> readable(String id) {
        return with(id).and(message -> message.get("type").asText().equals("text"));
    }

    private int rulesBroken() {
        return admin.get("/admin/stats").json().get("rulesBroken").asInt();
    }

    @Test
    void readWhatTheOthersWrite() {
        String group = makeGroup(BOB, CAL);
        String first = send(ANN, group, "'text':'hello all'");
        for (String reader : List.of(BOB, CAL)) {
            JsonNode read = admin.awaitMessage(reader, readable(first));
            assertThat(read.get("text").asText()).isEqualTo("hello all");
            assertThat(read.get("chat").asText()).isEqualTo(group);
            assertThat(read.get("from").asText()).isEqualTo(ANN);
            assertThat(read.get("copies").asInt()).isEqualTo(1);
        }
        String answer = send(BOB, group, "'text':'hello Ann','quote':'" + first + "'");
        assertThat(admin.awaitMessage(CAL, readable(answer)).get("quotedId").asText())
                .isEqualTo(first);
        send(CAL, group, "'reaction':{'id':'" + first + "','emoji':'👍'}");
        admin.awaitMessage(
                ANN,
                with(first).and(message -> message.path("reaction").asText().equals("👍")));
        send(ANN, group, "'edit':{'id':'" + first + "','text':'hello both'}");
        admin.awaitMessage(
                CAL, with(first).and(message -> message.get("text").asText().equals("hello both")));
        send(ANN, group, "'revoke':{'id':'" + first + "'}");
        admin.awaitMessage(
                BOB, with(first).and(message -> message.path("revoked").asBoolean()));
        assertThat(rulesBroken()).isZero();
    }

    @Test
    void handOutTheirKeyOnceAndRenewItWhenSomebodyIsGone() {
        String group = makeGroup(BOB, CAL);
        send(ANN, group, "'text':'one'");
        send(ANN, group, "'text':'two'");
        assertThat(entriesOfNewestMessage()).isZero();
        change(ANN, group, "{'remove':['" + CAL + "']}");
        String third = send(ANN, group, "'text':'three'");
        admin.awaitMessage(BOB, readable(third));
        assertThat(entriesOfNewestMessage()).isOne();
        change(ANN, group, "{'add':['" + CAL + "']}");
        String fourth = send(ANN, group, "'text':'four'");
        admin.awaitMessage(CAL, readable(fourth));
        JsonNode seen = admin.get("/admin/accounts/" + CAL + "/messages").json();
        assertThat(seen.findValuesAsText("text")).containsExactly("one", "two", "four");
        assertThat(rulesBroken()).isZero();
    }

    /// How many devices got something of their own with the last message that a phone sent.
    private long entriesOfNewestMessage() {
        JsonNode stanzas = admin.get("/admin/stanzas?limit=1000").json();
        String newest = StreamSupport.stream(stanzas.spliterator(), false)
                .filter(stanza -> stanza.get("direction").asText().equals("in"))
                .map(stanza -> stanza.get("xml").asText())
                .filter(xml -> xml.startsWith("<message"))
                .reduce((_, later) -> later)
                .orElseThrow();
        return newest.split("<to ", -1).length - 1;
    }

    @Test
    void askAgainForWhatTheyCannotRead() {
        String group = makeGroup(BOB, CAL);
        admin.post("/admin/faults", "{'fault':'message-corrupt','account':'" + BOB + "','device':0,'count':1}");
        String id = send(ANN, group, "'text':'damaged once'");
        assertThat(admin.awaitMessage(BOB, readable(id)).get("text").asText()).isEqualTo("damaged once");
        String next = send(ANN, group, "'text':'whole'");
        admin.awaitMessage(BOB, readable(next));
        admin.awaitMessage(CAL, readable(next));
    }

    @Test
    void confirmToTheAuthorAndAnswerByThemselves() {
        String group = makeGroup(BOB, CAL);
        String id = send(ANN, group, "'text':'who reads?'");
        admin.awaitMessage(BOB, readable(id));
        assertThat(admin.post(
                                "/admin/accounts/" + BOB + "/receipts",
                                "{'chat':'" + group + "','ids':['" + id + "'],'type':'read'}")
                        .status())
                .isEqualTo(204);
        admin.awaitMessage(
                ANN, with(id).and(message -> message.get("status").asText().equals("read")));
        admin.post("/admin/accounts/" + CAL + "/auto", "{'reply':'echo'}");
        send(ANN, group, "'text':'anybody?'");
        admin.awaitMessage(
                BOB,
                message -> message.get("from").asText().equals(CAL)
                        && message.path("text").asText().equals("anybody?"));
    }

    @Test
    void goOnAfterARestart() {
        String group = makeGroup(BOB, CAL);
        admin.awaitMessage(BOB, readable(send(ANN, group, "'text':'before'")));
        sandbox.close();
        start();
        String after = send(ANN, group, "'text':'after'");
        admin.awaitMessage(BOB, readable(after));
        admin.awaitMessage(CAL, readable(after));
        assertThat(entriesOfNewestMessage()).isZero();
        JsonNode groups = admin.get("/admin/accounts/" + CAL + "/groups").json();
        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).get("subject").asText()).isEqualTo("Chess");
    }

    @Test
    void showAndChangeTheirGroups() {
        String group = makeGroup(BOB);
        change(ANN, group, "{'subject':'Go','promote':['" + BOB + "']}");
        JsonNode shown = admin.get("/admin/accounts/" + BOB + "/groups").json().get(0);
        assertThat(shown.get("jid").asText()).isEqualTo(group);
        assertThat(shown.get("subject").asText()).isEqualTo("Go");
        assertThat(shown.get("participants").findValuesAsText("phone")).containsExactly(ANN, BOB);
        assertThat(shown.get("participants").findValuesAsText("admin")).containsOnly("true");
        change(BOB, group, "{'leave':true}");
        assertThat(admin.get("/admin/accounts/" + BOB + "/groups").json()).isEmpty();
        assertThat(admin.post("/admin/accounts/" + BOB + "/messages", "{'to':'" + group + "','text':'x'}")
                        .status())
                .isEqualTo(409);
        assertThat(admin.post("/admin/accounts/" + BOB + "/groups/" + group, "{'leave':true}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void readWhatIsPostedInNewsletters() {
        TestCompanion editor = TestCompanion.ready(sandbox, ANN);
        TestCompanion reader = TestCompanion.ready(sandbox, BOB);
        Jid news = NewsletterIT.create(editor);
        NewsletterIT.join(reader, news);
        Node post = Node.builder("message")
                .attr("id", "P1")
                .attr("to", news)
                .attr("type", "text")
                .child(Node.builder("plaintext")
                        .bytes(Message.newBuilder()
                                .setConversation("hello readers")
                                .build()
                                .toByteArray()))
                .build();
        Stanzas.sendAndAwaitAck(editor, post);
        JsonNode read = admin.awaitMessage(BOB, readable("P1"));
        assertThat(read.get("chat").asText()).isEqualTo(news.toString());
        assertThat(read.get("text").asText()).isEqualTo("hello readers");
        assertThat(read.get("fromMe").asBoolean()).isFalse();
        assertThat(admin.awaitMessage(ANN, readable("P1")).get("fromMe").asBoolean())
                .isTrue();
        editor.close();
        reader.close();
    }
}
