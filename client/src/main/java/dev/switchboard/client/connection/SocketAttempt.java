// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.connection;

import dev.switchboard.client.link.EndCause;
import dev.switchboard.client.link.EndKind;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One socket from the first packet to the last: makes sure that its listener hears things in order and once.
final class SocketAttempt implements Connector.Attempt, Connection {

    private enum Phase {
        OPENING,
        OPEN,
        ENDED
    }

    private final ConnectionListener listener;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);
    private volatile @Nullable Channel channel;

    SocketAttempt(ConnectionListener listener) {
        this.listener = listener;
    }

    void setChannel(Channel opened) {
        channel = opened;
        if (phase.get() == Phase.ENDED) {
            opened.close();
        }
    }

    void opened() {
        if (phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
            listener.opened(this);
        }
    }

    void received(byte[] bytes) {
        if (phase.get() == Phase.OPEN) {
            listener.received(bytes);
        }
    }

    void ended(EndCause cause) {
        if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
            listener.ended(cause);
        }
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    void giveUpIfNotOpen() {
        if (phase.get() == Phase.OPENING) {
            ended(EndCause.of(EndKind.NETWORK_LOST, "connecting took too long"));
        }
    }

    @Override
    public void abandon() {
        close();
    }

    @Override
    public void send(byte[] bytes) {
        Channel open = channel;
        if (open != null && phase.get() == Phase.OPEN) {
            open.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)), open.voidPromise());
        }
    }

    @Override
    public void setReading(boolean wanted) {
        Channel open = channel;
        if (open != null) {
            open.config().setAutoRead(wanted);
        }
    }

    @Override
    public void close() {
        Phase before = phase.getAndSet(Phase.ENDED);
        Channel open = channel;
        if (open == null || !open.isActive()) {
            if (open != null) {
                open.close();
            }
            return;
        }
        if (before == Phase.OPEN) {
            open.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                    .addListener(_ -> open.close());
        } else {
            open.close();
        }
    }
}
