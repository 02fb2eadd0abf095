// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.receive;

import dev.switchboard.client.send.SessionOpener;
import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.pairing.AdvIdentity;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.CiphertextType;
import dev.switchboard.wire.signal.Decrypted;
import dev.switchboard.wire.signal.GroupCipher;
import dev.switchboard.wire.signal.GroupDecrypted;
import dev.switchboard.wire.signal.SenderKeyDistribution;
import dev.switchboard.wire.signal.SenderKeyRecord;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;
import java.util.Optional;

/// Opens ciphertexts of one device, and keeps the ratchets' new states in the turn.
final class Decryption {

    private final Workbench bench;
    private final SessionOpener sessions;

    Decryption(Workbench bench, SessionOpener sessions) {
        this.bench = bench;
        this.sessions = sessions;
    }

    /// Opens a pairwise message.
    ///
    /// @param device as sessions are kept
    /// @param deviceIdentity what came with it to vouch for the device
    /// @return the padded plaintext
    /// @throws dev.switchboard.wire.DecryptFailed if it does not open; nothing has changed then
    /// @throws dev.switchboard.wire.PairingFailed if its account does not vouch for the device
    Bytes open(Jid device, Enc enc, Optional<Bytes> deviceIdentity) {
        SignalAddress address = device.signalAddress();
        SessionRecord session = bench.state().session(address).orElse(SessionRecord.EMPTY);
        CiphertextType type = enc.type() == EncType.PRE_KEY_MESSAGE ? CiphertextType.PREKEY : CiphertextType.MESSAGE;
        Decrypted decrypted =
                SignalSession.decrypt(session, new Ciphertext(type, enc.payload()), bench.state(), bench.random());
        if (type == CiphertextType.PREKEY && device.device() != 0 && deviceIdentity.isPresent()) {
            AdvIdentity.Verified vouched =
                    AdvIdentity.verify(deviceIdentity.get(), decrypted.identity(), device.isHosted());
            sessions.requireAccount(device, vouched.accountKey());
        }
        bench.state().putSession(address, decrypted.session());
        decrypted.consumedPreKey().ifPresent(bench.state()::removePreKey);
        sessions.trust(device, decrypted.identity());
        return decrypted.plaintext();
    }

    /// Opens a group message.
    ///
    /// @return the padded plaintext
    /// @throws dev.switchboard.wire.DecryptFailed if it does not open; nothing has changed then
    Bytes openInGroup(Jid group, Jid device, Enc enc) {
        SignalAddress address = device.signalAddress();
        SenderKeyRecord senderKey = bench.state().senderKey(group, address).orElse(SenderKeyRecord.EMPTY);
        GroupDecrypted decrypted = GroupCipher.decrypt(senderKey, enc.payload());
        bench.state().putSenderKey(group, address, decrypted.senderKey());
        return decrypted.plaintext();
    }

    /// Takes a member's sender key in.
    void learnSenderKey(Jid group, Jid device, Bytes distribution) {
        SignalAddress address = device.signalAddress();
        SenderKeyRecord before = bench.state().senderKey(group, address).orElse(SenderKeyRecord.EMPTY);
        bench.state()
                .putSenderKey(group, address, GroupCipher.process(before, SenderKeyDistribution.decode(distribution)));
    }
}
