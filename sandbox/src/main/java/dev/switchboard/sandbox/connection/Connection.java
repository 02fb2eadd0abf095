// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.account.Device;
import dev.switchboard.sandbox.delivery.Line;
import dev.switchboard.sandbox.delivery.QueuedStanza;
import dev.switchboard.sandbox.delivery.Sender;
import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.watch.Direction;
import dev.switchboard.sandbox.watch.LoggedStanza;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.node.Node;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A client's connection. Everything it sends leaves after the commit of the event that sent it.
///
/// A slow client gets queued stanzas only as fast as it takes them: so many frames may be on their way, then the
/// queue waits. Confined to the network thread, but for [#flushed].
public final class Connection implements Line, Sender {

    private static final int WINDOW = 512;
    private static final String UNKNOWN = "";
    private static final int NO_DEVICE = -1;

    private final NetworkThread network;
    private final StanzaLog log;
    private final InstantSource clock;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean starved;
    private @Nullable Socket socket;
    private @Nullable Device device;
    private boolean active;
    private boolean ready;
    private boolean stalled;
    private boolean closed;
    private long skewSeconds;
    private final Tampering tampering;

    Connection(NetworkThread network, StanzaLog log, InstantSource clock, Tampering tampering) {
        this.tampering = tampering;
        this.network = network;
        this.log = log;
        this.clock = clock;
    }

    void attach(Socket newSocket) {
        socket = newSocket;
    }

    void loggedIn(Device newDevice) {
        device = newDevice;
    }

    /// The device that has logged in.
    ///
    /// @throws IllegalStateException if none has
    @Override
    public Device device() {
        Device known = device;
        if (known == null) {
            throw new IllegalStateException("nobody has logged in on this connection");
        }
        return known;
    }

    /// The device, if one has logged in.
    public Optional<Device> loggedInDevice() {
        return Optional.ofNullable(device);
    }

    /// Whether stored and live stanzas are wanted.
    boolean isActive() {
        return active;
    }

    void setActive(boolean value) {
        active = value;
    }

    /// Whether the phone was told that this companion can be written to.
    boolean isReady() {
        return ready;
    }

    void setReady() {
        ready = true;
    }

    /// Whether nothing more is to be taken from it.
    public boolean isOver() {
        return closed || stalled;
    }

    boolean isClosed() {
        return closed;
    }

    long lastHeard() {
        Socket known = socket;
        return known == null ? clock.millis() : known.lastHeard();
    }

    @Override
    public String authority() {
        Socket known = socket;
        return known == null ? "" : known.authority();
    }

    @Override
    public void answer(Node stanza) {
        send(stanza);
    }

    @Override
    public void send(Node stanza) {
        Socket known = socket;
        if (known == null || isOver()) {
            return;
        }
        Node timed = skewed(stanza);
        note(Direction.OUT, timed);
        network.afterCommit(() -> known.send(timed));
    }

    /// From now on the device sees another time.
    void skew(long seconds) {
        skewSeconds = seconds;
    }

    private Node skewed(Node stanza) {
        OptionalLong t = skewSeconds == 0 ? OptionalLong.empty() : stanza.number("t");
        return t.isEmpty()
                ? stanza
                : stanza.toBuilder().attr("t", t.getAsLong() + skewSeconds).build();
    }

    @Override
    public boolean accepts() {
        if (isOver()) {
            return false;
        }
        if (inFlight.get() < WINDOW) {
            return true;
        }
        starved = true;
        return inFlight.get() < WINDOW;
    }

    @Override
    public void deliver(QueuedStanza queued, Phase phase) {
        Socket known = socket;
        if (known == null) {
            return;
        }
        boolean asKept = phase == Phase.LIVE && skewSeconds == 0;
        Node kept = queued.stanza();
        Node stanza = phase == Phase.STORED
                ? skewed(kept.toBuilder().attr("offline", queued.attempts()).build())
                : skewed(kept);
        tampering.deliver(device(), stanza, () -> {
            inFlight.incrementAndGet();
            note(Direction.OUT, stanza);
            if (asKept) {
                network.afterCommit(() -> known.send(queued.frame()));
            } else {
                network.afterCommit(() -> known.send(stanza));
            }
        });
    }

    /// Frames have left the process. Any thread.
    ///
    /// @return whether the queue waits for that
    boolean flushed(int frames) {
        int left = inFlight.updateAndGet(count -> Math.max(0, count - frames));
        if (starved && left < WINDOW / 2) {
            starved = false;
            return true;
        }
        return false;
    }

    @Override
    public void end(Node streamError) {
        send(streamError);
        close();
    }

    /// Ends the stream in order.
    void endStream() {
        end(Node.of("xmlstreamend"));
    }

    /// Closes once everything sent so far is out.
    public void close() {
        Socket known = socket;
        if (!closed && known != null) {
            closed = true;
            network.afterCommit(known::close);
        }
    }

    void reset() {
        Socket known = socket;
        if (!closed && known != null) {
            closed = true;
            network.afterCommit(known::reset);
        }
    }

    /// From now on nothing goes in or out, though the socket stays open.
    void stall() {
        stalled = true;
    }

    void noteReceived(Node stanza) {
        note(Direction.IN, stanza);
    }

    private void note(Direction direction, Node stanza) {
        Device known = device;
        log.note(new LoggedStanza(
                clock.instant(),
                known == null ? UNKNOWN : known.account().phone(),
                known == null ? NO_DEVICE : known.id(),
                direction,
                stanza,
                Optional.empty()));
    }
}
