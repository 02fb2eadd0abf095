// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// Linking this device to an account failed a check.
public final class PairingFailed extends WireException {

    private static final long serialVersionUID = 1L;

    /// Why it failed.
    public enum Reason {
        /// The pairing data is missing or not parseable.
        MALFORMED("malformed", Recovery.RETRY),
        /// A MAC does not match the secret shown in the QR code.
        BAD_MAC("bad-mac", Recovery.RETRY),
        /// A signature is not by the account.
        BAD_SIGNATURE("bad-signature", Recovery.RETRY),
        /// The wrapped key bundle does not open with the link code.
        WRONG_CODE("wrong-code", Recovery.RETRY);

        private final String code;
        private final Recovery recovery;

        Reason(String code, Recovery recovery) {
            this.code = code;
            this.recovery = recovery;
        }
    }

    private final Reason reason;

    /// A fault described without quoting the input.
    public PairingFailed(Reason reason, String message) {
        this(reason, message, null);
    }

    /// A fault caused by another.
    public PairingFailed(Reason reason, String message, @Nullable Throwable cause) {
        super("pairing-" + reason.code, reason.recovery, message, cause);
        this.reason = reason;
    }

    /// Why it failed.
    public Reason reason() {
        return reason;
    }
}
