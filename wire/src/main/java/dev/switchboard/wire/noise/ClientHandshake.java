// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.noise;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.proto.HandshakeMessage;
import dev.switchboard.wire.proto.HandshakeMessage.ServerHello;
import java.time.Instant;
import java.util.Optional;

/// The client's side of one handshake: send [#hello], give the server's answer to [#finish], send its
/// reply if there is one. Messages are the contents of frames. Not thread-safe, good for one connection.
public final class ClientHandshake {

    /// What a client brings along.
    ///
    /// @param noiseKey the device's persistent static key
    /// @param ephemeral a fresh key for this connection
    /// @param payload the encoded client payload: registration or login
    /// @param trustRoot whom the server's certificates must come from
    public record Setup(KeyPair noiseKey, KeyPair ephemeral, Bytes payload, TrustRoot trustRoot) {}

    /// A handshake that succeeded.
    ///
    /// @param reply what to send before any transport frame, if anything
    /// @param transport the cipher of all frames from here on
    /// @param serverKey the server's static key, for resuming by [#ik]
    /// @param serverKeyValidity how long that key may be used so
    /// @param pattern what took place
    public record Established(
            Optional<Bytes> reply,
            TransportCipher transport,
            PublicKey serverKey,
            Certificate.Validity serverKeyValidity,
            HandshakePattern pattern) {}

    private final Setup setup;
    private final Optional<PublicKey> knownServerKey;
    private final NoiseState state;
    private final Bytes hello;
    private boolean finished;

    private ClientHandshake(Setup setup, Optional<PublicKey> knownServerKey) {
        this.setup = setup;
        this.knownServerKey = knownServerKey;
        this.state = new NoiseState(knownServerKey.isPresent() ? HandshakePattern.IK : HandshakePattern.XX);
        var message = HandshakeMessage.ClientHello.newBuilder()
                .setEphemeral(HandshakeMessages.byteString(setup.ephemeral().publicKey()));
        knownServerKey.ifPresent(state::mixHash);
        state.mixHash(setup.ephemeral().publicKey());
        knownServerKey.ifPresent(serverKey -> introduceOurselves(message, serverKey));
        this.hello = HandshakeMessages.encode(HandshakeMessage.newBuilder().setClientHello(message));
    }

    /// A handshake with a server of which nothing is known.
    public static ClientHandshake xx(Setup setup) {
        return new ClientHandshake(setup, Optional.empty());
    }

    /// A resumption with a server whose static key is known and still valid. The server may fall back to
    /// a full handshake, which [#finish] then performs.
    public static ClientHandshake ik(Setup setup, PublicKey serverKey) {
        return new ClientHandshake(setup, Optional.of(serverKey));
    }

    private void introduceOurselves(HandshakeMessage.ClientHello.Builder message, PublicKey serverKey) {
        state.mixKey(setup.ephemeral().privateKey(), serverKey);
        message.setStatic(
                ByteString.copyFrom(state.seal(setup.noiseKey().publicKey().toByteArray())));
        state.mixKey(setup.noiseKey().privateKey(), serverKey);
        message.setPayload(ByteString.copyFrom(state.seal(setup.payload().toByteArray())));
    }

    /// The first message, to be sent behind the intro.
    public Bytes hello() {
        return hello;
    }

    /// Takes the server's answer and decides whether to trust it.
    ///
    /// @param serverHello the content of the server's first frame
    /// @param now the time to judge certificates by
    /// @throws HandshakeFailed if the answer is malformed, does not open, or comes from an untrusted server
    public Established finish(byte[] serverHello, Instant now) {
        if (finished) {
            throw new IllegalStateException("handshake: finished (expected: one server hello)");
        }
        finished = true;
        HandshakeMessage message = HandshakeMessages.parse(serverHello);
        if (!message.hasServerHello()) {
            throw HandshakeMessages.unexpected("no server hello", "a server hello");
        }
        ServerHello answer = message.getServerHello();
        PublicKey serverEphemeral = HandshakeMessages.publicKey(answer.getEphemeral(), "server ephemeral");
        if (knownServerKey.isPresent() && !answer.hasStatic()) {
            return finishIk(answer, serverEphemeral, knownServerKey.get(), now);
        }
        if (knownServerKey.isEmpty()) {
            return finishXx(state, HandshakePattern.XX, answer, now);
        }
        NoiseState fallback = new NoiseState(HandshakePattern.XX_FALLBACK);
        fallback.mixHash(setup.ephemeral().publicKey());
        return finishXx(fallback, HandshakePattern.XX_FALLBACK, answer, now);
    }

    private Established finishIk(ServerHello answer, PublicKey serverEphemeral, PublicKey serverKey, Instant now) {
        state.mixHash(serverEphemeral);
        state.mixKey(setup.ephemeral().privateKey(), serverEphemeral);
        state.mixKey(setup.noiseKey().privateKey(), serverEphemeral);
        CertificateChain chain = openChain(state, answer);
        chain.verify(setup.trustRoot(), serverKey, now);
        return new Established(
                Optional.empty(), state.splitForClient(), serverKey, chain.validity(), HandshakePattern.IK);
    }

    private Established finishXx(NoiseState noise, HandshakePattern pattern, ServerHello answer, Instant now) {
        PublicKey serverEphemeral = HandshakeMessages.publicKey(answer.getEphemeral(), "server ephemeral");
        noise.mixHash(serverEphemeral);
        noise.mixKey(setup.ephemeral().privateKey(), serverEphemeral);
        byte[] openedKey = noise.open(answer.getStatic().toByteArray(), "server static key");
        PublicKey serverKey = HandshakeMessages.publicKey(openedKey, "server static key");
        noise.mixKey(setup.ephemeral().privateKey(), serverKey);
        CertificateChain chain = openChain(noise, answer);
        chain.verify(setup.trustRoot(), serverKey, now);

        byte[] sealedKey = noise.seal(setup.noiseKey().publicKey().toByteArray());
        noise.mixKey(setup.noiseKey().privateKey(), serverEphemeral);
        byte[] sealedPayload = noise.seal(setup.payload().toByteArray());
        Bytes reply = HandshakeMessages.encode(HandshakeMessage.newBuilder()
                .setClientFinish(HandshakeMessage.ClientFinish.newBuilder()
                        .setStatic(ByteString.copyFrom(sealedKey))
                        .setPayload(ByteString.copyFrom(sealedPayload))));
        return new Established(Optional.of(reply), noise.splitForClient(), serverKey, chain.validity(), pattern);
    }

    private static CertificateChain openChain(NoiseState noise, ServerHello answer) {
        return CertificateChain.parse(noise.open(answer.getPayload().toByteArray(), "certificate chain"));
    }
}
