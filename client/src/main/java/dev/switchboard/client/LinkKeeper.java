// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.client.connection.Connection;
import dev.switchboard.client.connection.ConnectionListener;
import dev.switchboard.client.connection.Connector;
import dev.switchboard.client.connection.KeepAlive;
import dev.switchboard.client.connection.NoiseStream;
import dev.switchboard.client.device.Credentials;
import dev.switchboard.client.device.OwnKeys;
import dev.switchboard.client.device.ServerMemory;
import dev.switchboard.client.event.ClientEvent;
import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.link.LinkEffect;
import dev.switchboard.client.link.LinkInput;
import dev.switchboard.client.link.LinkMachine;
import dev.switchboard.client.link.LinkState;
import dev.switchboard.client.network.ClientVersions;
import dev.switchboard.client.work.ClientTimer;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.HandshakeFailed;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.noise.ClientHandshake;
import dev.switchboard.wire.noise.TrustRoot;
import dev.switchboard.wire.stanza.ClientVersion;
import dev.switchboard.wire.stanza.Iq;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the link machine for one companion: opens and closes connections, greets the server, keeps the connection alive
/// or finds it dead. Used by the companion's worker, except where noted.
final class LinkKeeper {

    /// What the rest of the companion does about the link.
    interface Owner {

        /// The link is in a new state.
        void entered(LinkState state);

        /// A QR code is due.
        void showQr(LinkState.AwaitingScan scan);

        /// The device is unlinked.
        void forget();

        /// The stream is open: a login or a registration has been sent.
        void opened();

        /// The connection is gone or given up.
        void closed();

        /// A stanza came in.
        void plaintext(byte[] flagAndBody);
    }

    private static final Logger LOG = LoggerFactory.getLogger(LinkKeeper.class);
    private static final int PAUSE_READING_ABOVE = 1 << 20;
    private static final int GO_ON_READING_BELOW = 1 << 18;

    private final CompanionConfig config;
    private final Connector connector;
    private final Workbench bench;
    private final Owner owner;
    private final KeepAlive keepAlive;
    private volatile LinkState state = new LinkState.Created();
    private int generation;
    private int stamp;
    private ClientTimer.Handle linkTimer = ClientTimer.Handle.NONE;
    private ClientTimer.Handle pulseTimer = ClientTimer.Handle.NONE;
    private Connector.@Nullable Attempt attempt;
    private @Nullable Connection connection;
    private @Nullable NoiseStream stream;
    private ClientVersion version = new ClientVersion(0, 0, 0);
    private KeepAlive.Pulse pulse = KeepAlive.Pulse.at(0);
    private boolean resuming;
    private boolean loggedIn;

    LinkKeeper(CompanionConfig config, Connector connector, Workbench bench, Owner owner) {
        this.config = config;
        this.connector = connector;
        this.bench = bench;
        this.owner = owner;
        this.keepAlive =
                new KeepAlive(config.timeouts().pingEvery(), config.timeouts().deadAfter());
    }

    /// Where the link stands. Thread-safe.
    LinkState state() {
        return state;
    }

    /// Takes what happened to the link.
    void input(LinkInput input) {
        Duration loginLimit =
                config.timeouts().connect().plus(config.timeouts().handshake().multipliedBy(2));
        LinkMachine.Step step = LinkMachine.on(
                state,
                input,
                new LinkMachine.Situation(
                        bench.now(),
                        bench.random().nextDouble(),
                        config.reconnect().get(),
                        loginLimit));
        if (!step.changed()) {
            return;
        }
        state = step.next();
        stamp++;
        linkTimer.cancel();
        linkTimer =
                step.timer().map(delay -> bench.later(delay, timerOf(stamp))).orElse(ClientTimer.Handle.NONE);
        bench.emit(new ClientEvent.LinkStateChanged(step.next()));
        step.effects().forEach(this::apply);
        owner.entered(step.next());
    }

    /// A timer counts only while the state it was set for lasts.
    private Runnable timerOf(int expected) {
        return () -> {
            if (stamp == expected) {
                input(new LinkInput.TimerFired());
            }
        };
    }

