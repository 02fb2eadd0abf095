// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// A fault found in protocol data: the only kind of exception that decoders and ciphers let out for
/// input made by a peer.
///
/// Callers branch on the type, on [#code()] or on [#recovery()], never on the message, which holds no
/// key, message text or phone number.
public abstract sealed class WireException extends RuntimeException
        permits AppStateFailed,
                DecryptFailed,
                HandshakeFailed,
                InvalidKey,
                MalformedFrame,
                MalformedJid,
                MalformedMessage,
                MalformedNode,
                MalformedRecord,
                MediaFailed,
                PairingFailed {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final Recovery recovery;

    WireException(String code, Recovery recovery, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.recovery = recovery;
    }

    /// A stable, kebab-case name of the fault.
    public String code() {
        return code;
    }

    /// What the caller can do about it.
    public Recovery recovery() {
        return recovery;
    }
}
