// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.signal;

import dev.switchboard.testkit.SeededRandom;
import dev.switchboard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A session with a history, and messages for it, to be damaged.
final class SignalSamples {

    private final SeededRandom random = new SeededRandom(99);
    private final Party sender = Party.create(0, random);
    private final Party receiver = Party.create(3, random);
    final List<byte[]> preKeyMessages = new ArrayList<>();
    final List<byte[]> messages = new ArrayList<>();
    final List<byte[]> groupMessages = new ArrayList<>();
    final List<byte[]> distributions = new ArrayList<>();
    final SenderKeyRecord senderKey;

    SignalSamples() {
        sender.begin(receiver.bundle(1, Optional.of(1)), random);
        preKeyMessages.add(sender.encrypt("a first message").body().toByteArray());
        sender.begin(receiver.bundle(1, Optional.empty()), random);
        preKeyMessages.add(sender.encrypt("without one-time pre-key").body().toByteArray());
        sender.begin(receiver.bundle(1, Optional.of(2)), random);
        receiver.decrypt(sender.encrypt("hello"), random);
        Bytes late = sender.encrypt("passed over").body();
        sender.decrypt(receiver.encrypt("hello"), random);
        receiver.decrypt(sender.encrypt("stepped"), random);
        sender.encrypt("lost");
        messages.add(sender.encrypt("same chain").body().toByteArray());
        sender.decrypt(receiver.encrypt("again"), random);
        messages.add(sender.encrypt("new chain").body().toByteArray());
        preKeyMessages.add(late.toByteArray());

        SenderKeyRecord own = GroupCipher.create(random);
        distributions.add(GroupCipher.distribution(own).encode().toByteArray());
        SenderKeyRecord theirs = GroupCipher.process(SenderKeyRecord.EMPTY, GroupCipher.distribution(own));
        for (int i = 0; i < 4; i++) {
            GroupEncrypted sent = GroupCipher.encrypt(own, Bytes.utf8("to all " + i), random);
            own = sent.senderKey();
            byte[] wire = sent.ciphertext().body().toByteArray();
            if (i == 2) {
                theirs = GroupCipher.decrypt(theirs, Bytes.copyOf(wire)).senderKey();
            } else {
                groupMessages.add(wire);
            }
        }
        distributions.add(GroupCipher.distribution(own).encode().toByteArray());
        senderKey = theirs;
    }

    SessionRecord session() {
        return receiver.session();
    }

    /// Opens a message without changing these samples.
    Decrypted open(CiphertextType type, byte[] wire) {
        return SignalSession.decrypt(session(), new Ciphertext(type, Bytes.copyOf(wire)), receiver, random);
    }
}
