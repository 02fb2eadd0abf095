// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire;

import org.jspecify.annotations.Nullable;

/// An encrypted media file or media notice does not check out.
public final class MediaFailed extends WireException {

    private static final long serialVersionUID = 1L;

    /// Why it failed.
    public enum Reason {
        /// The data is too short or has an impossible shape.
        MALFORMED("malformed", Recovery.RETRY),
        /// A MAC does not match.
        BAD_MAC("bad-mac", Recovery.RETRY),
        /// A digest does not match.
        BAD_HASH("bad-hash", Recovery.RETRY);

        private final String code;
        private final Recovery recovery;

        Reason(String code, Recovery recovery) {
            this.code = code;
            this.recovery = recovery;
        }
    }

    private final Reason reason;

    /// A fault described without quoting the input.
    public MediaFailed(Reason reason, String message) {
        this(reason, message, null);
    }

    /// A fault caused by another.
    public MediaFailed(Reason reason, String message, @Nullable Throwable cause) {
        super("media-" + reason.code, reason.recovery, message, cause);
        this.reason = reason;
    }

    /// Why it failed.
    public Reason reason() {
        return reason;
    }
}
