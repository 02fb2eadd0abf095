// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.node.Node;

/// The network's answers to queries about groups.
final class GroupAnswers {

    private GroupAnswers() {}

    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /// An answer that is no refusal.
    ///
    /// @throws PhoneException.UnknownRecipient if there is no such group
    /// @throws PhoneException.Refused if the network refused for another reason
    static Node require(Node answer) {
        if (answer.hasText("type", "result")) {
            return answer;
        }
        int code = answer.child("error")
                .map(error -> (int) error.number("code").orElse(SERVER_ERROR))
                .orElse(SERVER_ERROR);
        if (code == NOT_FOUND) {
            throw new PhoneException.UnknownRecipient();
        }
        throw new PhoneException.Refused(code);
    }
}
