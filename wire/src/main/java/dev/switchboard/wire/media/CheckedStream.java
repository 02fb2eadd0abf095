// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.MediaFailed;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A file that is not encrypted, as channels have them, checked as it is read: in place of its end comes [MediaFailed]
/// if hash or length are not what they should be.
public final class CheckedStream extends InputStream {

    private final InputStream file;
    private final MediaDecryptor.Expected expected;
    private final long maxLength;
    private final MessageDigest digest = MediaCrypto.sha256();
    private long length;
    private boolean ended;

    /// A reader of a file.
    ///
    /// @param file the file; closed with this
    /// @param maxLength the most bytes
    public CheckedStream(InputStream file, MediaDecryptor.Expected expected, long maxLength) {
        this.file = file;
        this.expected = expected;
        this.maxLength = maxLength;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        if (ended) {
            return -1;
        }
        int count = file.read(into, offset, wanted);
        if (count < 0) {
            MediaDecryptor.check(expected.fileSha256(), digest, "plain file");
            MediaDecryptor.checkLength(expected.fileLength(), length);
            ended = true;
            return -1;
        }
        digest.update(into, offset, count);
        length += count;
        if (length > maxLength) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "file length: too large (expected: at most " + maxLength + ")");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
