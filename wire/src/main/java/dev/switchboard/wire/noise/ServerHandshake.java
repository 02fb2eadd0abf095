// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.HandshakeMessage;
import dev.switchboard.wire.proto.HandshakeMessage.ClientFinish;
import dev.switchboard.wire.proto.HandshakeMessage.ClientHello;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's side of one handshake: give each incoming frame's content to [#receive] until it answers
/// [Step.Established]. Not thread-safe, good for one connection.
public final class ServerHandshake {

    /// What a server brings along.
    ///
    /// @param staticKey the server's static key
    /// @param ephemeral a fresh key for this connection
    /// @param chain the certificates for the static key
    /// @param acceptsIk whether a client may resume; if not it is led into a full handshake
    public record Setup(KeyPair staticKey, KeyPair ephemeral, CertificateChain chain, boolean acceptsIk) {}

    /// What to do after a message.
    public sealed interface Step {

        /// Send this and wait for the client's next message.
        ///
        /// @param message the content of a frame
        record Reply(Bytes message) implements Step {}

        /// The handshake is done; the client is not yet authenticated, only its key is known.
        ///
        /// @param message what to send before any transport frame, if anything
        /// @param transport the cipher of all frames from here on
        /// @param clientKey the client's static key
        /// @param payload the client's payload
        /// @param pattern what took place
        record Established(
                Optional<Bytes> message,
                TransportCipher transport,
                PublicKey clientKey,
                Bytes payload,
                HandshakePattern pattern)
                implements Step {}
    }

    private final Setup setup;
    private @Nullable NoiseState awaitingFinish;
    private HandshakePattern pattern = HandshakePattern.XX;
    private boolean done;

    /// A handshake at its beginning.
    public ServerHandshake(Setup setup) {
        this.setup = setup;
    }

    /// Takes the client's next message.
    ///
    /// @throws HandshakeFailed if it is malformed or does not open; the connection must then be closed
    public Step receive(byte[] message) {
        if (done) {
            throw new IllegalStateException("handshake: done (expected: no more messages)");
        }
        HandshakeMessage parsed = HandshakeMessages.parse(message);
        NoiseState noise = awaitingFinish;
        if (noise != null) {
            done = true;
            return finish(noise, parsed);
        }
        if (!parsed.hasClientHello()) {
            throw HandshakeMessages.unexpected("no client hello", "a client hello");
        }
        return greet(parsed.getClientHello());
    }

    private Step greet(ClientHello hello) {
        PublicKey clientEphemeral = HandshakeMessages.publicKey(hello.getEphemeral(), "client ephemeral");
        if (hello.hasStatic() && setup.acceptsIk()) {
            Optional<Step> resumed = resume(hello, clientEphemeral);
            if (resumed.isPresent()) {
                done = true;
                return resumed.get();
            }
        }
        pattern = hello.hasStatic() ? HandshakePattern.XX_FALLBACK : HandshakePattern.XX;
        NoiseState noise = new NoiseState(pattern);
        noise.mixHash(clientEphemeral);
        awaitingFinish = noise;
        return new Step.Reply(fullHello(noise, clientEphemeral));
    }

    /// Empty if the client sealed its hello for another server key than ours.
    private Optional<Step> resume(ClientHello hello, PublicKey clientEphemeral) {
        NoiseState noise = new NoiseState(HandshakePattern.IK);
        noise.mixHash(setup.staticKey().publicKey());
        noise.mixHash(clientEphemeral);
        PublicKey clientKey;
        byte[] payload;
        try {
            noise.mixKey(setup.staticKey().privateKey(), clientEphemeral);
            byte[] openedKey = noise.open(hello.getStatic().toByteArray(), "client static key");
            clientKey = HandshakeMessages.publicKey(openedKey, "client static key");
            noise.mixKey(setup.staticKey().privateKey(), clientKey);
            payload = noise.open(hello.getPayload().toByteArray(), "client payload");
        } catch (HandshakeFailed e) {
            if (e.reason() == HandshakeFailed.Reason.BAD_TAG) {
                return Optional.empty();
            }
            throw e;
        }
        noise.mixHash(setup.ephemeral().publicKey());
        noise.mixKey(setup.ephemeral().privateKey(), clientEphemeral);
        noise.mixKey(setup.ephemeral().privateKey(), clientKey);
        Bytes message = encode(HandshakeMessage.ServerHello.newBuilder().setPayload(sealedChain(noise)));
        return Optional.of(new Step.Established(
                Optional.of(message), noise.splitForServer(), clientKey, Bytes.copyOf(payload), HandshakePattern.IK));
    }

    private Bytes fullHello(NoiseState noise, PublicKey clientEphemeral) {
        noise.mixHash(setup.ephemeral().publicKey());
        noise.mixKey(setup.ephemeral().privateKey(), clientEphemeral);
        byte[] sealedKey = noise.seal(setup.staticKey().publicKey().toByteArray());
        noise.mixKey(setup.staticKey().privateKey(), clientEphemeral);
        return encode(HandshakeMessage.ServerHello.newBuilder()
                .setStatic(ByteString.copyFrom(sealedKey))
                .setPayload(sealedChain(noise)));
    }

    private Step finish(NoiseState noise, HandshakeMessage message) {
        if (!message.hasClientFinish()) {
            throw HandshakeMessages.unexpected("no client finish", "a client finish");
        }
        ClientFinish answer = message.getClientFinish();
        byte[] openedKey = noise.open(answer.getStatic().toByteArray(), "client static key");
        PublicKey clientKey = HandshakeMessages.publicKey(openedKey, "client static key");
        noise.mixKey(setup.ephemeral().privateKey(), clientKey);
        byte[] payload = noise.open(answer.getPayload().toByteArray(), "client payload");
        return new Step.Established(
                Optional.empty(), noise.splitForServer(), clientKey, Bytes.copyOf(payload), pattern);
    }

    private ByteString sealedChain(NoiseState noise) {
        return ByteString.copyFrom(noise.seal(setup.chain().encode().toByteArray()));
    }

    private Bytes encode(HandshakeMessage.ServerHello.Builder hello) {
        hello.setEphemeral(HandshakeMessages.byteString(setup.ephemeral().publicKey()));
        return HandshakeMessages.encode(HandshakeMessage.newBuilder().setServerHello(hello));
    }
}
