// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.network.NetworkEndpoint;
import dev.switchboard.client.network.ProxySettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Opens WebSockets on event loops that all companions share. Thread-safe.
public final class NettyConnector implements Connector, AutoCloseable {

    private static final int UPGRADE_ANSWER_LIMIT = 16 * 1024;

    private final EventLoopGroup loops;
    private final Map<Optional<String>, SslContext> tlsByTrust = new ConcurrentHashMap<>();

    public NettyConnector(int threads) {
        loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("companion-socket", true), NioIoHandler.newFactory());
    }

    @Override
    public Attempt open(Target target, ConnectionListener listener) {
        SocketAttempt attempt = new SocketAttempt(listener);
        Thread.ofVirtual().name("companion-connect").start(() -> connect(target, attempt));
        return attempt;
    }

    /// Looks the name up here, where blocking is cheap, and leaves the rest to an event loop.
    private void connect(Target target, SocketAttempt attempt) {
        try {
            InetSocketAddress address = address(target);
            ChannelFuture connecting = bootstrap(target, attempt).connect(address);
            connecting.addListener(done -> {
                if (!done.isSuccess()) {
                    attempt.ended(EndCause.of(EndKind.NETWORK_LOST, describe(done.cause())));
                }
            });
            attempt.setChannel(connecting.channel());
        } catch (UnknownHostException e) {
            attempt.ended(EndCause.of(EndKind.NETWORK_LOST, "unknown host"));
        } catch (RuntimeException e) {
            attempt.ended(EndCause.of(EndKind.NETWORK_LOST, describe(e)));
        }
    }

    private static InetSocketAddress address(Target target) throws UnknownHostException {
        NetworkEndpoint endpoint = target.endpoint();
        String host = endpoint.chat().getHost();
        return target.proxy().isPresent()
                ? InetSocketAddress.createUnresolved(host, endpoint.port())
                : new InetSocketAddress(InetAddress.getByName(host), endpoint.port());
    }

    private Bootstrap bootstrap(Target target, SocketAttempt attempt) {
        return bootstrap(target.limit()).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                fill(channel.pipeline(), target, attempt);
            }
        });
    }

    Bootstrap bootstrap(Duration limit) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(limit));
    }

    private void fill(ChannelPipeline pipeline, Target target, SocketAttempt attempt) {
        NetworkEndpoint endpoint = target.endpoint();
        secure(
                pipeline,
                new HttpTransport.Server(
                        endpoint.chat().getHost(),
                        endpoint.port(),
                        endpoint.tls(),
                        endpoint.caPem(),
                        target.proxy(),
                        target.limit()));
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(UPGRADE_ANSWER_LIMIT));
        pipeline.addLast(new WebSocketStream(endpoint, attempt));
        pipeline.channel()
                .eventLoop()
                .schedule(attempt::giveUpIfNotOpen, target.limit().toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Adds what stands between a socket and HTTP: the proxy and TLS.
    void secure(ChannelPipeline pipeline, HttpTransport.Server server) {
        server.proxy().ifPresent(proxy -> pipeline.addLast(proxyHandler(proxy, server.patience())));
        if (server.tls()) {
            SslContext tls = tlsByTrust.computeIfAbsent(server.caPem(), TlsTrust::clientContext);
            SslHandler handler = tls.newHandler(pipeline.channel().alloc(), server.host(), server.port());
            handler.setHandshakeTimeoutMillis(millis(server.patience()));
            pipeline.addLast(handler);
        }
    }

    /// HTTP requests on the same event loops.
    public HttpTransport http() {
        return new NettyHttp(this);
    }

    private static ProxyHandler proxyHandler(ProxySettings proxy, Duration limit) {
        InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
        ProxyHandler handler = switch (proxy.kind()) {
            case SOCKS5 ->
                proxy.login()
                        .map(login -> new Socks5ProxyHandler(address, login.user(), login.password()))
                        .orElseGet(() -> new Socks5ProxyHandler(address));
            case HTTP_CONNECT ->
                proxy.login()
                        .map(login -> new HttpProxyHandler(address, login.user(), login.password()))
                        .orElseGet(() -> new HttpProxyHandler(address));
        };
        handler.setConnectTimeoutMillis(limit.toMillis());
        return handler;
    }

    private static int millis(Duration limit) {
        return Math.toIntExact(limit.toMillis());
    }

    /// The kind of fault only: messages of the JDK can hold addresses.
    static String describe(Throwable fault) {
        return fault.getClass().getSimpleName();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
