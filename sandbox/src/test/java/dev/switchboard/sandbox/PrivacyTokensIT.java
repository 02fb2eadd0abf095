// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox;

import static dev.switchboard.sandbox.Stanzas.awaitMessage;
import static dev.switchboard.sandbox.Stanzas.message;
import static dev.switchboard.sandbox.Stanzas.sendAndAwaitAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.testclient.TestCompanion;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeBuilder;
import dev.switchboard.wire.stanza.Iq;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Restricted accounts, and the tokens that open them, over the weeks.
class PrivacyTokensIT extends SandboxFixture {

    private static final Duration WEEK = Duration.ofDays(7);

    private final SteppedTime time = new SteppedTime();

    @Override
    protected Sandbox start() {
        return Sandbox.start(
                SandboxConfig.builder()
                        .tls(false)
                        .clock(time.clock())
                        .idleTimeout(Duration.ZERO)
                        .build(),
                time);
    }

    private TestCompanion person(String scenario) {
        String phone = sandbox.phones()
                .createAccount(Optional.empty(), Optional.of(scenario + UUID.randomUUID()), Optional.empty())
                .phone();
        TestCompanion companion = new TestCompanion(sandbox).at(time.clock().instant());
        companion.link(phone);
        companion.becomeReady();
        return companion;
    }

    private Bytes saltOf(TestCompanion who) {
        return sandbox.network()
                .account(who.pn().user())
                .orElseThrow()
                .privacy()
                .nctSalt();
    }

    private static Node giveToken(TestCompanion giver, Jid to) {
        return giver.client()
                .ask(Iq.set(giver.newId(), Iq.Xmlns.PRIVACY)
                        .child(Node.of(
                                "tokens",
                                Node.builder("token")
                                        .attr("jid", to.bare())
                                        .attr("type", "trusted_contact")
                                        .build()))
                        .build())
                .requireChild("tokens");
    }

    private static Node awaitToken(TestCompanion who) {
        Node notice = who.client()
                .await("a token", node -> node.hasTag("notification") && node.hasText("type", "privacy_token"));
        who.client().send(Stanzas.ack(notice));
        return notice;
    }

    private static Bytes secret(Node notice) {
        return notice.requireChild("tokens").requireChild("token").contentBytes();
    }

    private static Node write(TestCompanion from, TestCompanion to, Node... tokens) {
        NodeBuilder message = message("M" + UUID.randomUUID(), to.lid().bare(), to.lid());
        for (Node token : tokens) {
            message.child(token);
        }
        return sendAndAwaitAck(from, message.build());
    }

    private static Node salted(Bytes salt, TestCompanion to) {
        byte[] address = to.lid().bare().toString().getBytes(StandardCharsets.UTF_8);
        return Node.of("cstoken", Bytes.copyOf(Hmac.sha256(salt.toByteArray(), address)));
    }

    @Test
    void turnsAStrangerAwayAndDeliversNothing() {
        TestCompanion alice = person("restricted:");
        TestCompanion bob = person("");
        Node ack = write(bob, alice);
        assertThat(ack.text("error")).hasValue("463");
        assertThat(ack.requireJid("from")).isEqualTo(alice.lid().bare());
        assertThat(alice.client().settled()).noneMatch(node -> node.hasTag("message"));
        assertThat(write(alice, bob).has("error")).isFalse();
    }

    @Test
    void admitsWhoWasMadeATrustedContactAndStripsTheToken() {
        TestCompanion alice = person("restricted:");
        TestCompanion bob = person("");
        assertThat(giveToken(alice, bob.lid()).children()).isEmpty();
        Node notice = awaitToken(bob);
        assertThat(notice.requireJid("from")).isEqualTo(alice.pn().bare());
        assertThat(notice.requireJid("sender_lid")).isEqualTo(alice.lid().bare());
        Node ack = write(bob, alice, Node.of("tctoken", secret(notice)));
        assertThat(ack.has("error")).isFalse();
        Node received = awaitMessage(alice, ack.requireText("id"));
        assertThat(received.hasChild("tctoken")).isFalse();
        assertThat(write(bob, alice, Node.of("tctoken", Bytes.of((byte) 1))).text("error"))
                .hasValue("463");
    }

