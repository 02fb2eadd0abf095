// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.CompanionKeys;
import dev.switchboard.wire.pairing.DeviceGrant;
import dev.switchboard.wire.pairing.LinkCodeExchange;
import dev.switchboard.wire.pairing.PairingCode;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.stanza.LinkCode;
import dev.switchboard.wire.stanza.News;
import dev.switchboard.wire.stanza.Notification;
import dev.switchboard.wire.stanza.PairingStanzas;
import dev.switchboard.wire.stanza.StreamError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairingTest {

    private final Stage stage = new Stage("pairing");

    private Line offered(String... refs) throws Exception {
        stage.companion.start();
        Line line = stage.server.accept();
        line.greeted();
        offer(line, refs);
        return line;
    }

    private static void offer(Line line, String... refs) throws InterruptedException {
        List<Bytes> offered = List.of(refs).stream().map(Bytes::utf8).toList();
        line.say(new PairingStanzas.PairDevice(offered).toIq("offer"));
        Node answer = line.next("answer to the offer", node -> node.hasText("id", "offer"));
        assertThat(answer.text("type")).contains("result");
    }

    private PairingQr qr() throws InterruptedException {
        return PairingQr.parse(stage.event(ClientEvent.QrOffered.class).text());
    }

    private Node pairSuccess(Bytes advSecret, PublicKey identity) {
        Bytes container = AdvIdentity.issue(
                stage.accountKey,
                new DeviceGrant(99, stage.clock.instant(), 5, false),
                new CompanionKeys(identity, advSecret),
                stage.random);
        return new PairingStanzas.PairSuccess(
                        container,
                        Stage.PN,
                        Optional.of(Stage.LID),
                        Optional.of("android"),
                        Optional.empty(),
                        Optional.empty())
                .toIq("success", stage.clock.instant());
    }

    private Line finish(Line line, PairingQr qr) throws Exception {
        line.say(pairSuccess(qr.companion().advSecret(), qr.companion().identity()));
        Node reply = line.next("signature", node -> node.hasChild("pair-device-sign"));
        PairingStanzas.PairDeviceSign signed = PairingStanzas.PairDeviceSign.of(reply);
        assertThat(signed.keyIndex()).isEqualTo(5);
        AdvIdentity.verifyReply(
                signed.identity(), stage.accountKey.publicKey(), qr.companion().identity());
        stage.event(ClientEvent.Linked.class, event -> event.lid().equals(Stage.LID));
        line.say(new StreamError.Coded(StreamError.RESTART_REQUIRED).toNode());
        line.awaitClosed();
        return stage.server.accept();
    }

    @Test
    void registersWithItsKeysAndWithoutAccount() throws Exception {
        Line line = offered("1@a");
        ClientPayload payload = line.payload();
        assertThat(payload.hasUsername()).isFalse();
        assertThat(payload.getPassive()).isFalse();
        assertThat(payload.getDevicePairingData().getEKeytype().toByteArray()).containsExactly(5);
        assertThat(payload.getDevicePairingData().getEIdent().size()).isEqualTo(32);
        assertThat(qr().noise()).isEqualTo(line.greeted().clientKey());
    }

    @Test
    void linksByQrCodeAndLogsInAtOnce() throws Exception {
        Line line = offered("1@a", "2@b");
        PairingQr qr = qr();
        assertThat(qr.ref()).isEqualTo("1@a");
        Line second = finish(line, qr);
        ClientPayload login = second.payload();
        assertThat(login.getUsername()).isEqualTo(15550100001L);
        assertThat(login.getDevice()).isEqualTo(3);
        assertThat(login.getPassive()).isTrue();
        assertThat(login.hasDevicePairingData()).isFalse();
        assertThat(second.greeted().clientKey()).isEqualTo(qr.noise());
        assertThat(stage.companion.account().orElseThrow().pn()).isEqualTo(Stage.PN);
        assertThat(stage.memory.identity(Stage.LID.bare().signalAddress()))
                .contains(stage.accountKey.publicKey().raw());
        assertThat(stage.memory.lidOf(Stage.PN)).contains(Stage.LID.bare());
    }

    @Test
    void showsOneReferenceAfterTheOtherAndThenGivesUp() throws Exception {
        offered("1@a", "2@b");
        assertThat(qr().ref()).isEqualTo("1@a");
        stage.pass(Duration.ofSeconds(59));
        assertThat(stage.companion.qrText())
                .hasValueSatisfying(text -> assertThat(text).contains("1@a"));
        stage.pass(Duration.ofSeconds(1));
        assertThat(qr().ref()).isEqualTo("2@b");
        stage.pass(Duration.ofSeconds(20));
        LinkState.Disconnected ended = stage.await(LinkState.Disconnected.class);
        assertThat(ended.cause().kind()).isEqualTo(EndKind.SCAN_TIMED_OUT);
        assertThat(stage.companion.qrText()).isEmpty();
    }

    @Test
    void replacesTheSecretWhenAskedToAndShowsTheSameReferenceAnew() throws Exception {
        Line line = offered("1@a", "2@b");
        PairingQr before = qr();
        line.say(Node.builder("notification")
                .attr("type", "companion_reg_refresh")
                .attr("from", Jid.SERVER)
                .attr("id", "n1")
                .child(Node.of("companion_reg_refresh"))
                .build());
        assertThat(line.nextAck().text("id")).contains("n1");
        PairingQr after = qr();
        assertThat(after.ref()).isEqualTo("1@a");
        assertThat(after.companion().advSecret())
                .isNotEqualTo(before.companion().advSecret());
        finish(line, after);
    }

    @Test
    void ignoresARefreshWithoutEitherChild() throws Exception {
        Line line = offered("1@a");
        PairingQr before = qr();
        line.say(Node.builder("notification")
                .attr("type", "companion_reg_refresh")
                .attr("from", Jid.SERVER)
                .attr("id", "n1")
                .build());
        line.nextAck();
        finish(line, before);
    }

    @Test
    void refusesAPhoneThatDoesNotKnowTheSecret() throws Exception {
        Line line = offered("1@a");
        PairingQr qr = qr();
        line.say(pairSuccess(Bytes.copyOf(new byte[32]), qr.companion().identity()));
        Node reply = line.next("refusal", node -> node.hasText("id", "success"));
        assertThat(reply.text("type")).contains("error");
        assertThat(reply.requireChild("error").text("text")).contains("hmac-mismatch");
        assertThat(stage.credentials().linked()).isFalse();
    }

    @Test
    void refusesAGrantForAnotherIdentity() throws Exception {
        Line line = offered("1@a");
        PairingQr qr = qr();
        line.say(pairSuccess(
                qr.companion().advSecret(), KeyPair.generate(stage.random).publicKey()));
        Node reply = line.next("refusal", node -> node.hasText("id", "success"));
        assertThat(reply.requireChild("error").text("text")).contains("signature-mismatch");
    }

    @Test
    void linksByCode() throws Exception {
        Reply<Answer<String>> reply = stage.companion.requestPairingCode("15550100001");
        Line line = stage.server.accept();
        line.greeted();
        offer(line, "1@a");
        Node request = line.nextIqWith(LinkCode.TAG);
        LinkCode.CompanionHello hello =
                (LinkCode.CompanionHello) LinkCode.in(request).orElseThrow();
        assertThat(hello.phone()).isEqualTo(Jid.pn("15550100001"));
        assertThat(hello.platformDisplay()).isEqualTo("Chrome (Linux)");
        line.say(LinkCode.helloAnswer(request, Bytes.utf8("ref-1")));
        String shown =
                ((Answer.Given<String>) reply.await(ScriptedServer.PATIENCE).orElseThrow()).value();
        assertThat(shown).matches("[1-9A-Z]{4}-[1-9A-Z]{4}");
        stage.await(LinkState.AwaitingCode.class);

        KeyPair ephemeral = KeyPair.generate(stage.random);
        PairingCode code = PairingCode.parse(shown);
        line.say(new Notification(
                        Notification.Header.of("n1", Jid.SERVER, stage.clock.instant()),
                        new News.LinkCodeNews(new LinkCode.PrimaryHello(
                                Bytes.utf8("ref-1"),
                                code.wrap(ephemeral.publicKey(), stage.random),
                                stage.accountKey.publicKey().raw())))
                .toNode());
        Node finish = line.nextIqWith(LinkCode.TAG);
        LinkCode.CompanionFinish keys =
                (LinkCode.CompanionFinish) LinkCode.in(finish).orElseThrow();
        Bytes advSecret = LinkCodeExchange.open(
                new LinkCodeExchange.Own(ephemeral, stage.accountKey),
                new LinkCodeExchange.Other(code.unwrap(hello.wrappedEphemeral()), PublicKey.of(keys.identity())),
                keys.wrappedKeyBundle());
        assertThat(stage.credentials().keys().advSecret())
                .as("stored before the keys are sent")
                .isEqualTo(advSecret);
        line.answer(finish);
        line.say(pairSuccess(advSecret, PublicKey.of(keys.identity())));
        stage.event(ClientEvent.Linked.class);
    }

    @Test
    void refusesNumbersThatAreNone() throws Exception {
        for (String phone : List.of("", "0123456789", "12345", "1555 010 0001")) {
            Answer<String> answer = stage.companion
                    .requestPairingCode(phone)
                    .await(ScriptedServer.PATIENCE)
                    .orElseThrow();
            assertThat(answer).isEqualTo(new Answer.Refused<>(400, "not a phone number"));
        }
        assertThat(stage.server.idle()).isTrue();
    }

    @Test
    void passesOnThatTheServerRefusesACode() throws Exception {
        Reply<Answer<String>> reply = stage.companion.requestPairingCode("15550100001");
        Line line = stage.server.accept();
        line.greeted();
        offer(line, "1@a");
        line.refuse(line.nextIqWith(LinkCode.TAG), 429);
        assertThat(reply.await(ScriptedServer.PATIENCE)).contains(new Answer.Refused<>(429, "refused"));
    }

    @Test
    void givesUpOnACodeThatNobodyTypes() throws Exception {
        Line line = offered("1@a");
        Reply<Answer<String>> reply = stage.companion.requestPairingCode("15550100001");
        line.say(LinkCode.helloAnswer(line.nextIqWith(LinkCode.TAG), Bytes.utf8("ref-1")));
        reply.await(ScriptedServer.PATIENCE);
        stage.await(LinkState.AwaitingCode.class);
        stage.pass(Duration.ofMinutes(3));
        assertThat(stage.await(LinkState.Disconnected.class).cause().kind()).isEqualTo(EndKind.PAIRING_TIMED_OUT);
    }

    @Test
    void doesNotConnectByItselfAfterALossBeforeLinking() throws Exception {
        Line line = offered("1@a");
        line.hangUp();
        assertThat(stage.await(LinkState.Disconnected.class).cause().kind()).isEqualTo(EndKind.NETWORK_LOST);
        stage.timer.advance(Duration.ofHours(1));
        assertThat(stage.server.idle()).isTrue();
    }
}
