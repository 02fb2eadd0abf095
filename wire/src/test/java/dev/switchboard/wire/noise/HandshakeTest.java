// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import static dev.switchboard.wire.noise.HandshakeFixture.NOW;
import static dev.switchboard.wire.noise.HandshakeFixture.PAYLOAD;
import static dev.switchboard.wire.noise.HandshakeFixture.established;
import static dev.switchboard.wire.noise.HandshakeFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import dev.switchboard.testkit.DecoderTorture;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.HandshakeFailed.Reason;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.proto.HandshakeMessage;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private final HandshakeFixture fixture = new HandshakeFixture();

    @Test
    void fullHandshakeMeetsOnBothSides() {
        ClientHandshake client = ClientHandshake.xx(fixture.client());
        ServerHandshake server = fixture.server(true);

        Bytes hello = reply(server.receive(client.hello().toByteArray()));
        ClientHandshake.Established atClient = client.finish(hello.toByteArray(), NOW);
        var atServer = established(server.receive(atClient.reply().orElseThrow().toByteArray()));

        assertMet(atClient, atServer, HandshakePattern.XX);
        assertThat(atServer.message()).isEmpty();
    }

    @Test
    void resumptionTakesOneRoundTrip() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        ServerHandshake server = fixture.server(true);

        var atServer = established(server.receive(client.hello().toByteArray()));
        ClientHandshake.Established atClient =
                client.finish(atServer.message().orElseThrow().toByteArray(), NOW);

        assertMet(atClient, atServer, HandshakePattern.IK);
        assertThat(atClient.reply()).isEmpty();
    }

    @Test
    void refusedResumptionFallsBackToFullHandshake() {
        assertFallsBack(ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey()), fixture.server(false));
    }

    @Test
    void resumptionWithOutdatedServerKeyFallsBackToFullHandshake() {
        KeyPair outdated = KeyPair.generate(fixture.random);
        assertFallsBack(ClientHandshake.ik(fixture.client(), outdated.publicKey()), fixture.server(true));
    }

    private static void assertFallsBack(ClientHandshake client, ServerHandshake server) {
        Bytes hello = reply(server.receive(client.hello().toByteArray()));
        ClientHandshake.Established atClient = client.finish(hello.toByteArray(), NOW);
        var atServer = established(server.receive(atClient.reply().orElseThrow().toByteArray()));
        assertMet(atClient, atServer, HandshakePattern.XX_FALLBACK);
    }

    private static void assertMet(
            ClientHandshake.Established atClient, ServerHandshake.Step.Established atServer, HandshakePattern pattern) {
        HandshakeFixture fixture = new HandshakeFixture();
        assertThat(atClient.pattern()).isEqualTo(pattern);
        assertThat(atServer.pattern()).isEqualTo(pattern);
        assertThat(atServer.payload()).isEqualTo(PAYLOAD);
        assertThat(atServer.clientKey()).isEqualTo(fixture.noiseKey.publicKey());
        assertThat(atClient.serverKey()).isEqualTo(fixture.serverKey.publicKey());
        assertThat(atClient.serverKeyValidity()).isEqualTo(HandshakeFixture.VALIDITY);
        for (int i = 0; i < 3; i++) {
            byte[] up = {1, (byte) i};
            byte[] down = {2, (byte) i};
            assertThat(atServer.transport().decrypt(atClient.transport().encrypt(up)))
                    .isEqualTo(up);
            assertThat(atClient.transport().decrypt(atServer.transport().encrypt(down)))
                    .isEqualTo(down);
        }
    }

    @Test
    void framesOutOfOrderDoNotOpen() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        var atServer = established(fixture.server(true).receive(client.hello().toByteArray()));
        atServer.transport().encrypt(new byte[1]);
        byte[] second = atServer.transport().encrypt(new byte[1]);
        var atClient = client.finish(atServer.message().orElseThrow().toByteArray(), NOW);
        assertThatExceptionOfType(HandshakeFailed.class)
                .isThrownBy(() -> atClient.transport().decrypt(second))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TRANSPORT));
    }

    @Test
    void damagedFramesDoNotOpen() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        var atServer = established(fixture.server(true).receive(client.hello().toByteArray()));
        DecoderTorture torture = DecoderTorture.of(WireException.class, input -> {
                    TransportCipher fresh = new TransportCipher(new byte[32], new byte[32]);
                    fresh.decrypt(input);
                })
                .rounds(300)
                .run(new TransportCipher(new byte[32], new byte[32]).encrypt(new byte[20]));
        assertThat(torture.accepted()).isZero();
        assertThatExceptionOfType(HandshakeFailed.class)
                .isThrownBy(() -> atServer.transport().decrypt(new byte[0]));
    }

    @Test
    void serverNotHoldingTheKeyItShowsIsRefused() {
        ClientHandshake client = ClientHandshake.xx(fixture.client());
        HandshakeFixture other = new HandshakeFixture();
        KeyPair thief = KeyPair.generate(fixture.random);
        ServerHandshake server = new ServerHandshake(
                new ServerHandshake.Setup(thief, KeyPair.generate(fixture.random), other.chain(), true));
        Bytes hello = reply(server.receive(client.hello().toByteArray()));
        assertRefused(Reason.UNTRUSTED, () -> client.finish(hello.toByteArray(), NOW));
    }

    @Test
    void resumedServerMustStillShowValidCertificates() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        var atServer = established(fixture.server(true).receive(client.hello().toByteArray()));
        byte[] hello = atServer.message().orElseThrow().toByteArray();
        assertRefused(
                Reason.EXPIRED,
                () -> client.finish(hello, HandshakeFixture.VALIDITY.notAfter().plusSeconds(1)));
    }

    @Test
    void messagesOfTheWrongKindAreRefused() {
        byte[] hello = ClientHandshake.xx(fixture.client()).hello().toByteArray();
        ServerHandshake greeted = fixture.server(true);
        byte[] serverHello = reply(greeted.receive(hello)).toByteArray();

        assertRefused(
                Reason.MALFORMED, () -> ClientHandshake.xx(fixture.client()).finish(hello, NOW));
        assertRefused(Reason.MALFORMED, () -> fixture.server(true).receive(serverHello));
        assertRefused(Reason.MALFORMED, () -> greeted.receive(hello));
        assertRefused(Reason.MALFORMED, () -> fixture.server(true).receive(new byte[0]));
        assertRefused(
                Reason.MALFORMED, () -> ClientHandshake.xx(fixture.client()).finish(new byte[] {1}, NOW));
    }

    @Test
    void fullHandshakeNeedsTheServersStaticKey() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        byte[] withoutStatic = established(
                        fixture.server(true).receive(client.hello().toByteArray()))
                .message()
                .orElseThrow()
                .toByteArray();
        assertRefused(Reason.BAD_TAG, () -> ClientHandshake.xx(fixture.client()).finish(withoutStatic, NOW));
    }

    @Test
    void ephemeralKeysOfSmallOrderAreRefused() {
        for (Bytes key : new Bytes[] {Bytes.copyOf(new byte[32]), Bytes.fromHex("01" + "00".repeat(31)), Bytes.EMPTY}) {
            byte[] hello = HandshakeMessage.newBuilder()
                    .setClientHello(HandshakeMessage.ClientHello.newBuilder()
                            .setEphemeral(ByteString.copyFrom(key.toByteArray())))
                    .build()
                    .toByteArray();
            assertRefused(Reason.MALFORMED, () -> fixture.server(true).receive(hello));
            byte[] resume = HandshakeMessage.newBuilder()
                    .setClientHello(HandshakeMessage.ClientHello.newBuilder()
                            .setEphemeral(ByteString.copyFrom(key.toByteArray()))
                            .setStatic(ByteString.copyFrom(new byte[48])))
                    .build()
                    .toByteArray();
            assertRefused(Reason.MALFORMED, () -> fixture.server(true).receive(resume));
        }
    }

    @Test
    void handshakesServeOnce() {
        ClientHandshake client = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey());
        ServerHandshake server = fixture.server(true);
        byte[] hello = established(server.receive(client.hello().toByteArray()))
                .message()
                .orElseThrow()
                .toByteArray();
        client.finish(hello, NOW);
        assertThatIllegalStateException().isThrownBy(() -> client.finish(hello, NOW));
        assertThatIllegalStateException()
                .isThrownBy(() -> server.receive(client.hello().toByteArray()));
    }

    @Test
    void serverSurvivesDamagedHellos() {
        byte[] xx = ClientHandshake.xx(fixture.client()).hello().toByteArray();
        byte[] ik = ClientHandshake.ik(fixture.client(), fixture.serverKey.publicKey())
                .hello()
                .toByteArray();
        CertificateChain chain = fixture.chain();
        DecoderTorture.of(
                        WireException.class,
                        input -> fixture.server(chain, true).receive(input))
                .rounds(150)
                .maxAllocation(4 << 20)
                .run(xx, ik);
    }

    @Test
    void serverSurvivesDamagedFinish() {
        ClientHandshake.Setup setup = fixture.client();
        ServerHandshake.Setup serverSetup =
                new ServerHandshake.Setup(fixture.serverKey, KeyPair.generate(fixture.random), fixture.chain(), true);
        ClientHandshake client = ClientHandshake.xx(setup);
        byte[] hello = client.hello().toByteArray();
        byte[] answer = reply(new ServerHandshake(serverSetup).receive(hello)).toByteArray();
        byte[] finish = client.finish(answer, NOW).reply().orElseThrow().toByteArray();
        DecoderTorture.of(WireException.class, input -> {
                    ServerHandshake server = new ServerHandshake(serverSetup);
                    server.receive(hello);
                    server.receive(input);
                })
                .rounds(150)
                .maxAllocation(4 << 20)
                .run(finish);
    }

    @Test
    void clientSurvivesDamagedServerHello() {
        ClientHandshake.Setup setup = fixture.client();
        byte[] full = reply(fixture.server(true)
                        .receive(ClientHandshake.xx(setup).hello().toByteArray()))
                .toByteArray();
        DecoderTorture.of(
                        WireException.class, input -> ClientHandshake.xx(setup).finish(input, NOW))
                .rounds(150)
                .maxAllocation(4 << 20)
                .run(full);
        byte[] resumed = established(fixture.server(true)
                        .receive(ClientHandshake.ik(setup, fixture.serverKey.publicKey())
                                .hello()
                                .toByteArray()))
                .message()
                .orElseThrow()
                .toByteArray();
        DecoderTorture.of(
                        WireException.class,
                        input -> ClientHandshake.ik(setup, fixture.serverKey.publicKey())
                                .finish(input, NOW))
                .rounds(150)
                .maxAllocation(4 << 20)
                .run(resumed);
    }

    private static void assertRefused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(HandshakeFailed.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
