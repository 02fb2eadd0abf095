// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// The Noise handshake could not be completed.
public final class HandshakeFailed extends WireException {

    private static final long serialVersionUID = 1L;

    /// Why it failed.
    public enum Reason {
        /// A handshake message is missing, of the wrong kind or not parseable.
        MALFORMED("malformed", Recovery.RECONNECT),
        /// An encrypted part does not open.
        BAD_TAG("bad-tag", Recovery.RECONNECT),
        /// A certificate is missing or has impossible fields.
        BAD_CERTIFICATE("bad-certificate", Recovery.NONE),
        /// A certificate signature is not by its issuer, or the chain does not end in the trust root.
        UNTRUSTED("untrusted", Recovery.NONE),
        /// The current time is outside of a certificate's validity.
        EXPIRED("expired", Recovery.NONE),
        /// A transport frame does not open, or a direction ran out of nonces.
        TRANSPORT("transport", Recovery.RECONNECT);

        private final String code;
        private final Recovery recovery;

        Reason(String code, Recovery recovery) {
            this.code = code;
            this.recovery = recovery;
        }
    }

    private final Reason reason;

    /// A fault described without quoting the input.
    public HandshakeFailed(Reason reason, String message) {
        this(reason, message, null);
    }

    /// A fault caused by another.
    public HandshakeFailed(Reason reason, String message, @Nullable Throwable cause) {
        super("handshake-" + reason.code, reason.recovery, message, cause);
        this.reason = reason;
    }

    /// Why it failed.
    public Reason reason() {
        return reason;
    }
}
