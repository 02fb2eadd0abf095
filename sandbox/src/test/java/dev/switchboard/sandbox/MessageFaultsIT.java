// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can go wrong with messages, keys, queries and rates.
class MessageFaultsIT extends FaultFixture {

    private TestCompanion alice;
    private TestCompanion bob;

    @BeforeEach
    void meet() {
        alice = TestCompanion.ready(sandbox, newPhone());
        bob = TestCompanion.ready(sandbox, newPhone());
    }

    @AfterEach
    void part() {
        alice.close();
        bob.close();
    }

    private Node write(String id) {
        return sendAndAwaitAck(alice, message(id, bob.pn().bare(), bob.pn()).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 421, 463, 475, 479, 500})
    void refusesAMessageToOneChat(int code) {
        once("message-error", at(alice) + ",'chat':'" + bob.pn().user() + "'" + params("'code':" + code));
        assertThat(write("E" + code).number("error")).hasValue(code);
        assertThat(write("F" + code).has("error")).isFalse();
        assertThat(awaitMessage(bob, "F" + code).has("id")).isTrue();
        assertThat(bob.client().received()).noneMatch(node -> node.hasText("id", "E" + code));
    }

    @Test
    void deliversWithoutAcknowledging() {
        once("message-no-ack", at(alice));
        alice.client().send(message("N1", bob.pn().bare(), bob.pn()).build());
        awaitMessage(bob, "N1");
        assertThat(alice.client().settled()).noneMatch(node -> node.hasTag("ack"));
    }

    @Test
    void losesDamagesOrDoublesOneDevicesCopy() {
        String device = at(bob) + ",'device':" + bob.pn().device();
        once("message-lose", device);
        write("L1");
        once("message-corrupt", device);
        write("C1");
        once("message-twice", device);
        write("T1");
        Node damaged = awaitMessage(bob, "C1");
        assertThat(Stanzas.payload(damaged).asUtf8()).isNotEqualTo("C1 for " + bob.pn());
        awaitMessage(bob, "T1");
        awaitMessage(bob, "T1");
        assertThat(bob.client().received()).noneMatch(node -> node.hasText("id", "L1"));
    }

    @Test
    void saysThatADeviceWasMissed() {
        once("message-phash", at(alice));
        assertThat(write("P1").text("phash"))
                .hasValueSatisfying(hash -> assertThat(hash).startsWith("2:"));
    }

    private Node bundle() {
        return alice.client()
                .ask(PreKeyStanzas.fetchRequest(alice.newId(), List.of(new PreKeyStanzas.Wanted(bob.pn(), false))))
                .requireChild("list")
                .requireChild("user");
    }

    @Test
    void spoilsKeys() {
        String chat = at(alice) + ",'chat':'" + bob.pn().user() + "'";
        Node right = bundle();
        once("bundle-missing", chat);
        assertThat(bundle().requireChild("error").text("code")).hasValue("404");
        once("bundle-no-one-time-key", chat);
        assertThat(bundle().hasChild("key")).isFalse();
        once("bundle-bad-signature", chat);
        assertThat(bundle().requireChild("skey").requireChild("signature").contentBytes())
                .isNotEqualTo(
                        right.requireChild("skey").requireChild("signature").contentBytes());
        once("bundle-other-identity", chat);
        assertThat(bundle().requireChild("identity").contentBytes())
                .isNotEqualTo(right.requireChild("identity").contentBytes());
        assertThat(bundle().requireChild("identity")).isEqualTo(right.requireChild("identity"));
    }

    private Node digest() {
        return alice.client()
                .ask(Iq.get(alice.newId(), Iq.Xmlns.ENCRYPT)
                        .child(Node.of("digest"))
                        .build());
    }

    @Test
    void digestsOtherKeysOrNone() {
        Node right = digest().requireChild("digest").requireChild("hash");
        once("digest-mismatch", at(alice));
        assertThat(digest().requireChild("digest").requireChild("hash")).isNotEqualTo(right);
        once("digest-missing", at(alice));
        assertThat(code(digest())).isEqualTo(404);
        assertThat(digest().requireChild("digest").requireChild("hash")).isEqualTo(right);
    }

    private Node usync(Jid jid) {
        return alice.client()
                .ask(Iq.get(alice.newId(), Iq.Xmlns.USYNC)
                        .child(Node.builder("usync")
                                .attr("sid", "1")
                                .child(Node.of(
                                        "query",
                                        Node.builder("devices")
                                                .attr("version", 2)
                                                .build()))
                                .child(Node.of(
                                        "list",
                                        Node.builder("user").attr("jid", jid).build())))
                        .build());
    }

    private long devices(Jid jid) {
        return usync(jid)
                .requireChild("usync")
                .requireChild("list")
                .requireChild("user")
                .requireChild("devices")
                .requireChild("device-list")
                .children("device")
                .size();
    }

    @Test
    void listsTooFewOrTooManyDevices() {
        assertThat(devices(bob.pn().bare())).isEqualTo(2);
        once("device-list-wrong", at(alice));
        assertThat(devices(bob.pn().bare())).isEqualTo(1);
        once("device-list-wrong", at(alice) + ",'chat':'" + bob.pn().user() + "'" + params("'how':'extra'"));
        assertThat(devices(bob.pn().bare())).isEqualTo(3);
    }

