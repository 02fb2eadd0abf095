// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedJid;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Fields of messages as values: what is empty, zero or impossible is not there.
final class Values {

    /// The end of the year 9999 in seconds; what lies behind it is no time.
    private static final long LATEST = 253_402_300_799L;

    private static final Duration LONGEST = Duration.ofDays(3650);

    private Values() {}

    static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Optional<Bytes> bytes(ByteString bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(copy(bytes));
    }

    static Bytes copy(ByteString bytes) {
        return bytes.isEmpty() ? Bytes.EMPTY : Bytes.copyOf(bytes.toByteArray());
    }

    static OptionalInt number(int number) {
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    static Optional<Duration> seconds(int seconds) {
        return Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(seconds)))
                .filter(length -> !length.isZero() && length.compareTo(LONGEST) <= 0);
    }

    /// A time in seconds, or as some senders write it in milliseconds.
    static Optional<Instant> time(long value) {
        long seconds = value > LATEST ? value / 1000 : value;
        return seconds <= 0 || seconds > LATEST ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    static Optional<Jid> jid(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Jid.parse(text));
        } catch (MalformedJid _) {
            return Optional.empty();
        }
    }
}
