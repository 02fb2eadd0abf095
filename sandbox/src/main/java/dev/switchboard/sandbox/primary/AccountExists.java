// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// The number is taken.
public final class AccountExists extends SandboxException {

    private static final long serialVersionUID = 1L;

    /// The refusal.
    public AccountExists() {
        super("account-exists", "an account with this number exists");
    }
}
