// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The tokens between this account and a contact: theirs entitles to write to them, for four weeks at most; ours, which
/// only the server holds, is given anew in each week in which we write to them.
///
/// @param token theirs; empty if they gave none
/// @param given when they gave it
/// @param issued when ours was last given
public record PrivacyToken(Bytes token, Instant given, Optional<Instant> issued) {

    private static final int FORM = 2;
    private static final int FORM_WITHOUT_ISSUE = 1;
    private static final long BUCKET_SECONDS = Duration.ofDays(7).toSeconds();
    private static final long BUCKETS = 4;

    /// What is known of somebody with whom nothing was exchanged yet.
    public static final PrivacyToken NONE = new PrivacyToken(Bytes.EMPTY, Instant.EPOCH, Optional.empty());

    /// Nothing given before this counts any more.
    public static Instant oldestLive(Instant now) {
        return Instant.ofEpochSecond((bucket(now) - (BUCKETS - 1)) * BUCKET_SECONDS);
    }

    private static long bucket(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), BUCKET_SECONDS);
    }

    /// Whether theirs still counts.
    public boolean live(Instant now) {
        return !token.isEmpty() && !given.isBefore(oldestLive(now));
    }

    /// Whether ours has to be given anew: a new week began since.
    public boolean issueDue(Instant now) {
        return issued.map(at -> bucket(now) > bucket(at)).orElse(true);
    }

    /// With a token of theirs; an older one does not replace a newer one.
    public PrivacyToken received(Bytes value, Instant at) {
        return !token.isEmpty() && at.isBefore(given) ? this : new PrivacyToken(value, at, issued);
    }

    /// With ours given.
    public PrivacyToken withIssued(Optional<Instant> at) {
        return new PrivacyToken(token, given, at);
    }

    /// When the newer of the two was given.
    public Instant newest() {
        return issued.filter(at -> at.isAfter(given)).orElse(given);
    }

    public Bytes encode() {
        return new Packer(FORM)
                .bytes(token)
                .instant(given)
                .optional(issued, Packer::instant)
                .done();
    }

    public static PrivacyToken decode(Bytes record) {
        boolean old = !record.isEmpty() && record.at(0) == FORM_WITHOUT_ISSUE;
        Unpacker in = new Unpacker(record, old ? FORM_WITHOUT_ISSUE : FORM);
        return new PrivacyToken(in.bytes(), in.instant(), old ? Optional.empty() : in.optional(Unpacker::instant));
    }
}
