// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.DecryptFailed;
import dev.switchboard.wire.DecryptFailed.Reason;
import java.util.HashMap;
import java.util.Map;

/// A group member by the code under test. Each key passes through its stored form at every step.
final class OurMember implements GroupMember {

    private final SeededRandom random;
    private final Map<String, Bytes> others = new HashMap<>();
    private Bytes own;

    OurMember(long seed) {
        random = new SeededRandom(seed);
        own = GroupCipher.create(random).serialize();
    }

    @Override
    public Bytes distribution() {
        return GroupCipher.distribution(SenderKeyRecord.parse(own)).encode();
    }

    @Override
    public void process(String sender, Bytes distribution) {
        others.put(
                sender,
                GroupCipher.process(record(sender), SenderKeyDistribution.decode(distribution))
                        .serialize());
    }

    @Override
    public Bytes encrypt(String text) {
        GroupEncrypted encrypted = GroupCipher.encrypt(SenderKeyRecord.parse(own), Bytes.utf8(text), random);
        own = encrypted.senderKey().serialize();
        return encrypted.ciphertext().body();
    }

    @Override
    public SignalDevice.Outcome decrypt(String sender, Bytes wire) {
        try {
            GroupDecrypted decrypted = GroupCipher.decrypt(record(sender), wire);
            others.put(sender, decrypted.senderKey().serialize());
            return new SignalDevice.Outcome.Opened(decrypted.plaintext().asUtf8());
        } catch (DecryptFailed e) {
            return e.reason() instanceof Reason.DuplicateMessage
                    ? new SignalDevice.Outcome.Duplicate()
                    : new SignalDevice.Outcome.Failed();
        }
    }

    private SenderKeyRecord record(String sender) {
        Bytes stored = others.get(sender);
        return stored == null ? SenderKeyRecord.EMPTY : SenderKeyRecord.parse(stored);
    }
}