    @Test
    void refusesOrForgetsQueriesOfANamespace() {
        once("iq-error", at(alice) + params("'code':503,'xmlns':'usync','text':'service-unavailable'"));
        alice.client().ask(ping(alice));
        assertThat(code(usync(bob.pn().bare()))).isEqualTo(503);
        once("iq-timeout", at(alice) + params("'xmlns':'abt'"));
        String id = alice.newId();
        alice.client()
                .send(Iq.get(id, Iq.Xmlns.PROPERTIES).child(Node.of("props")).build());
        assertThat(alice.client().settled()).noneMatch(node -> node.hasText("id", id));
    }

    @Test
    void limitsRatesAfterABurst() {
        once("rate-limit", at(alice) + params("'of':'usync','after':2,'backoff':30"));
        devices(bob.pn().bare());
        devices(bob.pn().bare());
        Node error = usync(bob.pn().bare()).requireChild("error");
        assertThat(error.text("code")).hasValue("429");
        assertThat(error.text("backoff")).hasValue("30");
        once("rate-limit", at(alice) + params("'of':'message'"));
        assertThat(write("B1").text("error")).hasValue("429");
        assertThat(write("B2").has("error")).isFalse();
        once("rate-limit", at(alice) + params("'of':'group'"));
        Node group = alice.client()
                .ask(Iq.get(alice.newId(), Jid.parse("g.us"), Iq.Xmlns.GROUPS)
                        .child(Node.of("participating"))
                        .build());
        assertThat(code(group)).isEqualTo(429);
    }

    @Test
    void locksAnAccountAgainstThoseItHasNotWrittenWith() {
        set("'fault':'reach-out-lock'," + at(alice));
        assertThat(reachOutLock()).contains("\"is_active\":true");
        assertThat(write("S1").text("error")).hasValue("463");
        Node notice = alice.client().await("the lock", node -> node.hasText("type", "mex"));
        assertThat(notice.requireChild("update").contentBytes().asUtf8()).contains("time_enforcement_ends");
        sendAndAwaitAck(bob, message("S2", alice.pn().bare(), alice.pn()).build());
        assertThat(write("S3").has("error")).isFalse();
        sandbox.faults().clearAll();
        assertThat(reachOutLock()).contains("\"is_active\":false");
    }

    private String reachOutLock() {
        return alice.client()
                .ask(Iq.get(alice.newId(), Iq.Xmlns.MEX)
                        .child(Node.builder("query")
                                .attr("query_id", "23983697327930364")
                                .utf8("{\"variables\":{}}"))
                        .build())
                .requireChild("result")
                .contentBytes()
                .asUtf8();
    }

    @Test
    void refusesLosesAndDamagesInAGroup() {
        Jid group = GroupStanzas.create(alice, "Faulty", bob.pn().bare());
        String chat = "'chat':'" + group + "'";
        once("message-error", at(alice) + "," + chat + params("'code':403"));
        assertThat(writeToGroup("G1", group).text("error")).hasValue("403");
        once("message-lose", at(bob) + ",'device':" + bob.pn().device() + "," + chat);
        assertThat(writeToGroup("G2", group).has("error")).isFalse();
        once("message-corrupt", at(bob) + ",'device':" + bob.pn().device() + "," + chat);
        writeToGroup("G3", group);
        Node damaged = awaitMessage(bob, "G3");
        assertThat(damaged.children("enc"))
                .noneMatch(enc -> enc.contentBytes().asUtf8().equals("common G3"));
        assertThat(bob.client().received()).noneMatch(node -> node.hasText("id", "G1") || node.hasText("id", "G2"));
    }

    private Node writeToGroup(String id, Jid group) {
        return sendAndAwaitAck(alice, GroupStanzas.message(id, group, bob.lid()).build());
    }

    @Test
    void bansAnAccountThatWritesToTooMany() {
        set("'fault':'contact-ban'," + at(alice) + params("'contacts':1,'expire':600"));
        assertThat(write("X1").has("error")).isFalse();
        assertThat(write("X2").has("error")).isFalse();
        TestCompanion carol = TestCompanion.ready(sandbox, newPhone());
        alice.client().send(message("X3", carol.pn().bare(), carol.pn()).build());
        Node failure = alice.client().await("failure");
        assertThat(failure.text("reason")).hasValue("402");
        assertThat(failure.text("code")).hasValue("101");
        alice.client().awaitEnd();
        alice.connect();
        assertThat(alice.client().await("failure").number("expire").orElse(0)).isBetween(1L, 600L);
        carol.close();
    }

    @Test
    void registersTheRecipientsPhoneAnewBehindAMessage() {
        once("identity-change", at(alice) + ",'chat':'" + bob.pn().user() + "'");
        assertThat(write("I1").has("error")).isFalse();
        Node notice = alice.client()
                .await("a new identity", node -> node.hasText("type", "encrypt") && node.hasChild("identity"));
        assertThat(notice.requireJid("from")).isEqualTo(bob.pn().bare());
        assertThat(bob.client().await("stream:error").text("code")).hasValue("401");
    }

    @Test
    void strikesByChance() {
        set("'fault':'message-error','probability':0.5," + at(alice) + params("'code':500"));
        long refused = 0;
        for (int i = 0; i < 40; i++) {
            refused += write("Z" + i).has("error") ? 1 : 0;
        }
        assertThat(refused).isBetween(1L, 39L);
    }
}
