// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.AdminClient.Answer;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Phones that write to each other through the network, driven by the admin interface over a socket.
class PhonesIT {

    private static final String ANN = "15550100001";
    private static final String BOB = "15550100002";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private AdminClient admin;

    @BeforeEach
    void open() {
        start();
        assertThat(admin.post("/admin/accounts", "{'phone':'15550100001','pushName':'Ann'}")
                        .status())
                .isEqualTo(201);
        assertThat(admin.post("/admin/accounts", "{'phone':'15550100002','pushName':'Bob'}")
                        .status())
                .isEqualTo(201);
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

    @Test
    void writeToEachOtherWithReceiptsEditsReactionsAndRevocations() {
        String id = send(ANN, "{'to':'15550100002','text':'helo'}");
        JsonNode arrived = admin.awaitMessage(BOB, with(id));
        assertThat(arrived.get("text").asText()).isEqualTo("helo");
        assertThat(arrived.get("chat").asText()).isEqualTo(ANN);
        assertThat(arrived.get("copies").asInt()).isEqualTo(1);

        send(ANN, "{'to':'15550100002','edit':{'id':'" + id + "','text':'hello'}}");
        send(BOB, "{'to':'15550100001','reaction':{'id':'" + id + "','emoji':'👍'}}");
        post("/admin/accounts/" + BOB + "/receipts", "{'chat':'15550100001','ids':['" + id + "'],'type':'read'}");
        String answer = send(BOB, "{'to':'15550100001','text':'hi','quote':'" + id + "'}");

        admin.awaitMessage(BOB, with(id).and(message -> message.path("edited").asBoolean()));
        JsonNode sent = admin.awaitMessage(
                ANN, with(id).and(message -> message.get("status").asText().equals("read")));
        assertThat(sent.get("reaction").asText()).isEqualTo("👍");
        assertThat(sent.get("text").asText()).isEqualTo("hello");
        assertThat(admin.awaitMessage(ANN, with(answer)).get("quotedId").asText())
                .isEqualTo(id);

        send(ANN, "{'to':'15550100002','revoke':{'id':'" + id + "'}}");
        JsonNode revoked = admin.awaitMessage(
                BOB, with(id).and(message -> message.path("revoked").asBoolean()));
        assertThat(revoked.has("text")).isFalse();
        JsonNode after = admin.get("/admin/accounts/" + ANN + "/messages?chat=" + BOB + "&after=" + id)
                .json();
        assertThat(after).hasSize(1);
        assertThat(after.get(0).get("id").asText()).isEqualTo(answer);
        assertThat(admin.get("/admin/stats").json().get("rulesBroken").asInt()).isZero();
    }

    @Test
    void askAgainForWhatArrivesDamaged() {
        send(ANN, "{'to':'15550100002','text':'first'}");
        post("/admin/faults", "{'fault':'message-corrupt','account':'15550100002','device':0,'count':1}");

        String id = send(ANN, "{'to':'15550100002','text':'damaged once'}");

        JsonNode mended = admin.awaitMessage(
                BOB, with(id).and(message -> message.get("type").asText().equals("text")));
        assertThat(mended.get("text").asText()).isEqualTo("damaged once");
        assertThat(mended.get("copies").asInt()).isEqualTo(1);
    }

    @Test
    void takeACopyThatComesTwiceForOne() {
        post("/admin/faults", "{'fault':'message-twice','account':'15550100002','device':0,'count':1}");
        String id = send(ANN, "{'to':'15550100002','text':'twice'}");
        String next = send(ANN, "{'to':'15550100002','text':'next'}");

        admin.awaitMessage(BOB, with(next));
        assertThat(admin.awaitMessage(BOB, with(id)).get("copies").asInt()).isEqualTo(1);
    }

    @Test
    void sayWhenTheNetworkRefusesAMessage() {
        post("/admin/faults", "{'fault':'message-error','account':'15550100001','count':1,'params':{'code':463}}");

        Answer refused = admin.post("/admin/accounts/" + ANN + "/messages", "{'to':'15550100002','text':'x'}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("error").asText()).contains("463");
    }

    @Test
    void answerByThemselvesWhenTold() {
        post("/admin/accounts/" + BOB + "/auto", "{'receipts':'read','reply':'echo','latencyMs':20}");
        String id = send(ANN, "{'to':'15550100002','text':'is anybody there?'}");

        admin.awaitMessage(
                ANN,
                message -> !message.get("fromMe").asBoolean()
                        && message.get("text").asText().equals("is anybody there?"));
        admin.awaitMessage(
                ANN, with(id).and(message -> message.get("status").asText().equals("read")));
    }

    @Test
    void goOnAfterARestartWhereTheyWere() {
        String before = send(ANN, "{'to':'15550100002','text':'before'}");
        admin.awaitMessage(BOB, with(before));
        String answer = send(BOB, "{'to':'15550100001','text':'answer'}");
        admin.awaitMessage(ANN, with(answer));

        sandbox.close();
        start();
        String after = send(ANN, "{'to':'15550100002','text':'after'}");

        admin.awaitMessage(BOB, with(after));
        JsonNode all = admin.get("/admin/accounts/" + BOB + "/messages").json();
        assertThat(all.findValuesAsText("id")).containsExactly(before, answer, after);
        assertThat(all.findValuesAsText("copies")).containsOnly("1");
        assertThat(all.findValuesAsText("type")).containsOnly("text");
    }

    @Test
    void areKnownToTheirContactsWithANewIdentity() {
        String before = send(ANN, "{'to':'15550100002','text':'before'}");
        admin.awaitMessage(BOB, with(before));
        post("/admin/accounts/" + BOB + "/identity", "");

        String after = send(ANN, "{'to':'15550100002','text':'after'}");

        admin.awaitMessage(
                BOB, with(after).and(message -> message.get("type").asText().equals("text")));
        String answer = send(BOB, "{'to':'15550100001','text':'still me'}");
        assertThat(admin.awaitMessage(ANN, with(answer)).get("type").asText()).isEqualTo("text");
    }

    @Test
    void areForgottenOnReset() {
        assertThat(admin.post("/admin/reset", "").status()).isEqualTo(204);
        assertThat(admin.get("/admin/accounts").json()).isEmpty();
        assertThat(admin.get("/admin/accounts/" + ANN).status()).isEqualTo(404);
        assertThat(admin.post("/admin/accounts", "{'phone':'15550100001'}").status())
                .isEqualTo(201);
    }

    private String send(String phone, String body) {
        Answer sent = admin.post("/admin/accounts/" + phone + "/messages", body);
        assertThat(sent.status()).as(() -> sent.json().toString()).isEqualTo(200);
        return sent.json().get("id").asText();
    }

    private void post(String path, String body) {
        assertThat(admin.post(path, body).status()).isBetween(200, 204);
    }

    private static Predicate<JsonNode> with(String id) {
        return message -> message.get("id").asText().equals(id);
    }
}
