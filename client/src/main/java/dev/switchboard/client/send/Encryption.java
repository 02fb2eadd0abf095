// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.send;

import dev.switchboard.client.work.Workbench;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.message.StanzaTraits;
import dev.switchboard.wire.signal.Ciphertext;
import dev.switchboard.wire.signal.Encrypted;
import dev.switchboard.wire.signal.SessionRecord;
import dev.switchboard.wire.signal.SignalAddress;
import dev.switchboard.wire.signal.SignalSession;
import dev.switchboard.wire.stanza.Enc;
import dev.switchboard.wire.stanza.EncType;

/// Encrypts for one device, and keeps the ratchet's new state in the turn.
final class Encryption {

    private final Workbench bench;

    Encryption(Workbench bench) {
        this.bench = bench;
    }

    /// Encrypts by a session that must be open.
    ///
    /// @param device as sessions are kept
    /// @param padded the padded plaintext
    Enc seal(Jid device, Bytes padded, StanzaTraits traits, int retryCount) {
        SignalAddress address = device.signalAddress();
        SessionRecord session =
                bench.state().session(address).orElseThrow(() -> new IllegalStateException("no session with a device"));
        Encrypted encrypted = SignalSession.encrypt(session, padded);
        bench.state().putSession(address, encrypted.session());
        Ciphertext ciphertext = encrypted.ciphertext();
        EncType type = switch (ciphertext.type()) {
            case PREKEY -> EncType.PRE_KEY_MESSAGE;
            case MESSAGE -> EncType.MESSAGE;
            case SENDER_KEY -> EncType.SENDER_KEY_MESSAGE;
        };
        return Enc.of(type, ciphertext.body())
                .withMediaType(traits.mediaType())
                .withHideOnFailure(traits.hideOnFailure())
                .withRetryCount(retryCount);
    }
}
