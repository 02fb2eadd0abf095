// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.switchboard.client.ScriptedServer.Line;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.event.PasskeyEvent;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.link.PasskeyAssertion;
import dev.switchboard.client.message.Answer;
import dev.switchboard.client.message.Done;
import dev.switchboard.client.message.Reply;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.pairing.DeviceGrant;
import dev.switchboard.wire.pairing.PairingQr;
import dev.switchboard.wire.pairing.PasskeyExchange;
import dev.switchboard.wire.proto.CompanionEphemeralIdentity;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.proto.PrimaryEphemeralIdentity;
import dev.switchboard.wire.proto.ProloguePayload;
import dev.switchboard.wire.stanza.Iq;
import dev.switchboard.wire.stanza.PairingStanzas;
import dev.switchboard.wire.stanza.StreamError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasskeyTest {

    private static final String OPTIONS = "{\"challenge\":\"AAAA\",\"rpId\":\"whatsapp.com\"}";
    private static final PasskeyAssertion ASSERTION =
            new PasskeyAssertion(Bytes.utf8("id"), "{\"type\":\"public-key\"}");

    private final Stage stage = new Stage("passkey");
    private final KeyPair phone = KeyPair.generate(stage.random);
    private final Bytes phoneNonce = Bytes.of(stage.random.bytes(32));
    private PairingQr qr;

    private Line challenged() throws Exception {
        stage.companion.start();
        Line line = stage.server.accept();
        line.greeted();
        line.say(new PairingStanzas.PairDevice(List.of(Bytes.utf8("2@a"))).toIq("offer"));
        qr = PairingQr.parse(stage.event(ClientEvent.QrOffered.class).text());
        line.say(notification("passkey_prologue_request", Node.of("passkey_request_options", Bytes.utf8(OPTIONS))));
        return line;
    }

    private static Node notification(String type, Node child) {
        return Node.builder("notification")
                .attr("id", "n-" + type)
                .attr("type", type)
                .attr("from", Jid.SERVER)
                .child(child)
                .build();
    }

    private Node continuation() {
        return notification(
                "crsc_continuation",
                Node.of(
                        "primary_ephemeral_identity",
                        Bytes.copyOf(PrimaryEphemeralIdentity.newBuilder()
                                .setPublicKey(proto(phone.publicKey().raw()))
                                .setNonce(proto(phoneNonce))
                                .build()
                                .toByteArray())));
    }

    private static ByteString proto(Bytes bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private Node prologue(Line line) throws Exception {
        Node ref = line.nextIqWith("ref");
        line.say(Iq.serverResult(ref).child(Node.of("ref", Bytes.utf8("3@p"))).build());
        return line.nextIqWith("passkey_prologue");
    }

    private static CompanionEphemeralIdentity identity(Node prologue) throws Exception {
        ProloguePayload payload = ProloguePayload.parseFrom(prologue.descendant("passkey_prologue", "prologue_payload")
                .orElseThrow()
                .contentBytes()
                .toByteArray());
        return CompanionEphemeralIdentity.parseFrom(payload.getCompanionEphemeralIdentity());
    }

    private Bytes requestKey(CompanionEphemeralIdentity identity) {
        PublicKey companion = PublicKey.of(Bytes.copyOf(identity.getPublicKey().toByteArray()));
        return PasskeyExchange.requestKey(
                phone.privateKey(),
                companion,
                new PasskeyExchange.Companion(companion, DeviceProps.PlatformType.CHROME, identity.getRef()));
    }

    private void finish(Line line, Node sealed, CompanionEphemeralIdentity identity) throws Exception {
        PasskeyExchange.OpenedRequest opened = PasskeyExchange.openRequest(
                requestKey(identity),
                sealed.requireChild("encrypted_pairing_request").contentBytes());
        assertThat(opened.noise()).isEqualTo(qr.noise());
        assertThat(opened.companion().advSecret())
                .as("the secret that was on display is burnt")
                .isNotEqualTo(qr.companion().advSecret());
        Bytes container = AdvIdentity.issue(
                stage.accountKey,
                new DeviceGrant(99, stage.clock.instant(), 5, false),
                opened.companion(),
                stage.random);
        line.answer(sealed);
        line.say(new PairingStanzas.PairSuccess(
                        container,
                        Stage.PN,
                        Optional.of(Stage.LID),
                        Optional.of("android"),
                        Optional.empty(),
                        Optional.empty())
                .toIq("success", stage.clock.instant()));
        line.nextIqWith("pair-device-sign");
        assertThat(stage.event(ClientEvent.Linked.class).pn()).isEqualTo(Stage.PN);
        line.say(new StreamError.Coded(StreamError.RESTART_REQUIRED).toNode());
        stage.server.accept().greeted();
    }

    @Test
    void linksByPasskeyWithoutComparingWhereTheQrCodeWasShown() throws Exception {
        Line line = challenged();
        assertThat(stage.event(PasskeyEvent.ChallengeOffered.class).options()).isEqualTo(OPTIONS);
        LinkState.AwaitingPasskey state = stage.await(LinkState.AwaitingPasskey.class);
        assertThat(state.step()).isEqualTo(new LinkState.PasskeyStep.Challenge(OPTIONS));
        Reply<Answer<Done>> answered = stage.companion.passkey().answer(ASSERTION);
        Node prologue = prologue(line);
        Node content = prologue.requireChild("passkey_prologue");
        assertThat(content.requireChild("credential_id").contentBytes()).isEqualTo(Bytes.utf8("id"));
        assertThat(content.requireChild("webauthn_assertion").contentText()).isEqualTo(ASSERTION.response());
        Bytes payload = content.requireChild("prologue_payload").contentBytes();
        Bytes handoff = PasskeyExchange.handoffKey(qr.companion().advSecret());
        assertThat(content.requireChild("pairing_handoff_proof").contentBytes())
                .isEqualTo(PasskeyExchange.handoffProof(handoff, payload));
        line.answer(prologue);
        assertThat(answered.await(ScriptedServer.PATIENCE).orElseThrow()).isEqualTo(new Answer.Given<>(Done.DONE));
        line.say(continuation());
        Node reveal = line.nextIqWith("companion_nonce");
        Bytes nonce = reveal.requireChild("companion_nonce").contentBytes();
        ProloguePayload committed = ProloguePayload.parseFrom(payload.toByteArray());
        assertThat(committed.getCommitment().getHash().toByteArray())
                .as("what is shown now is what it committed itself to")
                .isEqualTo(Sha.sha256(committed.getCompanionEphemeralIdentity().toByteArray(), nonce.toByteArray()));
        line.answer(reveal);
        PasskeyEvent.CodeShown code = stage.event(PasskeyEvent.CodeShown.class);
        assertThat(code.mustBeCompared()).isFalse();
        assertThat(code.code())
                .isEqualTo(PasskeyExchange.verificationCode(nonce, phone.publicKey(), phoneNonce)
                        .display());
        finish(line, line.nextIqWith("encrypted_pairing_request"), identity(prologue));
    }

    @Test
    void waitsForTheWordThatTheCodesAgreeWhenTheRightToSkipHasExpired() throws Exception {
        Line line = challenged();
        stage.await(LinkState.AwaitingPasskey.class);
        line.say(notification("passkey_prologue_request", Node.of("passkey_request_options", Bytes.utf8(OPTIONS))));
        stage.settle();
        stage.clock.advance(Duration.ofMinutes(6));
        stage.companion.passkey().answer(ASSERTION);
        Node prologue = prologue(line);
        assertThat(prologue.requireChild("passkey_prologue").hasChild("pairing_handoff_proof"))
                .isFalse();
        line.answer(prologue);
        line.say(continuation());
        line.answer(line.nextIqWith("companion_nonce"));
        assertThat(stage.event(PasskeyEvent.CodeShown.class).mustBeCompared()).isTrue();
        assertThat(stage.companion.state())
                .isInstanceOfSatisfying(
                        LinkState.AwaitingPasskey.class,
                        state -> assertThat(state.step()).isInstanceOf(LinkState.PasskeyStep.Comparing.class));
        Reply<Answer<Done>> confirmed = stage.companion.passkey().confirm();
        Node sealed = line.nextIqWith("encrypted_pairing_request");
        finish(line, sealed, identity(prologue));
        assertThat(confirmed.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Given.class);
    }

    @Test
    void asksForTheChallengeWhereTheNotificationHasNone() throws Exception {
        stage.companion.start();
        Line line = stage.server.accept();
        line.greeted();
        line.say(new PairingStanzas.PairDevice(List.of(Bytes.utf8("2@a"))).toIq("offer"));
        line.say(notification("passkey_prologue_request", Node.of("something")));
        Node question = line.nextIqWith("passkey_request_options");
        line.say(Iq.serverResult(question)
                .child(Node.of("passkey_request_options", Bytes.utf8(OPTIONS)))
                .build());
        assertThat(stage.event(PasskeyEvent.ChallengeOffered.class).options()).isEqualTo(OPTIONS);
    }

    @Test
    void tellsThatTheServerRefusesTheAnswer() throws Exception {
        Line line = challenged();
        Reply<Answer<Done>> answered = stage.companion.passkey().answer(ASSERTION);
        line.refuse(prologue(line), 401);
        assertThat(stage.event(PasskeyEvent.Failed.class).reason()).isEqualTo("refused-401");
        assertThat(answered.await(ScriptedServer.PATIENCE).orElseThrow()).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void refusesAnswersToNothing() throws Exception {
        stage.companion.start();
        Line line = stage.server.accept();
        line.greeted();
        line.say(new PairingStanzas.PairDevice(List.of(Bytes.utf8("2@a"))).toIq("offer"));
        stage.event(ClientEvent.QrOffered.class);
        assertThat(stage.companion
                        .passkey()
                        .answer(ASSERTION)
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
        assertThat(stage.companion
                        .passkey()
                        .confirm()
                        .await(ScriptedServer.PATIENCE)
                        .orElseThrow())
                .isInstanceOf(Answer.Refused.class);
        line.say(continuation());
        assertThat(stage.event(PasskeyEvent.Failed.class).reason()).isEqualTo("not-asked-for");
    }

    @Test
    void survivesAPhoneThatShowsNothingSound() throws Exception {
        Line line = challenged();
        stage.companion.passkey().answer(ASSERTION);
        line.answer(prologue(line));
        line.say(notification("crsc_continuation", Node.of("primary_ephemeral_identity", Bytes.utf8("nonsense"))));
        line.say(continuation());
        line.nextIqWith("companion_nonce");
    }
}
