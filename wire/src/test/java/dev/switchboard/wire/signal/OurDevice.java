// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import java.util.Optional;

/// A device by the code under test. Each session passes through its stored form at every step.
final class OurDevice implements SignalDevice {

    private static final int PRE_KEYS = 4;

    private final SeededRandom random;
    private final Party party;
    private int nextPreKey = 1;

    OurDevice(long seed) {
        random = new SeededRandom(seed);
        party = Party.create(PRE_KEYS, random);
    }

    @Override
    public PreKeyBundle bundle(boolean withPreKey) {
        boolean left = nextPreKey <= PRE_KEYS;
        return party.bundle(1, withPreKey && left ? Optional.of(nextPreKey++) : Optional.empty());
    }

    @Override
    public boolean canEncrypt() {
        return party.session().canEncrypt();
    }

    @Override
    public void begin(PreKeyBundle bundle) {
        party.begin(bundle, random);
    }

    @Override
    public Ciphertext encrypt(String text) {
        return party.encrypt(text);
    }

    @Override
    public Outcome decrypt(Ciphertext ciphertext) {
        try {
            return new Outcome.Opened(party.text(ciphertext, random));
        } catch (DecryptFailed e) {
            return e.reason() instanceof Reason.DuplicateMessage ? new Outcome.Duplicate() : new Outcome.Failed();
        }
    }
}
