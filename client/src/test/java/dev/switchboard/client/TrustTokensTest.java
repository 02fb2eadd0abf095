// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.device.PrivacyToken;
import dev.switchboard.client.event.ClientEvent.MessageStatusChanged;
import dev.switchboard.client.event.MessageStatus;
import dev.switchboard.client.event.PersonEvent;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendFailure;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.person.PictureSize;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.stanza.Ack;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustTokensTest {

    private static final Bytes TOKEN = Bytes.utf8("bobs token");

    private final Stage stage = new Stage("trust tokens").linked();
    private final Contact bob = new Contact(stage);
    private int lastId;

    private Reply<SendOutcome> send() {
        return stage.companion.send(OutgoingMessage.text("M" + ++lastId, Contact.PN, "hello"));
    }

    /// Linked, and bob has been written to for the first time.
    private Line acquainted() throws Exception {
        Line line = stage.login();
        send();
        bob.introduce(line);
        bob.acknowledge(line, line.nextMessage());
        return line;
    }

    private static Optional<Node> token(Node iq) {
        return iq.descendant("tokens", "token");
    }

    private static void answerWithout(Line line, Node question) {
        line.say(Iq.serverResult(question).child(Node.of("tokens")).build());
    }

    private Node given(Bytes token, Instant at) {
        return new Notification(
                        Notification.Header.of("n1", Contact.PN, at).withLid(Contact.LID),
                        new News.PrivacyTokens(
                                List.of(new News.PrivacyTokens.Token("trusted_contact", Optional.of(at), token))))
                .toNode();
    }

    private Optional<PrivacyToken> stored() {
        return stage.memory.privacyToken(Contact.LID).map(PrivacyToken::decode);
    }

    private void nextSent(Line line) throws Exception {
        send();
        Node message = line.nextMessage();
        bob.acknowledge(line, message);
        stage.event(MessageStatusChanged.class, event -> event.status() == MessageStatus.SENT);
        stage.settle();
    }

    @Test
    void givesATokenAfterTheFirstMessageAndThenOnceAWeek() throws Exception {
        Line line = acquainted();
        Node first = line.nextIqWith("tokens");
        assertThat(token(first).orElseThrow().requireJid("jid")).isEqualTo(Contact.LID);
        assertThat(token(first).orElseThrow().requireText("type")).isEqualTo("trusted_contact");
        assertThat(token(first).orElseThrow().requireNumber("t"))
                .isEqualTo(stage.clock.instant().getEpochSecond());
        answerWithout(line, first);
        nextSent(line);
        stage.clock.advance(Duration.ofDays(7));
        nextSent(line);
        Node second = line.nextIqWith("tokens");
        assertThat(token(second).orElseThrow().requireNumber("t"))
                .as("nothing was given in between")
                .isEqualTo(stage.clock.instant().getEpochSecond());
        assertThat(stored().orElseThrow().issued()).contains(stage.clock.instant());
    }

    @Test
    void givesATokenAgainThatTheServerDidNotTake() throws Exception {
        Line line = acquainted();
        line.refuse(line.nextIqWith("tokens"), 500);
        stage.settle();
        nextSent(line);
        line.nextIqWith("tokens");
    }

    @Test
    void takesTheOthersTokenFromTheAnswerAndAttachesIt() throws Exception {
        Line line = acquainted();
        Node question = line.nextIqWith("tokens");
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "tokens",
                        Node.builder("token")
                                .attr("jid", Contact.LID)
                                .attr("type", "trusted_contact")
                                .attr("t", stage.clock.instant().getEpochSecond())
                                .bytes(TOKEN)
                                .build()))
                .build());
        stage.event(PersonEvent.TrustGiven.class);
        send();
        assertThat(line.nextMessage().requireChild("tctoken").contentBytes()).isEqualTo(TOKEN);
    }

    @Test
    void keepsATokenThatWasGivenAndShowsItWhereItCounts() throws Exception {
        Line line = acquainted();
        line.say(given(TOKEN, stage.clock.instant()));
        assertThat(stage.event(PersonEvent.TrustGiven.class).person().pn()).contains(Contact.PN);
        send();
        assertThat(line.nextMessage().requireChild("tctoken").contentBytes()).isEqualTo(TOKEN);
        stage.companion.subscribePresence(Contact.PN);
        Node subscribe = line.next("presence", node -> node.hasText("type", "subscribe"));
        assertThat(subscribe.requireChild("tctoken").contentBytes()).isEqualTo(TOKEN);
        stage.companion.people().picture(Contact.PN, PictureSize.FULL, Optional.empty());
        assertThat(line.nextIqWith("picture").descendant("picture", "tctoken")).isPresent();
        stage.companion.people().picture(Stage.PN.bare(), PictureSize.FULL, Optional.empty());
        assertThat(line.nextIqWith("picture").descendant("picture", "tctoken"))
                .as("about the own picture the server would not answer")
                .isEmpty();
    }

    @Test
    void doesNotLetAnOlderTokenReplaceANewerOne() throws Exception {
        Line line = acquainted();
        line.say(given(TOKEN, stage.clock.instant()));
        line.say(given(Bytes.utf8("stale"), stage.clock.instant().minusSeconds(60)));
        stage.settle();
        assertThat(stored().orElseThrow().token()).isEqualTo(TOKEN);
    }

    @Test
    void attachesNoTokenThatHasExpired() throws Exception {
        Line line = acquainted();
        line.say(given(TOKEN, stage.clock.instant()));
        stage.settle();
        stage.clock.advance(Duration.ofDays(28));
        send();
        assertThat(line.nextMessage().hasChild("tctoken")).isFalse();
        Answer<Boolean> trusted = stage.companion
                .people()
                .isTrustedBy(Contact.PN)
                .await(ScriptedServer.PATIENCE)
                .orElseThrow();
        assertThat(trusted).isEqualTo(new Answer.Given<>(false));
    }

    @Test
    void provesItselfByTheSaltWithoutAToken() throws Exception {
        stage.memory.commit(new StoreBatch(
                List.of(new StoreChange.PutCredentials(stage.credentials()
                        .withShared(stage.credentials().shared().withNctSalt(Bytes.utf8("salt")))
                        .encode())),
                List.of()));
        Line line = acquainted();
        send();
        Bytes proof = line.nextMessage().requireChild("cstoken").contentBytes();
        assertThat(proof.toByteArray())
                .isEqualTo(Hmac.sha256(
                        "salt".getBytes(StandardCharsets.UTF_8),
                        Contact.LID.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void dropsWhatHasExpiredAtTheNextLogin() throws Exception {
        Instant old = stage.clock.instant().minus(Duration.ofDays(60));
        stage.memory.commit(new StoreBatch(
                List.of(
                        new StoreChange.PutPrivacyToken(
                                Contact.LID, new PrivacyToken(TOKEN, old, Optional.empty()).encode(), old),
                        new StoreChange.PutPrivacyToken(
                                Jid.lid("100000000000077"),
                                new PrivacyToken(TOKEN, old, Optional.of(stage.clock.instant())).encode(),
                                stage.clock.instant())),
                List.of()));
        stage.login();
        stage.settle();
        assertThat(stored()).isEmpty();
        assertThat(stage.memory.privacyToken(Jid.lid("100000000000077"))).isPresent();
    }

    @Test
    void givesATokenToSomebodyWhoDoesNotTrustYet() throws Exception {
        Line line = stage.login();
        Reply<SendOutcome> reply = send();
        bob.introduce(line);
        line.say(Ack.serverReplyTo(line.nextMessage()).withError(463).toNode());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow())
                .isInstanceOfSatisfying(
                        SendOutcome.Rejected.class,
                        rejected -> assertThat(rejected.failure().kind()).isEqualTo(SendFailure.Kind.NOT_TRUSTED_YET));
        line.nextIqWith("tokens");
        Node question = line.nextIq(Iq.Xmlns.MEX);
        line.say(Iq.serverResult(question)
                .child(Node.of(
                        "result",
                        Bytes.utf8("{\"data\":{\"xwa2_fetch_account_reachout_timelock\":{\"is_active\":true,"
                                + "\"time_enforcement_ends\":\"1795200000\"}}}")))
                .build());
        PersonEvent.ColdChatsRestricted restricted = stage.event(PersonEvent.ColdChatsRestricted.class);
        assertThat(restricted.restricted()).isTrue();
        assertThat(restricted.until()).contains(Instant.ofEpochSecond(1_795_200_000));
    }

    @Test
    void hearsThatTheAccountMayWriteToStrangersAgain() throws Exception {
        Line line = stage.login();
        line.say(Node.builder("notification")
                .attr("id", "n1")
                .attr("type", "mex")
                .attr("from", Jid.SERVER)
                .child(Node.builder("update")
                        .attr("op_name", "NotificationUserReachoutTimelockUpdate")
                        .utf8("{\"data\":{\"xwa2_notify_account_reachout_timelock\":{\"is_active\":false}}}"))
                .build());
        assertThat(stage.event(PersonEvent.ColdChatsRestricted.class).restricted())
                .isFalse();
    }

    @Test
    void givesATokenWhenAskedTo() throws Exception {
        Line line = stage.login();
        Reply<Answer<Done>> reply = stage.companion.people().trust(Contact.LID);
        answerWithout(line, line.nextIqWith("tokens"));
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Given<>(Done.DONE));
        assertThat(stage.companion
                        .people()
                        .trust(Jid.group("120363000000000001"))
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void readsTokensStoredByAnEarlierVersion() {
        Bytes old = Bytes.fromHex("01" + "00000002" + "abcd" + "0000019a9f000000");
        PrivacyToken token = PrivacyToken.decode(old);
        assertThat(token.token()).isEqualTo(Bytes.fromHex("abcd"));
        assertThat(token.issued()).isEmpty();
        assertThat(PrivacyToken.decode(token.encode())).isEqualTo(token);
    }
}
