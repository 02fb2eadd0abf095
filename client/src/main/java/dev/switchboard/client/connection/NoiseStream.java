// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.frame.FrameDecoder;
import dev.switchboard.wire.frame.Frames;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.noise.ClientHandshake;
import dev.switchboard.wire.noise.TransportCipher;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The encrypted stream inside a connection: intro, handshake, then one encrypted frame for each stanza. Does no input
/// or output of its own. Not thread-safe.
public final class NoiseStream {

    private final FrameDecoder frames = new FrameDecoder();
    private final byte[] greeting;
    private @Nullable ClientHandshake handshake;
    private @Nullable TransportCipher cipher;

    /// A stream that is to be opened.
    ///
    /// @param routingInfo what to send ahead; may be empty
    public NoiseStream(Bytes routingInfo, ClientHandshake handshake) {
        Intro intro = routingInfo.isEmpty() ? Intro.PLAIN : Intro.routed(routingInfo);
        this.handshake = handshake;
        this.greeting = Bytes.concat(Bytes.copyOf(intro.encode()), Bytes.copyOf(Frames.encode(handshake.hello())))
                .toByteArray();
    }

    /// What to send first.
    public byte[] greeting() {
        return greeting;
    }

    /// Takes bytes of the server; [#nextHandshake] and [#nextPlaintext] give what they contain.
    ///
    /// @throws dev.switchboard.wire.MalformedFrame if they are no frames
    public void feed(byte[] bytes) {
        frames.feed(bytes);
    }

    /// Whether stanzas can be sent and received.
    public boolean isOpen() {
        return cipher != null;
    }

    /// The outcome of the handshake, if the server's answer is there by now.
    ///
    /// @throws dev.switchboard.wire.HandshakeFailed if the server is not to be trusted, or talks nonsense
    public Optional<Opened> nextHandshake(Instant now) {
        ClientHandshake pending = handshake;
        if (pending == null) {
            return Optional.empty();
        }
        return frames.next().map(hello -> {
            ClientHandshake.Established established = pending.finish(hello, now);
            handshake = null;
            cipher = established.transport();
            Bytes reply = established
                    .reply()
                    .map(frame -> Bytes.copyOf(Frames.encode(frame)))
                    .orElse(Bytes.EMPTY);
            return new Opened(reply, established);
        });
    }

    /// The stream is open.
    ///
    /// @param reply what to send now; may be empty
    public record Opened(Bytes reply, ClientHandshake.Established established) {}

    /// The plaintext of the next stanza that has come in whole.
    ///
    /// @throws dev.switchboard.wire.HandshakeFailed if it does not open
    public Optional<byte[]> nextPlaintext() {
        TransportCipher open = cipher;
        return open == null ? Optional.empty() : frames.next().map(open::decrypt);
    }

    /// Encrypts stanzas into one run of frames.
    public byte[] seal(List<byte[]> plaintexts) {
        TransportCipher open = cipher;
        if (open == null) {
            throw new IllegalStateException("the stream is not open");
        }
        if (plaintexts.size() == 1) {
            return Frames.encode(open.encrypt(plaintexts.getFirst()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(
                plaintexts.stream().mapToInt(bytes -> bytes.length + 32).sum());
        for (byte[] plaintext : plaintexts) {
            out.writeBytes(Frames.encode(open.encrypt(plaintext)));
        }
        return out.toByteArray();
    }
}
