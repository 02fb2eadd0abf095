// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.device.PreKeyNumbers;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.OutgoingMessage;
import dev.switchboard.client.message.Reply;
import dev.switchboard.client.message.SendOutcome;
import dev.switchboard.client.store.StoreBatch;
import dev.switchboard.client.store.StoreChange;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.noise.HandshakePattern;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import dev.switchboard.wire.signal.SignedPreKey;
import dev.switchboard.wire.stanza.InfoBroadcast;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.KeyDigest;
import dev.switchboard.wire.stanza.LoginFailure;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.PairingStanzas;
import dev.switchboard.wire.stanza.PreKeyStanzas;
import dev.switchboard.wire.stanza.PreKeyUpload;
import dev.switchboard.wire.stanza.StreamError;
import dev.switchboard.wire.stanza.StreamError.Coded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoginTest {

    private final Stage stage = new Stage("login").linked();

    private Line greeted() throws Exception {
        stage.companion.start();
        Line line = stage.server.accept();
        line.greeted();
        return line;
    }

    @Test
    void becomesActiveAndThenShowsItself() throws Exception {
        Line line = greeted();
        line.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        assertThat(line.next().hasChild("unified_session")).isTrue();
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 800));
        line.answer(line.nextIqWith("active"));
        Node presence = line.next("presence", node -> node.hasTag("presence"));
        assertThat(presence.text("type")).contains("available");
        assertThat(presence.text("name")).contains("Ada");
        stage.await(LinkState.Connected.class);
    }

    @Test
    void uploadsEightHundredAndTwelveKeysTheFirstTime() throws Exception {
        Stage fresh = new Stage("first upload").linked();
        var credentials = fresh.credentials();
        fresh.memory.commit(new StoreBatch(
                List.of(new StoreChange.PutCredentials(
                        credentials.withPreKeys(new PreKeyNumbers(1, 1, false)).encode())),
                List.of()));
        fresh.companion.start();
        Line line = fresh.server.accept();
        line.greeted();
        line.say(ScriptedServer.success(Stage.LID, fresh.clock.instant()));
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 0));
        Node upload = line.nextIqWith("list");
        PreKeyUpload keys = PreKeyUpload.of(upload);
        assertThat(keys.preKeys()).hasSize(812);
        assertThat(keys.preKeys().getFirst().id()).isEqualTo(1);
        assertThat(fresh.memory.preKey(812)).isPresent();
        assertThat(fresh.credentials().preKeys().everSent()).isFalse();
        line.answer(upload);
        line.answer(line.nextIqWith("active"));
        fresh.await(LinkState.Connected.class);
        assertThat(fresh.credentials().preKeys()).isEqualTo(new PreKeyNumbers(813, 813, true));
    }

    @Test
    void topsUpWhenFewAreLeft() throws Exception {
        Line line = stage.login();
        line.say(new Notification(
                        Notification.Header.of("n1", Jid.SERVER, stage.clock.instant()), new News.PreKeyCount(4))
                .toNode());
        assertThat(line.nextAck().text("id")).contains("n1");
        assertThat(PreKeyUpload.of(line.nextIqWith("list")).preKeys()).hasSize(812);
    }

    @Test
    void leavesAServerThatHasEnoughAlone() throws Exception {
        Line line = stage.login();
        line.say(new Notification(
                        Notification.Header.of("n1", Jid.SERVER, stage.clock.instant()), new News.PreKeyCount(5))
                .toNode());
        line.nextAck();
        stage.settle();
        line.say(Iq.fromServer("get", "ping-1", Iq.Xmlns.PING).build());
        assertThat(line.next().text("id")).contains("ping-1");
    }

    @Test
    void uploadsAnewWhenTheServerHasLostTheKeys() throws Exception {
        Line line = greeted();
        line.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 800));
        line.answer(line.nextIqWith("active"));
        line.refuse(line.nextIqWith("digest"), 404);
        assertThat(PreKeyUpload.of(line.nextIqWith("list")).preKeys()).hasSize(812);
    }

    @Test
    void replacesASignedPreKeyThatIsOld() throws Exception {
        stage.clock.advance(Duration.ofDays(28));
        Line line = greeted();
        line.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 800));
        line.answer(line.nextIqWith("active"));
        Node rotate = line.nextIqWith("rotate");
        assertThat(PreKeyStanzas.rotated(rotate).id()).isEqualTo(2);
        assertThat(stage.credentials().keys().signedPreKey(2)).isPresent();
        assertThat(stage.credentials().keys().signedPreKey().id()).isEqualTo(1);
        line.answer(rotate);
        stage.settle();
        assertThat(stage.credentials().keys().signedPreKey().id()).isEqualTo(2);
        assertThat(stage.credentials().keys().signedPreKey(1)).isPresent();
        assertThat(stage.credentials().keys().signedPreKeyMade()).isEqualTo(stage.clock.instant());
    }

    @Test
    void offersTheSameSignedPreKeyAgainThatTheServerRefused() throws Exception {
        stage.clock.advance(Duration.ofDays(28));
        Line line = greeted();
        line.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 800));
        line.answer(line.nextIqWith("active"));
        Node rotate = line.nextIqWith("rotate");
        line.refuse(rotate, 500);
        stage.settle();
        assertThat(stage.credentials().keys().signedPreKey().id()).isEqualTo(1);
        line.hangUp();
        stage.awaitRetry();
        Line next = stage.server.accept();
        next.greeted();
        next.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        next.say(PreKeyStanzas.countAnswer(next.nextIqWith("count"), 800));
        next.answer(next.nextIqWith("active"));
        assertThat(PreKeyStanzas.rotated(next.nextIqWith("rotate"))).isEqualTo(PreKeyStanzas.rotated(rotate));
    }

    @Test
    void replacesASignedPreKeyThatTheServerHoldsWrongly() throws Exception {
        Line line = greeted();
        line.say(ScriptedServer.success(Stage.LID, stage.clock.instant()));
        line.say(PreKeyStanzas.countAnswer(line.nextIqWith("count"), 800));
        line.answer(line.nextIqWith("active"));
        OwnKeys keys = stage.credentials().keys();
        PublicSignedPreKey wrong = SignedPreKey.generate(1, keys.identity().privateKey(), stage.random)
                .publicPreKey();
        line.say(KeyDigest.over(keys.registrationId(), keys.identity().publicKey(), wrong, List.of())
                .toIq(line.pickIqWith("digest")));
        assertThat(PreKeyStanzas.rotated(line.nextIqWith("rotate")).id()).isEqualTo(2);
    }

    @Test
    void resumesByTheKeyItLearnt() throws Exception {
        Line first = stage.login();
        assertThat(first.pattern()).isEqualTo(HandshakePattern.XX);
        first.hangUp();
        stage.awaitRetry();
        assertThat(stage.server.accept().pattern()).isEqualTo(HandshakePattern.IK);
    }

    @Test
    void fallsBackWhenTheServerDoesNotResume() throws Exception {
        Line first = stage.login();
        stage.server.acceptIk(false);
        first.hangUp();
        stage.awaitRetry();
        Line second = stage.server.accept();
        assertThat(second.pattern()).isEqualTo(HandshakePattern.XX_FALLBACK);
        stage.finishLogin(second);
    }

    @Test
    void learnsANewServerKey() throws Exception {
        Line first = stage.login();
        stage.server.changeKey();
        first.hangUp();
        stage.awaitRetry();
        Line second = stage.server.accept();
        assertThat(second.pattern()).isEqualTo(HandshakePattern.XX_FALLBACK);
        stage.finishLogin(second);
        second.hangUp();
        stage.awaitRetry();
        assertThat(stage.server.accept().pattern()).isEqualTo(HandshakePattern.IK);
    }

    @Test
    void asksInFullAfterAResumptionThatCameToNothing() throws Exception {
        Line first = stage.login();
        first.hangUp();
        stage.awaitRetry();
        Line second = stage.server.accept();
        assertThat(second.pattern()).isEqualTo(HandshakePattern.IK);
        stage.finishLogin(second);
        second.hangUp();
        stage.server.reachable(false);
        stage.awaitRetry();
        stage.await(LinkState.Reconnecting.class);
    }

    @Test
    void refusesAServerOfAnotherRoot() throws Exception {
        stage.trust(Bytes.copyOf(new byte[32]));
        stage.companion.start();
        LinkState.Failed failed = stage.await(LinkState.Failed.class);
        assertThat(failed.cause().kind()).isEqualTo(EndKind.UNTRUSTED_SERVER);
    }

    @Test
    void bringsRoutingInfoBackAndDropsItIfTheServerHangsUpOnIt() throws Exception {
        Line first = stage.login();
        first.say(new InfoBroadcast.EdgeRouting(Bytes.fromHex("c0ffee")).toServerNode());
        stage.settle();
        first.hangUp();
        stage.awaitRetry();
        Line second = stage.server.accept();
        second.greeted();
        assertThat(second.routingInfo()).contains(Bytes.fromHex("c0ffee"));
        second.hangUp();
        stage.awaitRetry();
        Line third = stage.server.accept();
        third.greeted();
        assertThat(third.routingInfo()).isEmpty();
    }

    @Test
    void keepsRoutingInfoThatWasNotUsedBecauseNoSocketOpened() throws Exception {
        Line first = stage.login();
        first.say(new InfoBroadcast.EdgeRouting(Bytes.fromHex("c0ffee")).toServerNode());
        stage.settle();
        stage.server.reachable(false);
        first.hangUp();
        stage.awaitRetry();
        LinkState.Reconnecting failed = stage.awaitRetryState();
        stage.server.reachable(true);
        stage.retry(failed);
        Line second = stage.server.accept();
        second.greeted();
        assertThat(second.routingInfo()).contains(Bytes.fromHex("c0ffee"));
    }

    @Test
    void answersPingsAndRefusesWhatItDoesNotKnow() throws Exception {
        Line line = stage.login();
        line.say(Iq.fromServer("get", "p", Iq.Xmlns.PING).build());
        assertThat(line.next("pong", node -> node.hasText("id", "p")).text("type"))
                .contains("result");
        line.say(Iq.fromServer("get", "q", "urn:unheard:of").build());
        Node refusal = line.next("refusal", node -> node.hasText("id", "q"));
        assertThat(refusal.requireChild("error").text("code")).contains("501");
    }

    @Test
    void asksForWhatWaitedInBatchesAndTellsWhenAllHasCome() throws Exception {
        Line line = stage.login();
        line.say(new InfoBroadcast.OfflinePreview(300, 300, 0, 0, 0, 0).toServerNode());
        Node batch = line.next("batch", node -> node.hasChild("offline_batch"));
        assertThat(batch.requireChild("offline_batch").text("count")).contains("200");
        for (int i = 0; i < 200; i++) {
            // One of them is malformed: it tells no time.
            line.say(Node.builder(i == 7 ? "message" : "notification")
                    .attr("type", "psa")
                    .attr("id", "n" + i)
                    .attr("from", i == 7 ? Jid.lid("100000000000002") : Jid.SERVER)
                    .attr("offline", 0)
                    .build());
        }
        line.next("second batch", node -> node.hasChild("offline_batch"));
        line.say(new InfoBroadcast.OfflineDone(300).toServerNode());
        assertThat(stage.event(ClientEvent.OfflineDrained.class).count()).isEqualTo(300);
    }

    @Test
    void probesByAPingAndHasTheServerDeliverWhatItHeldBack() throws Exception {
        Line line = stage.login();
        Reply<Answer<Vitals>> reply = stage.companion.probe(true, Duration.ofSeconds(10));
        line.answer(line.next("passive", node -> node.hasChild("passive")));
        line.answer(line.next("active", node -> node.hasChild("active")));
        line.say(new InfoBroadcast.OfflineDone(3).toServerNode());
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow())
                .isInstanceOfSatisfying(
                        Answer.Given.class,
                        given -> assertThat(((Vitals) given.value()).drained()).hasValue(3));
    }

    @Test
    void aProbeWhoseDrainNeverEndsTimesOutAndTheConnectionIsMadeAnewWhenAsked() throws Exception {
        Line line = stage.login();
        Reply<Answer<Vitals>> reply = stage.companion.probe(true, Duration.ofSeconds(10));
        line.answer(line.next("passive", node -> node.hasChild("passive")));
        line.answer(line.next("active", node -> node.hasChild("active")));
        stage.pass(Duration.ofSeconds(11));
        assertThat(reply.await(ScriptedServer.PATIENCE)).contains(new Answer.TimedOut<>());
        stage.companion.revive();
        assertThat(stage.await(LinkState.Reconnecting.class).cause().kind()).isEqualTo(EndKind.DEAF);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(401, EndKind.LOGGED_OUT, LinkState.LoggedOut.class),
                Arguments.of(403, EndKind.ACCOUNT_LOCKED, LinkState.LoggedOut.class),
                Arguments.of(405, EndKind.CLIENT_OUTDATED, LinkState.Failed.class),
                Arguments.of(406, EndKind.ACCOUNT_BANNED, LinkState.LoggedOut.class),
                Arguments.of(409, EndKind.REFUSED, LinkState.Failed.class),
                Arguments.of(500, EndKind.SERVER_TROUBLE, LinkState.Reconnecting.class),
                Arguments.of(503, EndKind.SERVER_TROUBLE, LinkState.Reconnecting.class));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void actsOnARefusedLogin(int reason, EndKind kind, Class<? extends LinkState> next) throws Exception {
        Line line = greeted();
        line.say(LoginFailure.of(reason).toNode());
        LinkState state = stage.await(next);
        assertThat(state.endCause().orElseThrow().kind()).isEqualTo(kind);
        line.awaitClosed();
        boolean forgotten = next == LinkState.LoggedOut.class;
        assertThat(stage.memory.credentials().isEmpty()).isEqualTo(forgotten);
    }

    @Test
    void waitsOutATemporaryBanAndConnectsAgain() throws Exception {
        Line line = greeted();
        line.say(new LoginFailure(402, OptionalInt.of(104), OptionalLong.of(3600), Optional.empty(), Optional.empty())
                .toNode());
        LinkState.Restricted restricted = stage.await(LinkState.Restricted.class);
        assertThat(restricted.cause().number()).hasValue(104);
        assertThat(restricted.until()).contains(stage.clock.instant().plusSeconds(3600));
        stage.companion.start();
        stage.settle();
        assertThat(stage.server.idle()).isTrue();
        stage.timer.advance(Duration.ofHours(1));
        stage.server.accept().greeted();
    }

    static Stream<Arguments> streamErrors() {
        return Stream.of(
                Arguments.of(new Coded(515), EndKind.RESTART_REQUIRED, LinkState.Connecting.class),
                Arguments.of(new Coded(516), EndKind.LOGGED_OUT, LinkState.LoggedOut.class),
                Arguments.of(new Coded(503), EndKind.SERVER_TROUBLE, LinkState.Reconnecting.class),
                Arguments.of(new Coded(429), EndKind.RATE_LIMITED, LinkState.Reconnecting.class),
                Arguments.of(new StreamError.Replaced(), EndKind.REPLACED, LinkState.Disconnected.class),
                Arguments.of(new StreamError.DeviceRemoved(401), EndKind.DEVICE_REMOVED, LinkState.LoggedOut.class));
    }

    @ParameterizedTest
    @MethodSource("streamErrors")
    void actsOnAStreamError(StreamError error, EndKind kind, Class<? extends LinkState> next) throws Exception {
        Line line = stage.login();
        line.say(error.toNode());
        LinkState state = stage.await(next);
        state.endCause().ifPresent(cause -> assertThat(cause.kind()).isEqualTo(kind));
        line.awaitClosed();
    }

    @Test
    void paysTheAckItOwesAndConnectsAgain() throws Exception {
        Line line = stage.login();
        line.say(Node.of(
                "stream:error",
                Node.builder("ack").attr("class", "message").attr("id", "M1").build()));
        assertThat(line.nextAck().text("id")).contains("M1");
        assertThat(stage.await(LinkState.Reconnecting.class).cause().kind()).isEqualTo(EndKind.OWED_ACK);
    }

    @Test
    void isNotReplacedTwice() throws Exception {
        Line line = stage.login();
        line.say(new StreamError.Replaced().toNode());
        stage.await(LinkState.Disconnected.class);
        stage.timer.advance(Duration.ofHours(2));
        assertThat(stage.server.idle()).isTrue();
    }

    @Test
    void probesAnIdleConnectionAndFindsADeadOne() throws Exception {
        Line line = stage.login();
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.companion.state()).isInstanceOf(LinkState.Connected.class);
        line.goSilent();
        stage.pass(Duration.ofSeconds(52));
        assertThat(stage.await(LinkState.Reconnecting.class).cause().kind()).isEqualTo(EndKind.DEAD_SOCKET);
    }

    @Test
    void backsOffWhileTheServerIsUnreachable() throws Exception {
        Line line = stage.login();
        stage.server.reachable(false);
        line.hangUp();
        for (int attempt = 1; attempt <= 6; attempt++) {
            assertThat(stage.awaitRetry().attempt()).isEqualTo(attempt);
        }
    }

    @Test
    void stopsAndStartsAgain() throws Exception {
        Line line = stage.login();
        LinkState stopped =
                stage.companion.stop().await(ScriptedServer.PATIENCE).orElseThrow();
        assertThat(stopped.endCause().orElseThrow().kind()).isEqualTo(EndKind.STOPPED_BY_OWNER);
        line.awaitClosed();
        stage.login();
    }

    @Test
    void sendsNothingWithoutConnection() throws Exception {
        SendOutcome outcome = stage.companion
                .send(OutgoingMessage.text("M1", Jid.pn("15550100002"), "hello"))
                .await(ScriptedServer.PATIENCE)
                .orElseThrow();
        assertThat(outcome).isEqualTo(new SendOutcome.NotConnected("M1"));
    }

    @Test
    void unlinksItselfAndForgetsItsKeys() throws Exception {
        Line line = stage.login();
        var reply = stage.companion.logout();
        Node request = line.nextIqWith("remove-companion-device");
        assertThat(PairingStanzas.RemoveCompanion.in(request).orElseThrow().device())
                .contains(Stage.PN);
        line.answer(request);
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(LinkState.LoggedOut.class);
        stage.event(ClientEvent.Unlinked.class);
        line.awaitClosed();
        assertThat(stage.memory.credentials()).isEmpty();
        assertThat(stage.companion.account()).isEmpty();
    }

    @Test
    void unlinksItselfEvenIfTheServerDoesNotAnswer() throws Exception {
        Line line = stage.login();
        var reply = stage.companion.logout();
        line.nextIqWith("remove-companion-device");
        stage.timer.advance(Duration.ofSeconds(5));
        assertThat(reply.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(LinkState.LoggedOut.class);
    }
}