    @Test
    void givesTheSameTokenForAWeekAndTheOldOnesLiveForFour() {
        TestCompanion alice = person("scenario:restricted,cs_enabled=0:");
        TestCompanion bob = person("");
        giveToken(alice, bob.pn());
        Bytes first = secret(awaitToken(bob));
        giveToken(alice, bob.lid());
        assertThat(secret(awaitToken(bob))).isEqualTo(first);
        time.advance(WEEK);
        giveToken(alice, bob.lid());
        Bytes second = secret(awaitToken(bob));
        assertThat(second).isNotEqualTo(first);
        assertThat(write(bob, alice, Node.of("tctoken", first)).has("error")).isFalse();
        time.advance(WEEK.multipliedBy(3));
        assertThat(write(bob, alice, Node.of("tctoken", first)).text("error")).hasValue("463");
        assertThat(write(bob, alice, Node.of("tctoken", second)).has("error")).isFalse();
        time.advance(WEEK);
        assertThat(write(bob, alice, Node.of("tctoken", second)).text("error")).hasValue("463");
    }

    @Test
    void answersWithWhatTheOtherGaveBefore() {
        TestCompanion alice = person("");
        TestCompanion bob = person("");
        giveToken(alice, bob.lid());
        Bytes given = secret(awaitToken(bob));
        Node returned = giveToken(bob, alice.pn()).requireChild("token");
        assertThat(returned.contentBytes()).isEqualTo(given);
        assertThat(returned.requireJid("jid")).isEqualTo(alice.pn().bare());
        assertThat(returned.text("type")).hasValue("trusted_contact");
    }

    @Test
    void bringsATokenToADeviceThatWasAway() {
        TestCompanion alice = person("restricted:");
        TestCompanion bob = person("");
        leave(bob);
        giveToken(alice, bob.lid());
        bob.logIn();
        bob.activate();
        Node notice = awaitToken(bob);
        assertThat(notice.has("offline")).isTrue();
        assertThat(write(bob, alice, Node.of("tctoken", secret(notice))).has("error"))
                .isFalse();
    }

    @Test
    void admitsATokenMadeFromTheSendersSaltUnlessThatIsSwitchedOff() {
        TestCompanion bob = person("");
        TestCompanion open = person("scenario:restricted,tc_enabled=0,cs_enabled=1:");
        assertThat(write(bob, open, salted(saltOf(bob), open)).has("error")).isFalse();
        TestCompanion shut = person("scenario:restricted,cs_enabled=0:");
        assertThat(write(bob, shut, salted(saltOf(bob), shut)).text("error")).hasValue("463");
        assertThat(write(bob, open, salted(saltOf(open), open)).text("error")).hasValue("463");
        giveToken(open, bob.lid());
        Bytes disabled = secret(awaitToken(bob));
        assertThat(write(bob, open, Node.of("tctoken", disabled)).text("error")).hasValue("463");
    }

    @Test
    void hidesPicturePresenceAndAboutOfARestrictedAccountFromStrangers() {
        TestCompanion alice = person("restricted:");
        TestCompanion bob = person("");
        alice.client()
                .ask(Iq.set(alice.newId(), Iq.Xmlns.PICTURE)
                        .child(Node.builder("picture").attr("type", "image").utf8("jpeg"))
                        .build());
        assertThat(askPicture(bob, alice, Optional.empty())
                        .requireChild("error")
                        .text("code"))
                .hasValue("401");
        subscribe(bob, alice, Optional.empty());
        alice.client().send(Node.builder("presence").attr("type", "available").build());
        alice.client().settled();
        assertThat(bob.client().settled()).noneMatch(node -> node.hasTag("presence"));
        giveToken(alice, bob.lid());
        Optional<Bytes> token = Optional.of(secret(awaitToken(bob)));
        assertThat(askPicture(bob, alice, token).hasChild("picture")).isTrue();
        subscribe(bob, alice, token);
        assertThat(bob.client().await("presence").has("type")).isFalse();
        alice.client().send(Node.builder("presence").attr("type", "unavailable").build());
        assertThat(bob.client().await("presence").text("type")).hasValue("unavailable");
    }

    @Test
    void leavesOutOfUsyncWhatStrangersMayNotSee() {
        TestCompanion alice = person("restricted:");
        TestCompanion bob = person("");
        assertThat(usync(bob, alice, Optional.empty()).hasChild("status")).isFalse();
        giveToken(alice, bob.lid());
        Node user = usync(bob, alice, Optional.of(secret(awaitToken(bob))));
        assertThat(user.hasChild("status")).isTrue();
    }

