// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.listener;

import dev.switchboard.sandbox.http.StreamedResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;

/// Writes an answer piece by piece, each when the one before is out, from the thread of a handler.
final class ResponseWriter {

    private static final int PIECE = 64 * 1024;

    private final ChannelHandlerContext context;

    ResponseWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /// Writes it.
    ///
    /// @return whether the body was as long as was said, so that the connection can go on
    boolean write(StreamedResponse response, boolean keepAlive) throws IOException {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
        response.headers().forEach((name, value) -> head.headers().set(name, value));
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.length());
        head.headers().set(HttpHeaderNames.CONNECTION, StreamingDoor.closing(keepAlive));
        context.write(head);
        long missing = response.body().isPresent() ? write(response.body().get(), response.length()) : 0;
        if (missing > 0) {
            context.flush();
            return false;
        }
        await(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        return true;
    }

    private long write(StreamedResponse.Body body, long length) throws IOException {
        long left = length;
        byte[] piece = new byte[Math.clamp(length, 1, PIECE)];
        try (InputStream in = body.open()) {
            while (left > 0) {
                int count = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (count < 0) {
                    break;
                }
                left -= count;
                ByteBuf buffer = context.alloc().buffer(count).writeBytes(piece, 0, count);
                await(context.writeAndFlush(new DefaultHttpContent(buffer)));
            }
        }
        return left;
    }

    private static void await(ChannelFuture written) throws IOException {
        written.awaitUninterruptibly();
        if (!written.isSuccess()) {
            throw new IOException("the connection broke", written.cause());
        }
    }
}
