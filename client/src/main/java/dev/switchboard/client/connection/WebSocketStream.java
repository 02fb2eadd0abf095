// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import dev.switchboard.client.network.NetworkEndpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Upgrades a connection to a WebSocket and passes on the bytes of its binary messages, whose borders mean nothing.
final class WebSocketStream extends SimpleChannelInboundHandler<Object> {

    private static final int FRAME_LIMIT = 1 << 24;

    private final NetworkEndpoint endpoint;
    private final SocketAttempt attempt;
    private @Nullable WebSocketClientHandshaker upgrade;

    WebSocketStream(NetworkEndpoint endpoint, SocketAttempt attempt) {
        this.endpoint = endpoint;
        this.attempt = attempt;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            sendUpgrade(context);
            return;
        }
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                sendUpgrade(context);
            } else {
                exceptionCaught(context, done.cause());
            }
        });
    }

    private void sendUpgrade(ChannelHandlerContext context) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ORIGIN, endpoint.origin());
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        headers.set(HttpHeaderNames.PRAGMA, "no-cache");
        WebSocketClientHandshaker handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                endpoint.chat(), WebSocketVersion.V13, null, false, headers, FRAME_LIMIT);
        upgrade = handshaker;
        handshaker.handshake(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
        switch (message) {
            case FullHttpResponse response -> finishUpgrade(context, response);
            case BinaryWebSocketFrame frame -> pass(frame.content());
            case ContinuationWebSocketFrame frame -> pass(frame.content());
            case PingWebSocketFrame frame ->
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()), context.voidPromise());
            case CloseWebSocketFrame _ -> attempt.ended(EndCause.of(EndKind.NETWORK_LOST, "closed by the server"));
            // Text and anything else means nothing here.
            default -> {}
        }
    }

    private void finishUpgrade(ChannelHandlerContext context, FullHttpResponse response) {
        WebSocketClientHandshaker handshaker = upgrade;
        if (handshaker == null || handshaker.isHandshakeComplete()) {
            return;
        }
        if (response.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            attempt.ended(refused(response.status().code()));
            return;
        }
        handshaker.finishHandshake(context.channel(), response);
        upgrade = null;
        attempt.opened();
    }

    static EndCause refused(int status) {
        boolean passing = status == 408 || (status >= 500 && status <= 504);
        return EndCause.of(passing ? EndKind.UPGRADE_FAILED : EndKind.UPGRADE_REFUSED, status);
    }

    private void pass(ByteBuf content) {
        if (content.isReadable()) {
            attempt.received(ByteBufUtil.getBytes(content));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        attempt.ended(EndCause.of(EndKind.NETWORK_LOST, "socket closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        EndKind kind = untrusted(fault) ? EndKind.UNTRUSTED_SERVER : EndKind.NETWORK_LOST;
        attempt.ended(EndCause.of(kind, NettyConnector.describe(root)));
    }

    /// Whether TLS found the server's certificate wanting, as opposed to the network failing under it.
    private static boolean untrusted(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof CertificateException
                    || at instanceof CertPathValidatorException
                    || at instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }
}
