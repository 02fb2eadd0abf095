// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// HTTP on the event loops of the chat sockets. Thread-safe.
final class NettyHttp implements HttpTransport {

    private final NettyConnector connector;

    NettyHttp(NettyConnector connector) {
        this.connector = connector;
    }

    @Override
    public HttpExchange open(Server server, Request request) throws IOException, InterruptedException {
        NettyExchange exchange = new NettyExchange(server.patience());
        Bootstrap bootstrap = connector.bootstrap(server.patience()).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                connector.secure(channel.pipeline(), server);
                channel.pipeline().addLast(new HttpClientCodec());
                channel.pipeline().addLast(exchange);
            }
        });
        ChannelFuture connecting = bootstrap.connect(address(server));
        await(connecting, server);
        exchange.opened(connecting.channel());
        try {
            exchange.send(head(server, request), request.bodyLength() == 0 ? LastHttpContent.EMPTY_LAST_CONTENT : null);
        } catch (IOException e) {
            exchange.close();
            throw e;
        }
        return exchange;
    }

    private static void await(ChannelFuture connecting, Server server) throws IOException, InterruptedException {
        boolean done;
        try {
            done = connecting.await(server.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            connecting.channel().close();
            throw e;
        }
        if (!done || !connecting.isSuccess()) {
            connecting.channel().close();
            Throwable cause = connecting.cause();
            throw new IOException(
                    "no connection: " + (cause == null ? "too slow" : NettyConnector.describe(cause)), cause);
        }
    }

    private static InetSocketAddress address(Server server) throws IOException {
        return server.proxy().isPresent()
                ? InetSocketAddress.createUnresolved(server.host(), server.port())
                : new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    }

    private static DefaultHttpRequest head(Server server, Request request) {
        DefaultHttpRequest head =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target());
        int usual = server.tls() ? 443 : 80;
        head.headers()
                .set(HttpHeaderNames.HOST, server.port() == usual ? server.host() : server.host() + ":" + server.port())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        request.headers().forEach(head.headers()::set);
        boolean carries = request.bodyLength() > 0 || request.method().equals("POST");
        if (carries) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.bodyLength());
        }
        return head;
    }
}
