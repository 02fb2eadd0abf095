// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The account itself. Each call waits for the network, within a limit of the provider's own.
public interface ProviderAccount {
    Answer<Boolean> name(String name);

    Answer<Boolean> about(String text);

    /// A new picture, as JPEG; empty = none.
    Answer<Boolean> picture(Optional<Bytes> jpeg);

    /// The privacy settings, by the network's names for them.
    Answer<Map<String, String>> privacy();

    Answer<Map<String, String>> privacy(String name, String value);

    /// Makes messages of new chats disappear so long after reading; empty = never.
    Answer<Boolean> lifetime(Optional<Duration> lifetime);

    /// Shows the account as online or not, from now on.
    void available(boolean on);

    /// Turns down a call that is offered.
    Answer<Boolean> rejectCall(String callId, Jid from);

    /// Answers the network's wish to see a passkey, with what the authenticator said, as JSON.
    Answer<Boolean> passkey(String assertion);

    /// Confirms that the code shown on both sides is the same.
    Answer<Boolean> confirmPasskey();
}
