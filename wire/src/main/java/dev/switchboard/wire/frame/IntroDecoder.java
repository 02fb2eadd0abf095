// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedFrame;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the intro off the head of a client's byte stream, however the bytes arrive, and leaves the
/// frames behind it alone. Not thread-safe.
public final class IntroDecoder {

    /// The longest routing info taken unless another limit is given.
    public static final int DEFAULT_MAX_ROUTING_INFO = 4096;

    private final int maxRoutingInfo;
    private final byte[] header = new byte[Intro.HEADER.size()];
    private int headerBytes;
    private boolean routed;
    private int lengthBytes;
    private int length;
    private byte @Nullable [] info;
    private int filled;
    private @Nullable Intro intro;

    /// A decoder with the default limit.
    public IntroDecoder() {
        this(DEFAULT_MAX_ROUTING_INFO);
    }

    /// A decoder that refuses longer routing infos.
    public IntroDecoder(int maxRoutingInfo) {
        this.maxRoutingInfo = maxRoutingInfo;
    }

    /// Takes bytes of the stream as far as they belong to the intro.
    ///
    /// @return the intro once it is complete; what remains in the buffer belongs to frames
    /// @throws MalformedFrame if the stream does not begin with an intro of this protocol version
    public Optional<Intro> feed(ByteBuffer bytes) {
        while (intro == null && bytes.hasRemaining()) {
            if (headerBytes < header.length) {
                takeHeader(bytes.get());
            } else if (lengthBytes < Frames.HEADER_SIZE) {
                takeLength(bytes.get());
            } else {
                takeInfo(bytes);
            }
        }
        return Optional.ofNullable(intro);
    }

    private void takeHeader(byte next) {
        header[headerBytes] = next;
        Bytes soFar = Bytes.copyOf(header, 0, headerBytes + 1);
        boolean plausible = Intro.HEADER.startsWith(soFar) || (!routed && Intro.ROUTING_HEADER.startsWith(soFar));
        if (!plausible) {
            throw new MalformedFrame("intro byte " + headerBytes + ": " + (next & 0xFF) + " (expected: WA, 6, 3)");
        }
        if (++headerBytes < header.length) {
            return;
        }
        if (soFar.equals(Intro.HEADER)) {
            byte[] blob = info;
            intro = blob == null ? Intro.PLAIN : Intro.routed(Bytes.copyOf(blob));
        } else {
            routed = true;
        }
    }

    private void takeLength(byte next) {
        length = length << 8 | (next & 0xFF);
        if (++lengthBytes < Frames.HEADER_SIZE) {
            return;
        }
        if (length > maxRoutingInfo) {
            throw new MalformedFrame("routing info: " + length + " bytes (expected: at most " + maxRoutingInfo + ")");
        }
        info = new byte[length];
        finishInfoIfFull();
    }

    private void takeInfo(ByteBuffer bytes) {
        byte[] blob = info == null ? new byte[0] : info;
        int count = Math.min(bytes.remaining(), length - filled);
        bytes.get(blob, filled, count);
        filled += count;
        finishInfoIfFull();
    }

    private void finishInfoIfFull() {
        if (filled == length) {
            headerBytes = 0;
        }
    }
}
