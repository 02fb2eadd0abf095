// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.connection.Connection;
import dev.switchboard.sandbox.connection.Gate;
import dev.switchboard.sandbox.connection.Socket;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.WireException;
import dev.switchboard.wire.frame.FrameDecoder;
import dev.switchboard.wire.frame.IntroDecoder;
import dev.switchboard.wire.node.Limits;
import dev.switchboard.wire.node.Node;
import dev.switchboard.wire.node.NodeDecoder;
import dev.switchboard.wire.node.NodeEncoder;
import dev.switchboard.wire.noise.TransportCipher;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One chat socket: WebSocket messages to frames, frames to stanzas, and back.
///
/// Inbound runs on the channel's event loop. What other threads send is gathered in an outbox, and everything in it
/// goes out together. A client that sends faster than its stanzas are taken is not read for a while.
final class ChatSocket extends ChannelInboundHandlerAdapter implements Socket {

    private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);
    private static final int MOST_WAITING = 256;
    private static final int FEWEST_WAITING = 64;
    private static final int MESSAGE_SIZE = 64 * 1024;
    private static final int FRAME_OVERHEAD = 3 + 16;
    private static final long HANDSHAKE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 2;
    private static final long READ_LAST_MILLIS = 100;

    private final Gate gate;
    private final InstantSource clock;
    private final String authority;
    private final Greeting greeting;
    private final Queue<Object> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private final FrameDecoder frames = new FrameDecoder();
    private @Nullable IntroDecoder intro = new IntroDecoder();
    private @Nullable TransportCipher cipher;
    private @Nullable Connection connection;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile long lastHeard;
    private volatile boolean unread;
    private boolean closing;
    private boolean closeSent;

    /// Stands in the outbox where the socket is to be closed.
    private record CloseMark() {}

    ChatSocket(Gate gate, Greeting greeting, InstantSource clock, String authority) {
        this.gate = gate;
        this.greeting = greeting;
        this.clock = clock;
        this.authority = authority;
        this.lastHeard = clock.millis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.executor()
                .schedule(
                        () -> {
                            if (connection == null) {
                                added.close();
                            }
                        },
                        HANDSHAKE_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext reader, Object message) {
        try {
            switch (message) {
                case BinaryWebSocketFrame frame -> take(reader, frame.content());
                case ContinuationWebSocketFrame frame -> take(reader, frame.content());
                case PingWebSocketFrame frame ->
                    reader.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
                case CloseWebSocketFrame frame -> answerClose(reader, frame.statusCode());
                default -> LOG.trace("a message of no use: {}", message.getClass());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext reader, ByteBuf content) {
        if (closing) {
            return;
        }
        lastHeard = clock.millis();
        var bytes = content.nioBuffer();
        try {
            IntroDecoder unfinished = intro;
            if (unfinished != null) {
                if (unfinished.feed(bytes).isEmpty()) {
                    return;
                }
                intro = null;
            }
            frames.feed(bytes);
            for (Optional<byte[]> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                takeFrame(reader, frame.get());
            }
        } catch (WireException e) {
            LOG.debug("broken stream: {}", e.getMessage());
            closing = true;
            reader.close();
        }
    }

    private void takeFrame(ChannelHandlerContext reader, byte[] frame) {
        TransportCipher open = cipher;
        Connection known = connection;
        if (open == null || known == null) {
            greet(reader, frame);
            return;
        }
        Node stanza = NodeDecoder.decode(open.decrypt(frame), Limits.CLIENT_INPUT);
        if (waiting.incrementAndGet() >= MOST_WAITING) {
            unread = true;
            reader.channel().config().setAutoRead(false);
        }
        gate.received(known, stanza, this::taken);
    }

    /// The network thread has taken a stanza.
    private void taken() {
        if (waiting.decrementAndGet() <= FEWEST_WAITING && unread) {
            unread = false;
            ChannelHandlerContext known = context;
            if (known != null) {
                known.channel().config().setAutoRead(true);
            }
        }
    }

    private void greet(ChannelHandlerContext reader, byte[] frame) {
        switch (greeting.receive(frame)) {
            case Greeting.Step.Reply(Bytes message) -> write(reader, message);
            case Greeting.Step.Silence() -> LOG.trace("a handshake is left unanswered");
            case Greeting.Step.Refusal() -> reader.close();
            case Greeting.Step.Reset() -> resetNow(reader);
            case Greeting.Step.Done done -> {
                done.message().ifPresent(message -> write(reader, message));
                cipher = done.transport();
                connection = gate.opened(this, done.clientKey(), done.payload());
            }
        }
    }

    private static void write(ChannelHandlerContext writer, Bytes frame) {
        ByteBuf buffer = writer.alloc().buffer(frame.size() + 3);
        buffer.writeMedium(frame.size()).writeBytes(frame.asReadOnlyBuffer());
        writer.writeAndFlush(new BinaryWebSocketFrame(buffer));
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        Connection known = connection;
        if (known != null) {
            gate.closed(known);
        }
        closing = true;
        outbox.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        LOG.debug("socket broken: {}", cause.toString());
        broken.close();
    }

    // What other threads send.

    @Override
    public void send(Node stanza) {
        put(stanza);
    }

    @Override
    public void send(byte[] frame) {
        put(frame);
    }

    @Override
    public void close() {
        put(new CloseMark());
    }

    @Override
    public void reset() {
        ChannelHandlerContext known = context;
        if (known != null) {
            execute(known, () -> resetNow(known));
        }
    }

    private static void resetNow(ChannelHandlerContext known) {
        known.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        known.channel().unsafe().close(known.voidPromise());
    }

    @Override
    public long lastHeard() {
        return lastHeard;
    }

    @Override
    public String authority() {
        return authority;
    }

    private void put(Object item) {
        ChannelHandlerContext known = context;
        if (known == null) {
            return;
        }
        outbox.add(item);
        if (flushing.compareAndSet(false, true)) {
            execute(known, () -> flush(known));
        }
    }

    /// The event loop takes nothing any more once the listener has closed: the socket is gone then.
    private static void execute(ChannelHandlerContext known, Runnable task) {
        try {
            known.executor().execute(task);
        } catch (RejectedExecutionException _) {
            LOG.trace("the listener has closed");
        }
    }

    private void flush(ChannelHandlerContext writer) {
        flushing.set(false);
        TransportCipher open = cipher;
        if (open == null) {
            return;
        }
        ByteBuf message = null;
        int count = 0;
        for (Object item = outbox.poll(); item != null && !closing; item = outbox.poll()) {
            if (item instanceof CloseMark) {
                send(writer, message, count);
                writer.flush();
                finish(writer);
                return;
            }
            byte[] plaintext = item instanceof Node stanza ? NodeEncoder.encode(stanza) : (byte[]) item;
            byte[] frame = open.encrypt(plaintext);
            if (message != null && message.readableBytes() + frame.length > MESSAGE_SIZE) {
                send(writer, message, count);
                message = null;
                count = 0;
            }
            if (message == null) {
                message = writer.alloc().buffer(frame.length + FRAME_OVERHEAD);
            }
            message.writeMedium(frame.length).writeBytes(frame);
            count++;
        }
        send(writer, message, count);
        writer.flush();
    }

    private void send(ChannelHandlerContext writer, @Nullable ByteBuf message, int count) {
        Connection known = connection;
        if (message != null && known != null) {
            writer.write(new BinaryWebSocketFrame(message))
                    .addListener((ChannelFutureListener) _ -> gate.flushed(known, count));
        }
    }

    /// The client closes, which is answered with its own status, or answers our close.
    private void answerClose(ChannelHandlerContext writer, int status) {
        closing = true;
        if (closeSent) {
            writer.close();
        } else {
            closeSent = true;
            CloseWebSocketFrame echo = status < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(status, "");
            writer.writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Closes the WebSocket after a moment, so that what was sent last is read before, and the socket when the client
    /// has answered: until then what still comes in is read and dropped, since unread input would reset the
    /// connection and take the last stanza with it. A client that does not answer is not waited for long.
    private void finish(ChannelHandlerContext writer) {
        if (closing) {
            return;
        }
        closing = true;
        writer.channel().config().setAutoRead(true);
        writer.executor().schedule(() -> sendClose(writer), READ_LAST_MILLIS, TimeUnit.MILLISECONDS);
        writer.executor().schedule(() -> writer.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private void sendClose(ChannelHandlerContext writer) {
        if (!closeSent) {
            closeSent = true;
            writer.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
    }
}
