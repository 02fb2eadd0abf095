// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import dev.switchboard.wire.MalformedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into frames, however the bytes arrive. Not thread-safe.
///
/// Memory grows with the bytes received, not with the length that a header claims, and an idle decoder
/// holds no buffer.
public final class FrameDecoder {

    private static final int FIRST_BUFFER = 4096;

    private final int maxLength;
    private int headerBytes;
    private int length;
    private byte @Nullable [] content;
    private int filled;
    private boolean failed;
    private @Nullable ArrayDeque<byte[]> ready;

    /// A decoder that takes frames of any length the protocol knows.
    public FrameDecoder() {
        this(Frames.MAX_LENGTH);
    }

    /// A decoder that refuses longer frames.
    public FrameDecoder(int maxLength) {
        if (maxLength < 0 || maxLength > Frames.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "longest frame: " + maxLength + " (expected: 0 to " + Frames.MAX_LENGTH + ")");
        }
        this.maxLength = maxLength;
    }

    /// Takes the next bytes of the stream. The array is not kept.
    ///
    /// @throws MalformedFrame if a frame is longer than allowed; the decoder is of no use after that
    public void feed(byte[] bytes) {
        feed(ByteBuffer.wrap(bytes));
    }

    /// Takes the next bytes of the stream, all that remain in the buffer.
    ///
    /// @throws MalformedFrame if a frame is longer than allowed; the decoder is of no use after that
    public void feed(ByteBuffer bytes) {
        if (failed) {
            throw new MalformedFrame("stream: broken earlier (expected: no more bytes)");
        }
        while (bytes.hasRemaining()) {
            if (headerBytes < Frames.HEADER_SIZE) {
                length = length << 8 | (bytes.get() & 0xFF);
                if (++headerBytes == Frames.HEADER_SIZE) {
                    startContent(bytes.remaining());
                }
            } else {
                fill(bytes);
            }
        }
    }

    /// The next whole frame's content, which the caller owns; empty until more bytes are fed.
    public Optional<byte[]> next() {
        ArrayDeque<byte[]> frames = ready;
        if (frames == null) {
            return Optional.empty();
        }
        byte[] frame = frames.poll();
        if (frames.isEmpty()) {
            ready = null;
        }
        return Optional.ofNullable(frame);
    }

    /// Whether the stream may end here: no frame is half received.
    public boolean isBetweenFrames() {
        return headerBytes == 0;
    }

    private void startContent(int available) {
        if (length > maxLength) {
            failed = true;
            throw new MalformedFrame("frame length: " + length + " (expected: at most " + maxLength + ")");
        }
        content = new byte[Math.min(length, Math.max(available, FIRST_BUFFER))];
        filled = 0;
        finishIfFull();
    }

    private void fill(ByteBuffer bytes) {
        byte[] buffer = content == null ? new byte[0] : content;
        int count = Math.min(bytes.remaining(), length - filled);
        if (filled + count > buffer.length) {
            long grown = Math.max(filled + count, buffer.length * 2L);
            buffer = Arrays.copyOf(buffer, (int) Math.min(length, grown));
            content = buffer;
        }
        bytes.get(buffer, filled, count);
        filled += count;
        finishIfFull();
    }

    private void finishIfFull() {
        if (content == null || filled < length) {
            return;
        }
        if (ready == null) {
            ready = new ArrayDeque<>(2);
        }
        ready.add(content);
        content = null;
        headerBytes = 0;
        length = 0;
    }
}
