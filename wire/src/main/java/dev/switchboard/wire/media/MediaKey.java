// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MediaFailed;
import java.util.random.RandomGenerator;

/// The secret of one media file.
///
/// @param bytes 32 bytes
public record MediaKey(Bytes bytes) {

    /// Bytes of a key.
    public static final int SIZE = 32;

    /// Refuses a key of another size.
    public MediaKey {
        if (bytes.size() != SIZE) {
            throw new MediaFailed(
                    MediaFailed.Reason.MALFORMED, "media key bytes: " + bytes.size() + " (expected: " + SIZE + ")");
        }
    }

    /// A new key. The generator must be a cryptographic one outside of tests.
    public static MediaKey generate(RandomGenerator random) {
        byte[] fresh = new byte[SIZE];
        random.nextBytes(fresh);
        return new MediaKey(Bytes.copyOf(fresh));
    }

    @Override
    public String toString() {
        return "MediaKey[secret]";
    }
}
