// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.linking;

import dev.switchboard.sandbox.account.Account;
import dev.switchboard.wire.node.Node;

/// Shows a phone something that nothing keeps.
@FunctionalInterface
public interface PhoneBell {

    /// Shows a stanza to the phone of an account.
    void ring(Account account, Node stanza);
}
