// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.connection;

import dev.switchboard.sandbox.network.NetworkThread;
import dev.switchboard.sandbox.network.Timers;
import dev.switchboard.sandbox.watch.StanzaLog;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.proto.ClientPayload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Where the listener hands over what clients do. Safe for many threads; the calls for one connection must come in
/// order.
public final class Gate {

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

    private final NetworkThread network;
    private final Streams streams;
    private final Connections connections;
    private final StanzaLog log;
    private final InstantSource clock;
    private final Supplier<Tampering> tampering;

    /// A gate to the network.
    ///
    /// @param tampering makes what faults do to one connection's stanzas
    public Gate(
            NetworkThread network,
            Streams streams,
            Connections connections,
            StanzaLog log,
            InstantSource clock,
            Supplier<Tampering> tampering) {
        this.network = network;
        this.streams = streams;
        this.connections = connections;
        this.log = log;
        this.clock = clock;
        this.tampering = tampering;
    }

    /// Begins to look after silent connections.
    public void startSweeping(Timers timers, Duration pingAfter, Duration closeAfter) {
        timers.after(SWEEP_INTERVAL, () -> {
            network.execute(() -> connections.sweep(clock, pingAfter, closeAfter));
            startSweeping(timers, pingAfter, closeAfter);
        });
    }

    /// A client has shown in the handshake who it is.
    public Connection opened(Socket socket, PublicKey clientKey, ClientPayload payload) {
        Connection connection = new Connection(network, log, clock, tampering.get());
        network.execute(() -> {
            connection.attach(socket);
            connections.add(connection);
            streams.opened(connection, clientKey, payload);
        });
        return connection;
    }

    /// A client has sent a stanza.
    ///
    /// @param taken runs when the stanza has been taken
    public void received(Connection connection, Node stanza, Runnable taken) {
        network.execute(() -> {
            taken.run();
            streams.received(connection, stanza);
        });
    }

    /// Frames to a client have left the process.
    public void flushed(Connection connection, int frames) {
        if (connection.flushed(frames)) {
            network.execute(() -> streams.resume(connection));
        }
    }

    /// A client's socket is gone.
    public void closed(Connection connection) {
        network.execute(() -> {
            connections.remove(connection);
            streams.closed(connection);
        });
    }
}
