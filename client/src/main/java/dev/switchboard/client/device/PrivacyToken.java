// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;

/// A contact's token that entitles to write to them, for four weeks at most.
///
/// @param token the bytes
/// @param given when it was given
public record PrivacyToken(Bytes token, Instant given) {

    private static final int FORM = 1;
    private static final long BUCKET_SECONDS = Duration.ofDays(7).toSeconds();
    private static final long BUCKETS = 4;

    /// Whether it still counts.
    public boolean live(Instant now) {
        long oldest = (now.getEpochSecond() / BUCKET_SECONDS - (BUCKETS - 1)) * BUCKET_SECONDS;
        return given.getEpochSecond() >= oldest;
    }

    public Bytes encode() {
        return new Packer(FORM).bytes(token).instant(given).done();
    }

    public static PrivacyToken decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new PrivacyToken(in.bytes(), in.instant());
    }
}
