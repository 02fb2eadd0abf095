// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// A patch or snapshot of an app state collection does not check out.
public final class AppStateFailed extends WireException {

    private static final long serialVersionUID = 1L;

    /// Why it failed.
    public enum Reason {
        /// The data has an impossible shape.
        MALFORMED("malformed", Recovery.RETRY),
        /// The key it is sealed with is not known yet.
        MISSING_KEY("missing-key", Recovery.RETRY),
        /// A MAC does not match.
        BAD_MAC("bad-mac", Recovery.RETRY),
        /// The collection hash after the change is not the one announced.
        HASH_MISMATCH("hash-mismatch", Recovery.RETRY);

        private final String code;
        private final Recovery recovery;

        Reason(String code, Recovery recovery) {
            this.code = code;
            this.recovery = recovery;
        }
    }

    private final Reason reason;

    /// A fault described without quoting the input.
    public AppStateFailed(Reason reason, String message) {
        this(reason, message, null);
    }

    /// A fault caused by another.
    public AppStateFailed(Reason reason, String message, @Nullable Throwable cause) {
        super("app-state-" + reason.code, reason.recovery, message, cause);
        this.reason = reason;
    }

    /// Why it failed.
    public Reason reason() {
        return reason;
    }
}