    private void apply(LinkEffect effect) {
        switch (effect) {
            case OPEN -> open();
            case CLOSE -> close();
            case SHOW_QR -> {
                if (state instanceof LinkState.AwaitingScan scan) {
                    owner.showQr(scan);
                }
            }
            case FORGET -> owner.forget();
        }
    }

    // Opening

    private void open() {
        int mine = ++generation;
        if (bench.state().findCredentials().isEmpty()) {
            bench.state().putCredentials(Credentials.unlinked(OwnKeys.generate(bench.random(), bench.now())));
        }
        resuming = false;
        loggedIn = false;
        // The version may have to be asked for, which blocks.
        bench.afterSending(
                () -> Thread.ofVirtual().name(config.name() + "-open").start(() -> connect(mine)));
    }

    private void connect(int mine) {
        try {
            ClientVersion claimed = config.version().get();
            bench.soon(() -> {
                if (mine == generation) {
                    version = claimed;
                    attempt = connector.open(
                            new Connector.Target(
                                    config.endpoint(),
                                    config.proxy(),
                                    config.timeouts().connect()),
                            new Listener(mine));
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("{}: no client version", config.name(), e);
            bench.soon(() -> end(mine, EndCause.of(EndKind.NETWORK_LOST, "no client version")));
        }
    }

    private void opened(int mine, Connection open) {
        if (mine != generation) {
            open.close();
            return;
        }
        connection = open;
        Credentials credentials = bench.state().credentials();
        ServerMemory memory = credentials.server();
        ClientHandshake.Setup setup = new ClientHandshake.Setup(
                credentials.keys().noise(),
                KeyPair.generate(bench.random()),
                Greeting.payload(config, version, credentials),
                new TrustRoot(PublicKey.of(config.endpoint().noiseRoot())));
        Optional<ServerMemory.StaticKey> known = memory.staticKey()
                .filter(_ -> credentials.linked())
                .filter(key -> bench.now().isBefore(key.notAfter()));
        resuming = known.isPresent();
        ClientHandshake handshake = known.map(key -> ClientHandshake.ik(setup, PublicKey.of(key.key())))
                .orElseGet(() -> ClientHandshake.xx(setup));
        NoiseStream fresh = new NoiseStream(memory.routingInfo(), handshake);
        stream = fresh;
        pulse = KeepAlive.Pulse.at(bench.ticks()).asked(bench.ticks());
        bench.afterCommit(() -> open.send(fresh.greeting()));
        schedulePulse(mine);
    }

    private void received(int mine, byte[] bytes) {
        NoiseStream open = stream;
        if (mine != generation || open == null) {
            return;
        }
        pulse = pulse.received(bench.ticks());
        try {
            open.feed(bytes);
            Optional<NoiseStream.Opened> done = open.nextHandshake(bench.now());
            done.ifPresent(this::established);
            while (mine == generation) {
                Optional<byte[]> plaintext = open.nextPlaintext();
                if (plaintext.isEmpty()) {
                    return;
                }
                owner.plaintext(plaintext.get());
            }
        } catch (HandshakeFailed e) {
            // A resumption may fail because of what was remembered; the next handshake does without it.
            end(mine, resuming ? EndCause.of(EndKind.HANDSHAKE_BROKEN, e.code()) : handshakeFailed(e));
        } catch (WireException e) {
            end(mine, EndCause.of(EndKind.BROKEN_STREAM, e.code()));
        }
    }

    private static EndCause handshakeFailed(HandshakeFailed fault) {
        EndKind kind = switch (fault.reason()) {
            case BAD_CERTIFICATE, UNTRUSTED, EXPIRED -> EndKind.UNTRUSTED_SERVER;
            case MALFORMED, BAD_TAG -> EndKind.HANDSHAKE_BROKEN;
            case TRANSPORT -> EndKind.BROKEN_STREAM;
        };
        return EndCause.of(kind, fault.code());
    }

    private void established(NoiseStream.Opened opened) {
        ClientHandshake.Established established = opened.established();
        ServerMemory.StaticKey key = new ServerMemory.StaticKey(
                established.serverKey().raw(), established.serverKeyValidity().notAfter());
        bench.state().updateCredentials(it -> it.withServer(it.server().withStaticKey(Optional.of(key))));
        resuming = false;
        Connection open = connection;
        NoiseStream sealed = stream;
        if (open == null || sealed == null) {
            return;
        }
        if (!opened.reply().isEmpty()) {
            open.send(opened.reply().toByteArray());
        }
        bench.connect((stanzas, answerDue) -> {
            if (answerDue) {
                pulse = pulse.asked(bench.ticks());
            }
            open.send(sealed.seal(stanzas));
        });
        owner.opened();
    }

    /// The login went through: what was used to get here works.
    void loggedIn() {
        loggedIn = true;
    }

    // Closing

    /// Ends the connection in hand for a cause found here or told by the server.
    void end(EndCause cause) {
        end(generation, cause);
    }

    private void end(int mine, EndCause cause) {
        if (mine != generation) {
            return;
        }
        LOG.debug("{}: connection ended: {} {}", config.name(), cause.code(), cause.detail());
        if (!loggedIn) {
            forgetShortcuts();
        }
        if (cause.kind() == EndKind.CLIENT_OUTDATED && config.version() instanceof ClientVersions learnt) {
            learnt.refused(version);
        }
        input(new LinkInput.Ended(cause));
    }

    /// A connection that came to nothing is tried next time without what was used for it and may have spoilt it. Where
    /// no socket opened, nothing was used.
    private void forgetShortcuts() {
        bench.state().findCredentials().ifPresent(credentials -> {
            ServerMemory memory = credentials.server();
            if (resuming) {
                memory = memory.withStaticKey(Optional.empty());
            }
            if (stream != null) {
                memory = memory.withRoutingInfo(Bytes.EMPTY);
            }
            ServerMemory kept = memory;
            bench.state().updateCredentials(it -> it.withServer(kept));
        });
    }

    private void close() {
        generation++;
        pulseTimer.cancel();
        Connection open = connection;
        Connector.Attempt pending = attempt;
        connection = null;
        stream = null;
        attempt = null;
        bench.afterSending(() -> {
            bench.disconnect();
            if (open != null) {
                open.close();
            } else if (pending != null) {
                pending.abandon();
            }
        });
        owner.closed();
    }

    // Keepalive

    private void schedulePulse(int mine) {
        Duration delay =
                keepAlive.nextCheck(pulse, bench.ticks(), bench.random().nextDouble());
        pulseTimer = bench.later(delay, () -> checkPulse(mine));
    }

    private void checkPulse(int mine) {
        if (mine != generation) {
            return;
        }
        switch (keepAlive.judge(pulse, bench.ticks())) {
            case DEAD -> {
                end(EndCause.of(EndKind.DEAD_SOCKET));
                return;
            }
            case PROBE -> {
                bench.afterCommit(bench.state()::relax);
                if (bench.connected() && !bench.hasQuestions()) {
                    bench.ask(Iq.get(bench.nextId(), Iq.Xmlns.KEEPALIVE).build(), _ -> {});
                    pulse = pulse.asked(bench.ticks());
                }
            }
            case FINE -> {}
        }
        schedulePulse(mine);
    }

    /// Brings what the socket tells to the worker, and holds the socket back while the worker is behind.
    private final class Listener implements ConnectionListener {

        private final int mine;
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean paused;
        private volatile @Nullable Connection socket;

        Listener(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened(Connection open) {
            socket = open;
            bench.soon(() -> LinkKeeper.this.opened(mine, open));
        }

        @Override
        public void received(byte[] bytes) {
            Connection open = socket;
            if (waiting.addAndGet(bytes.length) > PAUSE_READING_ABOVE && !paused && open != null) {
                paused = true;
                open.setReading(false);
            }
            bench.soon(() -> {
                LinkKeeper.this.received(mine, bytes);
                taken(bytes.length);
            });
        }

        private void taken(int size) {
            Connection open = socket;
            if (waiting.addAndGet(-size) < GO_ON_READING_BELOW && paused && open != null) {
                paused = false;
                open.setReading(true);
            }
        }

        @Override
        public void ended(EndCause cause) {
            bench.soon(() -> end(mine, cause));
        }
    }
}
