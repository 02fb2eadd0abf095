// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One request on a channel of its own. What the server sends faster than it is read waits in the socket.
final class NettyExchange extends SimpleChannelInboundHandler<HttpObject> implements HttpExchange {

    private static final int HIGH_WATER = 256 * 1024;
    private static final int LOW_WATER = 64 * 1024;

    private sealed interface Piece {
        /// Bytes, whose array nobody else touches any more.
        final class Data implements Piece {
            private final byte[] bytes;

            Data(byte[] bytes) {
                this.bytes = bytes;
            }
        }

        record End() implements Piece {}

        record Broken(String cause) implements Piece {}
    }

    private final Duration patience;
    private final CountDownLatch head = new CountDownLatch(1);
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Channel channel;
    private volatile @Nullable Answer answer;
    private final InputStream body = new Body();
    private volatile boolean ended;

    NettyExchange(Duration patience) {
        this.patience = patience;
    }

    void opened(Channel open) {
        channel = open;
    }

    // On the event loop

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            broken("malformed answer");
            context.close();
            return;
        }
        if (part instanceof HttpResponse response && response.status().code() >= 200) {
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
            answer = new Answer(response.status().code(), headers);
            head.countDown();
        }
        if (part instanceof HttpContent content && answer != null) {
            take(context, content.content());
        }
        if (part instanceof LastHttpContent && answer != null) {
            end(new Piece.End());
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf content) {
        if (!content.isReadable()) {
            return;
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        pieces.add(new Piece.Data(bytes));
        if (waiting.addAndGet(bytes.length) > HIGH_WATER) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken("connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken(NettyConnector.describe(cause));
        context.close();
    }

    private void broken(String cause) {
        end(new Piece.Broken(cause));
        head.countDown();
    }

    private void end(Piece piece) {
        if (!ended) {
            ended = true;
            pieces.add(piece);
        }
    }

    // On the caller's thread

    private Channel channel() throws IOException {
        Channel open = channel;
        if (open == null) {
            throw new IOException("no connection");
        }
        return open;
    }

    void send(Object first, @Nullable Object last) throws IOException, InterruptedException {
        Channel open = channel();
        ChannelFuture sent = open.writeAndFlush(first);
        if (last != null) {
            sent = open.writeAndFlush(last);
        }
        await(sent);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException, InterruptedException {
        await(channel().writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(bytes, offset, count))));
    }

    private void await(ChannelFuture sent) throws IOException, InterruptedException {
        if (!sent.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the server takes nothing");
        }
        if (!sent.isSuccess()) {
            Throwable cause = sent.cause();
            throw new IOException("sending failed: " + (cause == null ? "" : NettyConnector.describe(cause)), cause);
        }
    }

    @Override
    public Answer answer() throws IOException, InterruptedException {
        if (!head.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("no answer in time");
        }
        Answer given = answer;
        if (given == null) {
            throw new IOException("the connection ended without an answer");
        }
        return given;
    }

    @Override
    public boolean answered() {
        return answer != null;
    }

    @Override
    public InputStream body() {
        return body;
    }

    private final class Body extends InputStream {
        private byte[] current = new byte[0];
        private int at;
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (at == current.length) {
                if (over || !next()) {
                    over = true;
                    return -1;
                }
            }
            int count = Math.min(length, current.length - at);
            System.arraycopy(current, at, into, offset, count);
            at += count;
            return count;
        }

        private boolean next() throws IOException {
            Piece piece;
            try {
                piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (piece == null) {
                throw new IOException("the server sends nothing");
            }
            return switch (piece) {
                case Piece.Data data -> {
                    current = data.bytes;
                    at = 0;
                    if (waiting.addAndGet(-data.bytes.length) < LOW_WATER) {
                        channel().config().setAutoRead(true);
                    }
                    yield true;
                }
                case Piece.End() -> false;
                case Piece.Broken(String cause) -> throw new IOException("the answer broke off: " + cause);
            };
        }

        @Override
        public void close() {
            NettyExchange.this.close();
        }
    }

    @Override
    public void close() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
        pieces.clear();
    }
}
