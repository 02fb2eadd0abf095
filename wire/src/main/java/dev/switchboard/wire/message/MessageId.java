// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.message;

import dev.switchboard.wire.crypto.Sha;
import dev.switchboard.wire.jid.Jid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The names of messages, unique for their sender.
public final class MessageId {

    private static final String PREFIX = "3EB0";
    private static final int RANDOM_BYTES = 16;
    private static final int HASH_BYTES = 9;

    private MessageId() {}

    /// A new id of the form web clients use: `3EB0` and 18 digits.
    public static String generate(Instant now, Jid self, RandomGenerator random) {
        byte[] fresh = new byte[RANDOM_BYTES];
        random.nextBytes(fresh);
        byte[] time =
                ByteBuffer.allocate(Long.BYTES).putLong(now.getEpochSecond()).array();
        byte[] user = (self.user() + "@c.us").getBytes(StandardCharsets.UTF_8);
        byte[] hash = Sha.sha256(time, user, fresh);
        return PREFIX + HexFormat.of().withUpperCase().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    }

    /// What kind of client made an id, by its look alone.
    public static Origin origin(String id) {
        int length = id.length();
        if (id.startsWith("3A") && length == 20) {
            return Origin.IOS;
        }
        if (id.startsWith("3E") && length == 22) {
            return Origin.WEB;
        }
        if (length == 21 || length == 32) {
            return Origin.ANDROID;
        }
        return id.startsWith("3F") || length == 18 ? Origin.DESKTOP : Origin.UNKNOWN;
    }

    /// Kinds of clients.
    public enum Origin {
        /// An iPhone.
        IOS,
        /// A web client, or one that poses as such.
        WEB,
        /// An Android phone.
        ANDROID,
        /// A desktop application.
        DESKTOP,
        /// None of those.
        UNKNOWN
    }
}
