// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.connection.Connector;
import dev.switchboard.client.connection.HttpTransport;
import dev.switchboard.client.connection.NettyConnector;
import dev.switchboard.client.work.ClientTimer;
import dev.switchboard.client.work.WheelTimer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What all companions of a process share: the socket event loops, the timer wheel, the clock and the source of
/// randomness. Close it after its companions have been stopped. Thread-safe.
public final class ClientRuntime implements AutoCloseable {

    private static final int MOST_SOCKET_THREADS = 4;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ClientTimer timer;
    private final Connector connector;
    private final HttpTransport http;
    private final Runnable closing;

    ClientRuntime(InstantSource clock, RandomGenerator random, ClientTimer timer, Connector connector) {
        this(clock, random, timer, connector, (_, _) -> {
            throw new IOException("no way to media servers");
        });
    }

    ClientRuntime(
            InstantSource clock, RandomGenerator random, ClientTimer timer, Connector connector, HttpTransport http) {
        this(clock, random, timer, connector, http, () -> {});
    }

    private ClientRuntime(
            InstantSource clock,
            RandomGenerator random,
            ClientTimer timer,
            Connector connector,
            HttpTransport http,
            Runnable closing) {
        this.clock = clock;
        this.random = random;
        this.timer = timer;
        this.connector = connector;
        this.http = http;
        this.closing = closing;
    }

    /// A runtime of its own event loops and timer.
    ///
    /// @param random must be thread-safe, and cryptographically strong outside of tests
    public static ClientRuntime create(InstantSource clock, RandomGenerator random) {
        return create(clock, random, timer -> timer);
    }

    /// As [#create(InstantSource, RandomGenerator)], with a timer of another pace, which has to fit the clock's.
    public static ClientRuntime create(InstantSource clock, RandomGenerator random, UnaryOperator<ClientTimer> pace) {
        int threads = Math.min(MOST_SOCKET_THREADS, Runtime.getRuntime().availableProcessors());
        WheelTimer timer = new WheelTimer();
        NettyConnector connector = new NettyConnector(threads);
        return new ClientRuntime(clock, random, pace.apply(timer), connector, connector.http(), () -> {
            connector.close();
            timer.close();
        });
    }

    public InstantSource clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    ClientTimer timer() {
        return timer;
    }

    Connector connector() {
        return connector;
    }

    HttpTransport http() {
        return http;
    }

    @Override
    public void close() {
        closing.run();
    }
}
