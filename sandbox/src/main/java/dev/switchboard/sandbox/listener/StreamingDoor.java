// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.http.StreamedRequest;
import dev.switchboard.sandbox.http.StreamedResponse;
import dev.switchboard.sandbox.http.StreamingHandler;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the requests of one connection that are streamed, and lets all others pass. One request at a time: what a
/// client sends ahead waits until the answer before is out, and a body is read from the network only as fast as its
/// handler reads it.
final class StreamingDoor extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamingDoor.class);

    private final StreamingHandler handler;
    private final Executor executor;
    private final Queue<HttpObject> waiting = new ArrayDeque<>();
    private State state = State.IDLE;
    private @Nullable BodyStream body;

    /// What is going on: nothing, a request that others answer, a streamed request whose body is coming or is complete.
    private enum State {
        IDLE,
        PASSED_ON,
        RECEIVING,
        ANSWERING
    }

    StreamingDoor(StreamingHandler handler, Executor executor) {
        this.handler = handler;
        this.executor = executor;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpObject object)) {
            context.fireChannelRead(message);
            return;
        }
        waiting.add(object);
        work(context);
    }

    private void work(ChannelHandlerContext context) {
        for (HttpObject next = waiting.peek(); next != null; next = waiting.peek()) {
            if (next instanceof HttpRequest && state != State.IDLE) {
                return;
            }
            waiting.remove();
            take(context, next);
        }
    }

    private void take(ChannelHandlerContext context, HttpObject object) {
        if (object instanceof HttpRequest request && !begin(context, request)) {
            state = State.PASSED_ON;
        }
        if (state == State.PASSED_ON) {
            context.fireChannelRead(object);
            return;
        }
        BodyStream stream = body;
        if (stream == null) {
            ReferenceCountUtil.release(object);
            return;
        }
        boolean last = object instanceof LastHttpContent;
        if (object instanceof HttpContent content) {
            stream.add(content.content());
        }
        if (!object.decoderResult().isSuccess()) {
            stream.fail();
        }
        if (last) {
            stream.complete();
            state = State.ANSWERING;
        }
    }

    private boolean begin(ChannelHandlerContext context, HttpRequest request) {
        boolean upgrade = request.headers().contains(HttpHeaderNames.UPGRADE);
        if (!request.decoderResult().isSuccess()
                || upgrade
                || !handler.takes(request.method().name(), request.uri())) {
            return false;
        }
        context.channel().config().setAutoRead(false);
        BodyStream stream = new BodyStream(context.channel()::read);
        body = stream;
        state = State.RECEIVING;
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
        Exchange exchange = new Exchange(context, translate(request, stream), HttpUtil.isKeepAlive(request));
        executor.execute(() -> run(exchange));
        context.channel().read();
        return true;
    }

    private static StreamedRequest translate(HttpRequest request, BodyStream stream) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        long length = HttpUtil.getContentLength(request, -1L);
        return new StreamedRequest(
                request.method().name(),
                request.uri(),
                headers,
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                stream);
    }

    private record Exchange(ChannelHandlerContext context, StreamedRequest request, boolean keepAlive) {}

    /// On a thread of its own.
    private void run(Exchange exchange) {
        ChannelHandlerContext context = exchange.context;
        try {
            StreamedResponse response = answer(exchange.request);
            boolean intact = new ResponseWriter(context).write(response, exchange.keepAlive);
            exchange.request.body().transferTo(OutputStream.nullOutputStream());
            finish(context, intact && exchange.keepAlive);
        } catch (IOException e) {
            LOG.debug("a {} broke off: {}", exchange.request.method(), e.getMessage());
            finish(context, false);
        }
    }

    private void finish(ChannelHandlerContext context, boolean keepAlive) {
        try {
            context.executor().execute(() -> done(context, keepAlive));
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener has closed: {}", e.getMessage());
        }
    }

    private StreamedResponse answer(StreamedRequest request) throws IOException {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.error("a streamed {} failed", request.method(), e);
            return StreamedResponse.empty(500);
        }
    }

    private void done(ChannelHandlerContext context, boolean keepAlive) {
        BodyStream stream = body;
        body = null;
        if (stream != null) {
            stream.close();
        }
        if (!keepAlive) {
            context.close();
            return;
        }
        state = State.IDLE;
        context.channel().config().setAutoRead(true);
        work(context);
    }

    /// Whoever answers a request that was passed on writes its answer whole.
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean answered = state == State.PASSED_ON
                && message instanceof HttpResponse response
                && response.status().code() != HttpResponseStatus.CONTINUE.code();
        context.write(message, promise);
        if (answered) {
            state = State.IDLE;
            context.executor().execute(() -> work(context));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        BodyStream stream = body;
        if (stream != null) {
            stream.fail();
        }
        release();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        for (HttpObject left = waiting.poll(); left != null; left = waiting.poll()) {
            ReferenceCountUtil.release(left);
        }
    }

    static String closing(boolean keepAlive) {
        return keepAlive ? HttpHeaderValues.KEEP_ALIVE.toString() : HttpHeaderValues.CLOSE.toString();
    }
}
