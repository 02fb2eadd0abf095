// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.people;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.sandbox.account.Scenario;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.crypto.Hmac;
import dev.switchboard.wire.node.Node;
import java.nio.charset.StandardCharsets;

/// Turns away messages to restricted accounts that carry no good token. Confined to the network thread.
public final class Strangers {

    private final TrustedContacts trusted;

    /// A gate that knows these tokens.
    public Strangers(TrustedContacts trusted) {
        this.trusted = trusted;
    }

    /// Whether a message may reach its recipient: that is not restricted, or is the sender, or gave the sender the
    /// token it shows, or the sender shows one made from its own salt.
    public boolean admits(Account sender, Account recipient, Node message) {
        Scenario scenario = recipient.traits().scenario();
        if (sender == recipient || !scenario.restricted()) {
            return true;
        }
        Bytes trustedToken = token(message, "tctoken");
        if (scenario.tcEnabled() && !trustedToken.isEmpty() && trusted.accepts(recipient, sender, trustedToken)) {
            return true;
        }
        Bytes salted = token(message, "cstoken");
        Bytes salt = sender.traits().nctSalt();
        return scenario.csEnabled()
                && !salt.isEmpty()
                && !salted.isEmpty()
                && strangersToken(salt, recipient).constantTimeEquals(salted);
    }

    private static Bytes token(Node message, String tag) {
        return message.child(tag).map(Node::contentBytes).orElse(Bytes.EMPTY);
    }

    /// The token for an account that never gave one, made from the sender's salt.
    public static Bytes strangersToken(Bytes salt, Account recipient) {
        byte[] address = recipient.lid().bare().toString().getBytes(StandardCharsets.UTF_8);
        return Bytes.copyOf(Hmac.sha256(salt.toByteArray(), address));
    }
}