    private static Node usync(TestCompanion who, TestCompanion whom, Optional<Bytes> token) {
        NodeBuilder user = Node.builder("user").attr("jid", whom.pn().bare());
        token.ifPresent(shown -> user.child(Node.of("tctoken", shown)));
        return who.client()
                .ask(Iq.get(who.newId(), Iq.Xmlns.USYNC)
                        .child(Node.builder("usync")
                                .attr("sid", "1")
                                .child(Node.of("query", Node.of("status"), Node.of("picture")))
                                .child(Node.of("list", user.build())))
                        .build())
                .requireChild("usync")
                .requireChild("list")
                .requireChild("user");
    }

    private static Node askPicture(TestCompanion who, TestCompanion whose, Optional<Bytes> token) {
        NodeBuilder picture = Node.builder("picture").attr("type", "image").attr("query", "url");
        token.ifPresent(shown -> picture.child(Node.of("tctoken", shown)));
        return who.client()
                .ask(Iq.get(who.newId(), Iq.Xmlns.PICTURE)
                        .attr("target", whose.pn().bare())
                        .child(picture)
                        .build());
    }

    private static void subscribe(TestCompanion who, TestCompanion whom, Optional<Bytes> token) {
        NodeBuilder presence = Node.builder("presence")
                .attr("type", "subscribe")
                .attr("to", whom.pn().bare());
        token.ifPresent(shown -> presence.child(Node.of("tctoken", shown)));
        who.client().send(presence.build());
    }

    @Test
    void tellsClientsByTheirScenarioWhetherToSendSaltedTokens() {
        assertThat(saltedSwitch(person(""))).isEqualTo("1");
        assertThat(saltedSwitch(person("scenario:nct_send_ab=0:"))).isEqualTo("0");
    }

    private static String saltedSwitch(TestCompanion who) {
        Node props = who.client()
                .ask(Iq.get(who.newId(), Iq.Xmlns.PROPERTIES)
                        .child(Node.builder("props").attr("protocol", 1))
                        .build())
                .requireChild("props");
        return props.children("prop").stream()
                .filter(prop -> prop.hasText("config_code", "24941"))
                .findFirst()
                .orElseThrow()
                .requireText("config_value");
    }

    @Test
    void writesTheSaltToAppStateOnlyIfTheScenarioSaysSo() {
        assertThat(patches(person(""))).isEqualTo(1);
        TestCompanion without = person("scenario:nct_syncd_delivery=0:");
        assertThat(patches(without)).isZero();
        TestCompanion loses = person("");
        new AdminClient(sandbox).call("DELETE", "/admin/accounts/" + loses.pn().user() + "/nct-salt", "");
        assertThat(patches(loses)).isEqualTo(2);
        assertThat(saltOf(loses).isEmpty()).isTrue();
    }

    private static int patches(TestCompanion who) {
        Node collection = who.client()
                .ask(Iq.set(who.newId(), Iq.Xmlns.APP_STATE)
                        .child(Node.of(
                                "sync",
                                Node.builder("collection")
                                        .attr("name", "regular_high")
                                        .attr("version", 0)
                                        .build()))
                        .build())
                .requireChild("sync")
                .requireChild("collection");
        return collection
                .child("patches")
                .map(list -> list.children("patch").size())
                .orElse(0);
    }

    @Test
    void letsPhonesWriteToRestrictedAccountsByTheirSalt() {
        TestCompanion alice = person("restricted:");
        AdminClient admin = new AdminClient(sandbox);
        String stranger = newPhone();
        assertThat(admin.post(
                                "/admin/accounts/" + stranger + "/messages",
                                "{'to':'" + alice.pn().user() + "','text':'hello'}")
                        .status())
                .isEqualTo(200);
        assertThat(alice.client().await("message").hasChild("cstoken")).isFalse();
        admin.call("DELETE", "/admin/accounts/" + stranger + "/nct-salt", "");
        assertThat(admin.post(
                                "/admin/accounts/" + stranger + "/messages",
                                "{'to':'" + alice.pn().user() + "','text':'again'}")
                        .status())
                .isEqualTo(409);
    }
}
