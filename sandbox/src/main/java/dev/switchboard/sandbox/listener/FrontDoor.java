// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.http.HttpHandler;
import dev.switchboard.sandbox.http.HttpRequest;
import dev.switchboard.sandbox.http.HttpResponse;
import dev.switchboard.wire.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the HTTP requests of one connection, one after another: the upgrade to a chat socket, or a request for the
/// handler.
final class FrontDoor extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String CHAT_PATH = "/ws/chat";
    private static final WebSocketDecoderConfig WEB_SOCKET = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(1 << 25)
            .allowExtensions(false)
            .withUTF8Validator(false)
            .build();

    private final HttpHandler handler;
    private final Executor executor;
    private final Function<String, ChatSocket> sockets;
    private final Queue<Asked> asked = new ArrayDeque<>();
    private boolean busy;

    private record Asked(HttpRequest request, boolean keepAlive) {}

    /// @param sockets makes the chat socket of a client that asked for this authority
    FrontDoor(HttpHandler handler, Executor executor, Function<String, ChatSocket> sockets) {
        this.handler = handler;
        this.executor = executor;
        this.sockets = sockets;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            write(context, HttpResponse.text(400, "malformed request"), false);
            return;
        }
        QueryStringDecoder target = new QueryStringDecoder(request.uri());
        boolean upgrade = HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                request.headers().get(HttpHeaderNames.UPGRADE, ""));
        if (upgrade && target.path().equals(CHAT_PATH)) {
            upgrade(context, request);
            return;
        }
        asked.add(new Asked(translate(context, request, target), HttpUtil.isKeepAlive(request)));
        next(context);
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(CHAT_PATH, null, WEB_SOCKET).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        String authority = request.headers().get(HttpHeaderNames.HOST, "");
        context.pipeline().remove(StreamingDoor.class);
        context.pipeline().replace(this, "chat", sockets.apply(authority));
        handshaker.handshake(context.channel(), request);
    }

    private static HttpRequest translate(
            ChannelHandlerContext context, FullHttpRequest request, QueryStringDecoder target) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        byte[] body = new byte[request.content().readableBytes()];
        request.content().readBytes(body);
        boolean loopback = context.channel().remoteAddress() instanceof InetSocketAddress address
                && address.getAddress().isLoopbackAddress();
        return new HttpRequest(
                request.method().name(), target.path(), target.parameters(), headers, Bytes.copyOf(body), loopback);
    }

    private void next(ChannelHandlerContext context) {
        Asked next = busy ? null : asked.poll();
        if (next == null) {
            return;
        }
        busy = true;
        executor.execute(() -> {
            HttpResponse response = answer(next.request);
            answered(context, () -> {
                busy = false;
                write(context, response, next.keepAlive);
                next(context);
            });
        });
    }

    private static void answered(ChannelHandlerContext context, Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException _) {
            LOG.trace("the listener has closed");
        }
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return HttpResponse.text(500, "internal error");
        }
    }

    private static void write(ChannelHandlerContext context, HttpResponse response, boolean keepAlive) {
        FullHttpResponse full = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body().asReadOnlyBuffer()));
        if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
            full.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().size());
        }
        response.headers().forEach((name, value) -> full.headers().set(name, value));
        if (!response.contentType().isEmpty()) {
            full.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
        }
        if (!keepAlive) {
            full.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        var written = context.writeAndFlush(full);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, @Nullable Throwable cause) {
        LOG.debug("connection broken: {}", String.valueOf(cause));
        context.close();
    }
}
