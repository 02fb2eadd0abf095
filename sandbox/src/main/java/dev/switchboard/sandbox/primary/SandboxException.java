// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.primary;

/// A request that the network refuses; the message says why without naming a number.
public abstract sealed class SandboxException extends RuntimeException
        permits AccountExists, LinkRefused, UnknownAccount {

    private static final long serialVersionUID = 1L;

    private final String code;

    SandboxException(String code, String message) {
        super(message);
        this.code = code;
    }

    /// A stable name for the kind of refusal.
    public String code() {
        return code;
    }
}
