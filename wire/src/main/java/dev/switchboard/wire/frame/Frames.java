// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.frame;

import dev.switchboard.wire.Bytes;

/// Writes frames: three bytes of length, then that many bytes.
public final class Frames {

    /// Bytes in front of each frame.
    public static final int HEADER_SIZE = 3;

    /// The longest frame that the length field can express.
    public static final int MAX_LENGTH = (1 << 24) - 1;

    private Frames() {}

    /// The frame around a content.
    ///
    /// @throws IllegalArgumentException if the content is longer than [#MAX_LENGTH]
    public static byte[] encode(byte[] content) {
        byte[] frame = new byte[HEADER_SIZE + content.length];
        writeHeader(frame, 0, content.length);
        System.arraycopy(content, 0, frame, HEADER_SIZE, content.length);
        return frame;
    }

    /// The frame around a content.
    ///
    /// @throws IllegalArgumentException if the content is longer than [#MAX_LENGTH]
    public static byte[] encode(Bytes content) {
        byte[] frame = new byte[HEADER_SIZE + content.size()];
        writeHeader(frame, 0, content.size());
        content.copyTo(frame, HEADER_SIZE);
        return frame;
    }

    /// Writes the length field of a frame into `target` from `at` on, for callers that gather writes.
    ///
    /// @throws IllegalArgumentException if the length is above [#MAX_LENGTH]
    public static void writeHeader(byte[] target, int at, int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("frame length: " + length + " (expected: at most " + MAX_LENGTH + ")");
        }
        target[at] = (byte) (length >> 16);
        target[at + 1] = (byte) (length >> 8);
        target[at + 2] = (byte) length;
    }
}
