// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.testkit.Vectors;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PrivateKey;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.frame.FrameDecoder;
import dev.switchboard.wire.frame.Frames;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.frame.IntroDecoder;
import dev.switchboard.wire.node.NodeDecoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Both our sides against the transcript of the real Baileys client.
class HandshakeVectorTest {

    private final JsonNode vector = Vectors.auth().get("noiseXX");
    private final TrustRoot root = new TrustRoot(key("root").publicKey());
    private final CertificateChain chain = CertificateChain.parse(Vectors.hex(vector, "certificate/chain"));
    private final Instant validMoment = chain.validity().notBefore().plusSeconds(1);

    private KeyPair key(String name) {
        return KeyPair.of(PrivateKey.of(Vectors.hex(vector, "keys/" + name + "/private")));
    }

    private byte[] hex(String path) {
        return Vectors.hex(vector, path);
    }

    @Test
    void ourClientSaysWhatBaileysSays() {
        ClientHandshake client = ClientHandshake.xx(new ClientHandshake.Setup(
                key("clientStatic"), key("clientEphemeral"), Bytes.copyOf(hex("clientPayloadPlain")), root));
        assertThat(client.hello().toByteArray()).isEqualTo(hex("clientHello"));
        assertThat(Bytes.concat(Bytes.copyOf(Intro.PLAIN.encode()), Bytes.copyOf(Frames.encode(client.hello()))))
                .isEqualTo(Bytes.copyOf(hex("firstWebSocketMessage")));

        ClientHandshake.Established established = client.finish(hex("serverHello"), validMoment);
        assertThat(established.reply().orElseThrow().toByteArray()).isEqualTo(hex("clientFinish"));
        assertThat(Frames.encode(established.reply().orElseThrow())).isEqualTo(hex("secondWebSocketMessage"));
        assertThat(established.serverKey()).isEqualTo(key("serverStatic").publicKey());

        byte[] ping = Vectors.hex(Vectors.auth().get("binaryNodes").get(0).get("hex"));
        assertThat(Frames.encode(established.transport().encrypt(ping))).isEqualTo(hex("firstTransportFrames/frame0"));
        assertThat(Frames.encode(established.transport().encrypt(ping))).isEqualTo(hex("firstTransportFrames/frame1"));
    }

    @Test
    void ourServerUnderstandsBaileys() {
        ServerHandshake server = new ServerHandshake(
                new ServerHandshake.Setup(key("serverStatic"), key("serverEphemeral"), chain, true));
        FrameDecoder frames = new FrameDecoder();
        ByteBuffer first = ByteBuffer.wrap(hex("firstWebSocketMessage"));
        assertThat(new IntroDecoder().feed(first)).isPresent();
        frames.feed(first);
        Bytes hello = HandshakeFixture.reply(server.receive(frames.next().orElseThrow()));
        assertThat(hello.toByteArray()).isEqualTo(hex("serverHello"));

        frames.feed(hex("secondWebSocketMessage"));
        var established =
                HandshakeFixture.established(server.receive(frames.next().orElseThrow()));
        assertThat(established.clientKey()).isEqualTo(key("clientStatic").publicKey());
        assertThat(established.payload().toByteArray()).isEqualTo(hex("clientPayloadPlain"));

        frames.feed(hex("firstTransportFrames/frame0"));
        frames.feed(hex("firstTransportFrames/frame1"));
        for (int i = 0; i < 2; i++) {
            byte[] plaintext = established.transport().decrypt(frames.next().orElseThrow());
            assertThat(NodeDecoder.decode(plaintext).requireText("xmlns")).isEqualTo("w:p");
        }
    }

    @Test
    void stateFollowsTheTranscriptStepByStep() {
        NoiseState state = new NoiseState(HandshakePattern.XX);
        PublicKey clientEphemeral = key("clientEphemeral").publicKey();
        state.mixHash(clientEphemeral);
        state.mixHash(key("serverEphemeral").publicKey());
        state.mixKey(key("serverEphemeral").privateKey(), clientEphemeral);
        JsonNode steps = vector.get("transcript");
        assertThat(state.seal(key("serverStatic").publicKey().toByteArray()))
                .isEqualTo(Vectors.hex(steps.get(4), "ciphertext"));
        state.mixKey(key("serverStatic").privateKey(), clientEphemeral);
        assertThat(state.seal(chain.encode().toByteArray())).isEqualTo(Vectors.hex(steps.get(6), "ciphertext"));
    }

    @Test
    void splitGivesTheKeysOfTheVector() {
        byte[] toServer = hex("clientToServerKey");
        byte[] toClient = hex("serverToClientKey");
        TransportCipher server = new TransportCipher(toClient, toServer);
        TransportCipher client = new TransportCipher(toServer, toClient);
        byte[] ping = Vectors.hex(Vectors.auth().get("binaryNodes").get(0).get("hex"));
        assertThat(Frames.encode(client.encrypt(ping))).isEqualTo(hex("firstTransportFrames/frame0"));
        assertThat(client.decrypt(server.encrypt(ping))).isEqualTo(ping);
    }

    @Test
    void chainEncodesAsItCame() {
        assertThat(chain.encode().toByteArray()).isEqualTo(hex("certificate/chain"));
        chain.verify(root, key("serverStatic").publicKey(), validMoment);
    }
}
