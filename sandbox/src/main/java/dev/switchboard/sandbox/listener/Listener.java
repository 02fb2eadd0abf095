// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.connection.Gate;
import dev.switchboard.sandbox.fault.Faults;
import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.http.StreamingHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Listens on the one port.
public final class Listener implements AutoCloseable {

    private static final int LARGEST_BODY = 64 << 20;
    private static final int BACKLOG = 1024;
    private static final long QUIET_MILLIS = 0;
    private static final long STOP_MILLIS = 2_000;

    private final EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sandbox-accept", true), NioIoHandler.newFactory());
    private final EventLoopGroup workers = new MultiThreadIoEventLoopGroup(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            new DefaultThreadFactory("sandbox-io", true),
            NioIoHandler.newFactory());
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sandbox-http-", 0).factory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel server;

    /// What the port leads to.
    ///
    /// @param gate takes chat sockets
    /// @param identity proves the server in the Noise handshake
    /// @param media takes the requests for files
    /// @param http takes all other requests
    public record Doors(Gate gate, NoiseIdentity identity, Faults faults, StreamingHandler media, HttpHandler http) {}

    private Listener(InetSocketAddress address, Optional<SslContext> tls, Doors doors, InstantSource clock) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new StreamingDoor(doors.media, requests),
                                        new HttpObjectAggregator(LARGEST_BODY),
                                        new FrontDoor(
                                                doors.http, requests, authority -> socket(doors, clock, authority)));
                    }
                });
        server = bind(bootstrap, address);
    }

    private Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new IllegalStateException("port " + address.getPort() + " cannot be opened", bound.cause());
        }
        return bound.channel();
    }

    private static ChatSocket socket(Doors doors, InstantSource clock, String authority) {
        return new ChatSocket(doors.gate, new Greeting(doors.identity, doors.faults), clock, authority);
    }

    /// Begins to listen.
    ///
    /// @param address with port 0 for any free one
    /// @param credentials for TLS; without them the port speaks plain HTTP
    public static Listener open(
            InetSocketAddress address,
            Optional<TlsAuthority.Credentials> credentials,
            Doors doors,
            InstantSource clock) {
        return new Listener(address, credentials.map(Listener::tls), doors, clock);
    }

    private static SslContext tls(TlsAuthority.Credentials credentials) {
        try {
            return SslContextBuilder.forServer(credentials.key(), credentials.chain())
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the TLS certificate cannot be used", e);
        }
    }

    /// The port it listens on.
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// Closes the port and all connections.
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        channels.close().awaitUninterruptibly(STOP_MILLIS);
        stop();
    }

    private void stop() {
        requests.shutdownNow();
        acceptor.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS);
        workers.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS);
    }
}
