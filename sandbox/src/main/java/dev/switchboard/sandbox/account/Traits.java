// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.account;

import dev.switchboard.sandbox.store.RecordReader;
import dev.switchboard.sandbox.store.RecordWriter;
import dev.switchboard.wire.Bytes;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// What sets an account apart besides its number, name and devices.
///
/// @param scenario how it treats strangers
/// @param nctSalt the secret from which it makes tokens for strangers, empty for none
/// @param aboutSince when the about text was written
/// @param disappearing how many seconds its new chats keep messages, 0 for always
/// @param disappearingSince when that was set, in Unix seconds, 0 for never
/// @param addressBook whether it has all others in its address book
/// @param business the verified name of a business, empty for a person
public record Traits(
        Scenario scenario,
        Bytes nctSalt,
        Instant aboutSince,
        long disappearing,
        long disappearingSince,
        boolean addressBook,
        String business) {

    private static final int VERSION = 1;
    private static final int SALT_SIZE = 32;

    /// Of an account that is made now.
    static Traits fresh(String pushName, Instant now, boolean addressBook, RandomGenerator random) {
        byte[] salt = new byte[SALT_SIZE];
        random.nextBytes(salt);
        return new Traits(Scenario.of(pushName), Bytes.copyOf(salt), now, 0, 0, addressBook, "");
    }

    /// With another scenario.
    public Traits with(Scenario other) {
        return new Traits(other, nctSalt, aboutSince, disappearing, disappearingSince, addressBook, business);
    }

    /// With another salt, or with none.
    public Traits withSalt(Bytes salt) {
        return new Traits(scenario, salt, aboutSince, disappearing, disappearingSince, addressBook, business);
    }

    /// With an about text written at another time.
    public Traits withAboutSince(Instant time) {
        return new Traits(scenario, nctSalt, time, disappearing, disappearingSince, addressBook, business);
    }

    /// With another timer for new chats.
    public Traits withDisappearing(long seconds, Instant time) {
        return new Traits(scenario, nctSalt, aboutSince, seconds, time.getEpochSecond(), addressBook, business);
    }

    /// With another address book: everybody or nobody.
    public Traits withAddressBook(boolean everybody) {
        return new Traits(scenario, nctSalt, aboutSince, disappearing, disappearingSince, everybody, business);
    }

    /// As a business of this name, or as a person.
    public Traits withBusiness(String name) {
        return new Traits(scenario, nctSalt, aboutSince, disappearing, disappearingSince, addressBook, name);
    }

    Bytes encode() {
        RecordWriter out = new RecordWriter(VERSION);
        scenario.write(out);
        return out.bytes(nctSalt)
                .number(aboutSince.toEpochMilli())
                .number(disappearing)
                .number(disappearingSince)
                .flag(addressBook)
                .text(business)
                .done();
    }

    static Traits decode(Bytes record) {
        RecordReader in = new RecordReader(record, VERSION);
        return new Traits(
                Scenario.read(in),
                in.bytes(),
                Instant.ofEpochMilli(in.number()),
                in.number(),
                in.number(),
                in.flag(),
                in.text());
    }
}
