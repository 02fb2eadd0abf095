// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.bench;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.KeyPair;
import dev.switchboard.wire.signal.Decrypted;
import dev.switchboard.wire.signal.Encrypted;
import dev.switchboard.wire.signal.LocalIdentity;
import dev.switchboard.wire.signal.LocalKeys;
import dev.switchboard.wire.signal.PreKey;
import dev.switchboard.wire.signal.PreKeyBundle;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.signal.SignedPreKey;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Two parties in one session that both have confirmed, with as little around the ratchet as possible.
final class Conversation {

    /// How a party holds its record between two steps.
    enum Records {
        KEPT,
        SERIALISED
    }

    private static final int REGISTRATION = 4711;

    private final Records records;
    private final RandomGenerator random;
    private final Bytes payload;
    private final Party alice;
    private final Party bob;

    Conversation(Records records, int payloadSize, RandomGenerator random) {
        this.records = records;
        this.random = random;
        var bytes = new byte[payloadSize];
        random.nextBytes(bytes);
        payload = Bytes.of(bytes);
        alice = new Party();
        bob = new Party();
        alice.keep(SignalSession.begin(SessionRecord.EMPTY, alice.identity(), bob.bundle(), random));
        toBob();
        toAlice();
        toBob();
    }

    void toBob() {
        deliver(alice, bob);
    }

    void toAlice() {
        deliver(bob, alice);
    }

    private void deliver(Party from, Party to) {
        Encrypted encrypted = SignalSession.encrypt(from.record(), payload);
        from.keep(encrypted.session());
        Decrypted decrypted = SignalSession.decrypt(to.record(), encrypted.ciphertext(), to, random);
        to.keep(decrypted.session());
        if (decrypted.plaintext().size() != payload.size()) {
            throw new IllegalStateException("not what was sent");
        }
    }

    /// One side: its keys and its record of the other.
    private final class Party implements LocalKeys {
        private final LocalIdentity identity = new LocalIdentity(KeyPair.generate(random), REGISTRATION);
        private final SignedPreKey signedPreKey =
                SignedPreKey.generate(1, identity.keyPair().privateKey(), random);
        private final PreKey preKey = PreKey.generate(1, 1, random).getFirst();
        private SessionRecord record = SessionRecord.EMPTY;
        private Bytes serialised = SessionRecord.EMPTY.serialize();

        PreKeyBundle bundle() {
            return new PreKeyBundle(
                    REGISTRATION,
                    identity.keyPair().publicKey(),
                    signedPreKey.publicPreKey(),
                    Optional.of(preKey.publicPreKey()));
        }

        SessionRecord record() {
            return records == Records.KEPT ? record : SessionRecord.parse(serialised);
        }

        void keep(SessionRecord after) {
            record = after;
            if (records == Records.SERIALISED) {
                serialised = after.serialize();
            }
        }

        @Override
        public LocalIdentity identity() {
            return identity;
        }

        @Override
        public Optional<PreKey> preKey(int id) {
            return Optional.of(preKey);
        }

        @Override
        public Optional<SignedPreKey> signedPreKey(int id) {
            return Optional.of(signedPreKey);
        }
    }
}
