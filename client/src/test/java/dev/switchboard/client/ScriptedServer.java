// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.connection.Connection;
import dev.switchboard.client.connection.ConnectionListener;
import dev.switchboard.client.connection.Connector;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.frame.FrameDecoder;
import dev.switchboard.wire.frame.Frames;
import dev.switchboard.wire.frame.Intro;
import dev.switchboard.wire.frame.IntroDecoder;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.node.NodeText;
import dev.switchboard.wire.noise.Certificate;
import dev.switchboard.wire.noise.CertificateAuthority;
import dev.switchboard.wire.noise.HandshakePattern;
import dev.switchboard.wire.noise.ServerHandshake;
import dev.switchboard.wire.noise.TransportCipher;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.stanza.Iq;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A server in memory that speaks Noise and does, stanza by stanza, what a test says.
final class ScriptedServer implements Connector {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final RandomGenerator random;
    private final CertificateAuthority authority;
    private KeyPair staticKey;
    private boolean acceptsIk = true;
    private boolean reachable = true;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    ScriptedServer(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.authority = CertificateAuthority.generate(random);
        this.staticKey = KeyPair.generate(random);
    }

    Bytes root() {
        return authority.trustRoot().key().raw();
    }

    /// The server has another key from now on.
    void changeKey() {
        staticKey = KeyPair.generate(random);
    }

    void acceptIk(boolean accept) {
        acceptsIk = accept;
    }

    void reachable(boolean now) {
        reachable = now;
    }

    @Override
    public Attempt open(Target target, ConnectionListener listener) {
        if (!reachable) {
            listener.ended(EndCause.of(EndKind.NETWORK_LOST, "not reachable"));
            return () -> {};
        }
        Line line = new Line(listener);
        lines.add(line);
        listener.opened(line);
        return line::close;
    }

