// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// There is no account with this number.
public final class UnknownAccount extends SandboxException {

    private static final long serialVersionUID = 1L;

    /// The refusal.
    public UnknownAccount() {
        super("unknown-account", "no account has this number");
    }
}
