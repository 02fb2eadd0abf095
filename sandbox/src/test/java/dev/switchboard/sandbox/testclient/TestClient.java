// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.testclient;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.frame.FrameDecoder;
import dev.switchboard.wire.frame.Frames;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.node.NodeText;
import dev.switchboard.wire.noise.ClientHandshake;
import dev.switchboard.wire.noise.HandshakePattern;
import dev.switchboard.wire.noise.TransportCipher;
import dev.switchboard.wire.noise.TrustRoot;
import dev.switchboard.wire.proto.ClientPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// One connection: stanzas out, and everything that came in, to be waited for.
public final class TestClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 90;

    private final WebSocketPipe pipe;
    private final TransportCipher cipher;
    private final ClientHandshake.Established established;
    private final FrameDecoder frames;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Node> inbox = new ArrayList<>();
    private final AtomicInteger settlings = new AtomicInteger();
    private boolean ended;

    /// Where and how to connect.
    ///
    /// @param serverKey the server's static key, to resume with
    /// @param intro what goes in front of the first frame
    /// @param now the time to judge certificates by
    public record Target(
            URI uri, String caPem, Bytes noiseRoot, Optional<PublicKey> serverKey, Intro intro, Instant now) {}

    /// Connects and shakes hands.
    public static TestClient connect(Target target, KeyPair noise, ClientPayload payload) {
        try {
            WebSocketPipe pipe = WebSocketPipe.open(target.uri(), target.caPem());
            ClientHandshake.Setup setup = new ClientHandshake.Setup(
                    noise,
                    KeyPair.generate(new SecureRandom()),
                    Bytes.copyOf(payload.toByteArray()),
                    new TrustRoot(PublicKey.of(target.noiseRoot())));
            ClientHandshake handshake = target.serverKey()
                    .map(key -> ClientHandshake.ik(setup, key))
                    .orElseGet(() -> ClientHandshake.xx(setup));
            pipe.send(target.intro().encode());
            pipe.send(Frames.encode(handshake.hello()));
            FrameDecoder frames = new FrameDecoder();
            byte[] hello = nextFrame(pipe, frames).orElseThrow(() -> new IOException("closed in the handshake"));
            ClientHandshake.Established established = handshake.finish(hello, target.now());
            if (established.reply().isPresent()) {
                pipe.send(Frames.encode(established.reply().get()));
            }
            return new TestClient(pipe, frames, established);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestClient(WebSocketPipe pipe, FrameDecoder frames, ClientHandshake.Established established) {
        this.pipe = pipe;
        this.frames = frames;
        this.established = established;
        this.cipher = established.transport();
        Thread.ofVirtual().name("test-client").start(this::read);
    }

    private static Optional<byte[]> nextFrame(WebSocketPipe pipe, FrameDecoder frames) throws IOException {
        for (Optional<byte[]> frame = frames.next(); ; frame = frames.next()) {
            if (frame.isPresent()) {
                return frame;
            }
            byte[] message = pipe.receive();
            if (message.length == 0) {
                return Optional.empty();
            }
            frames.feed(message);
        }
    }

    private void read() {
        try {
            for (Optional<byte[]> frame = nextFrame(pipe, frames); frame.isPresent(); frame = nextFrame(pipe, frames)) {
                Node stanza = NodeDecoder.decode(cipher.decrypt(frame.get()));
                update(() -> inbox.add(stanza));
            }
        } catch (IOException e) {
            // The stream has ended, which is what follows.
        }
        update(() -> ended = true);
    }

    private void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How the handshake went.
    public HandshakePattern pattern() {
        return established.pattern();
    }

    /// The server's static key.
    public PublicKey serverKey() {
        return established.serverKey();
    }

    /// Sends a stanza.
    public void send(Node stanza) {
        try {
            pipe.send(Frames.encode(cipher.encrypt(NodeEncoder.encode(stanza))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends bytes that are no frame of this connection.
    public void sendRaw(byte[] bytes) {
        try {
            pipe.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a query and waits for its answer.
    public Node ask(Node iq) {
        send(iq);
        String id = iq.requireText("id");
        return await("the answer to " + id, node -> node.hasTag("iq") && node.hasText("id", id));
    }

    /// Takes the first stanza of this tag out of what came in, waiting for it if need be.
    public Node await(String tag) {
        return await("<" + tag + ">", node -> node.hasTag(tag));
    }

    /// Takes the first stanza that fits out of what came in, waiting for it if need be.
    public Node await(String what, Predicate<Node> fits) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                for (Iterator<Node> all = inbox.iterator(); all.hasNext(); ) {
                    Node next = all.next();
                    if (fits.test(next)) {
                        all.remove();
                        return next;
                    }
                }
                if (ended || left <= 0) {
                    throw new AssertionError((ended ? "the stream ended before " : "never came: ") + what
                            + "\nwhat came:\n" + printed());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private String printed() {
        return String.join("\n", inbox.stream().map(NodeText::print).toList());
    }

    /// Everything that has come in and was not taken, in order.
    public List<Node> received() {
        lock.lock();
        try {
            return List.copyOf(inbox);
        } finally {
            lock.unlock();
        }
    }

    /// What has come in up to the answer of a ping sent now: all that the server had to say by then.
    public List<Node> settled() {
        String id = "settle-" + settlings.incrementAndGet();
        ask(Node.builder("iq")
                .attr("id", id)
                .attr("type", "get")
                .attr("xmlns", "w:p")
                .attr("to", Jid.SERVER)
                .build());
        return received();
    }

    /// Forgets what has come in.
    public void clear() {
        update(inbox::clear);
    }

    /// Waits until the server has ended the connection.
    public void awaitEnd() {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!ended) {
                if (left <= 0) {
                    throw new AssertionError("the connection is still open");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /// Cuts the connection.
    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
