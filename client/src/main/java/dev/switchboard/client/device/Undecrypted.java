// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.device;

import dev.switchboard.wire.Bytes;
import java.time.Instant;

/// What is remembered of a message that could not be decrypted.
///
/// @param requests how many retry receipts were sent for it
/// @param since when it first came
/// @param askedPhone whether the own phone was asked for it
/// @param resolved whether it has been delivered by other means since
public record Undecrypted(int requests, Instant since, boolean askedPhone, boolean resolved) {

    private static final int FORM = 1;

    public Undecrypted withRequests(int count) {
        return new Undecrypted(count, since, askedPhone, resolved);
    }

    public Undecrypted withAskedPhone() {
        return new Undecrypted(requests, since, true, resolved);
    }

    public Undecrypted asResolved() {
        return new Undecrypted(requests, since, askedPhone, true);
    }

    public Bytes encode() {
        return new Packer(FORM)
                .number(requests)
                .instant(since)
                .flag(askedPhone)
                .flag(resolved)
                .done();
    }

    public static Undecrypted decode(Bytes record) {
        Unpacker in = new Unpacker(record, FORM);
        return new Undecrypted(in.number(), in.instant(), in.flag(), in.flag());
    }
}