    /// The next connection a client makes, once it has greeted.
    Line accept() throws InterruptedException {
        Line line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new AssertionError("no connection came");
        }
        return line;
    }

    /// Whether nobody has connected beyond those accepted.
    boolean idle() {
        return lines.isEmpty();
    }

    /// One connection, seen from the server.
    final class Line implements Connection {

        private final ConnectionListener listener;
        private final IntroDecoder intro = new IntroDecoder();
        private final FrameDecoder frames = new FrameDecoder();
        private final ServerHandshake handshake;
        private final LinkedBlockingDeque<Node> stanzas = new LinkedBlockingDeque<>();
        private final List<byte[]> plaintexts = new ArrayList<>();
        private @Nullable Intro greeting;
        private ServerHandshake.Step.@Nullable Established established;
        private @Nullable TransportCipher cipher;
        private boolean closed;
        private boolean silent;

        private Line(ConnectionListener listener) {
            this.listener = listener;
            Certificate.Validity validity = new Certificate.Validity(
                    clock.instant().minusSeconds(3600), clock.instant().plusSeconds(3600L * 24 * 365));
            this.handshake = new ServerHandshake(new ServerHandshake.Setup(
                    staticKey,
                    KeyPair.generate(random),
                    authority.issue(staticKey.publicKey(), validity, random),
                    acceptsIk));
        }

        // The client's side

        @Override
        public synchronized void send(byte[] bytes) {
            if (closed || silent) {
                return;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (greeting == null) {
                intro.feed(buffer).ifPresent(found -> greeting = found);
            }
            frames.feed(buffer);
            for (Optional<byte[]> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                take(frame.get());
            }
        }

        private void take(byte[] frame) {
            TransportCipher open = cipher;
            if (open != null) {
                byte[] plaintext = open.decrypt(frame);
                Node stanza = NodeDecoder.decode(plaintext);
                if (stanza.hasText("xmlns", Iq.Xmlns.KEEPALIVE)) {
                    say(Iq.serverResult(stanza).build());
                    return;
                }
                plaintexts.add(plaintext);
                stanzas.add(stanza);
                return;
            }
            switch (handshake.receive(frame)) {
                case ServerHandshake.Step.Reply(Bytes message) -> listener.received(Frames.encode(message));
                case ServerHandshake.Step.Established done -> {
                    established = done;
                    cipher = done.transport();
                    done.message().ifPresent(message -> listener.received(Frames.encode(message)));
                    notifyAll();
                }
            }
        }

        @Override
        public void setReading(boolean wanted) {}

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }

        // The test's side

        /// Waits for the end of the handshake.
        synchronized ServerHandshake.Step.Established greeted() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (established == null) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("the handshake does not end");
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return established;
        }

        ClientPayload payload() throws Exception {
            return ClientPayload.parseFrom(greeted().payload().toByteArray());
        }

        HandshakePattern pattern() throws InterruptedException {
            return greeted().pattern();
        }

        synchronized Optional<Bytes> routingInfo() {
            Intro found = greeting;
            return found == null ? Optional.empty() : found.routingInfo();
        }

        /// Sends stanzas in one go.
        synchronized void say(Node... nodes) {
            TransportCipher open = cipher;
            if (open == null) {
                throw new AssertionError("nothing can be said before the handshake");
            }
            for (Node node : nodes) {
                listener.received(Frames.encode(open.encrypt(NodeEncoder.encode(node))));
            }
        }

        /// Sends what may be no stanza at all.
        synchronized void sayRaw(byte[] plaintext) {
            TransportCipher open = cipher;
            if (open == null) {
                throw new AssertionError("nothing can be said before the handshake");
            }
            listener.received(Frames.encode(open.encrypt(plaintext)));
        }

        /// The next stanza, whatever it is.
        Node next() throws InterruptedException {
            Node node = stanzas.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (node == null) {
                throw new AssertionError("no stanza came");
            }
            return node;
        }

        /// The next stanza that matches; others are dropped.
        Node next(String what, Predicate<Node> matches) throws InterruptedException {
            List<String> passed = new ArrayList<>();
            while (true) {
                Node node = stanzas.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (node == null) {
                    throw new AssertionError("no " + what + " came, but: " + passed);
                }
                if (matches.test(node)) {
                    return node;
                }
                passed.add(NodeText.print(node));
            }
        }

        /// The next question with a child of this name; what comes before it stays to be read.
        Node pickIqWith(String child) throws InterruptedException {
            List<Node> passed = new ArrayList<>();
            Node found = next();
            while (!found.hasTag("iq") || !found.hasChild(child)) {
                passed.add(found);
                found = next();
            }
            passed.reversed().forEach(stanzas::addFirst);
            return found;
        }

        Node nextMessage() throws InterruptedException {
            return next("message", node -> node.hasTag("message"));
        }

        Node nextReceipt() throws InterruptedException {
            return next("receipt", node -> node.hasTag("receipt"));
        }

        Node nextAck() throws InterruptedException {
            return next("ack", node -> node.hasTag("ack"));
        }

        /// The next question in a namespace.
        Node nextIq(String xmlns) throws InterruptedException {
            return next("iq " + xmlns, node -> node.hasTag("iq") && node.hasText("xmlns", xmlns));
        }

        /// The next question with a child of this name.
        Node nextIqWith(String child) throws InterruptedException {
            return next("iq with " + child, node -> node.hasTag("iq") && node.hasChild(child));
        }

        void answer(Node question) {
            say(Iq.serverResult(question).build());
        }

        void refuse(Node question, int code) {
            say(Iq.serverError(question, code, "refused"));
        }

        /// Everything that came so far, as it was encoded.
        synchronized List<Bytes> plaintexts() {
            return plaintexts.stream().map(Bytes::copyOf).toList();
        }

        /// The socket breaks.
        void hangUp() {
            synchronized (this) {
                closed = true;
            }
            listener.ended(EndCause.of(EndKind.NETWORK_LOST, "socket closed"));
        }

        /// From now on the server hears nothing and says nothing, but the socket stays.
        synchronized void goSilent() {
            silent = true;
        }

        /// Waits until the client has closed.
        synchronized void awaitClosed() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!closed) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("the client does not close");
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }

    /// A login that goes through.
    static Node success(Jid lid, Instant now) {
        return Node.builder("success")
                .attr("t", now.getEpochSecond())
                .attr("lid", lid)
                .build();
    }
}
