// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import org.jspecify.annotations.Nullable;

/// A file could not be uploaded or downloaded.
public final class MediaFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The table of reasons.
    public enum Kind {
        /// The store has it no more; the own phone may upload it again.
        GONE("media-gone", false, true, "Ask the phone to upload it again."),
        /// The store never had it.
        NOT_FOUND("media-not-found", false, true, "Ask the phone to upload it again."),
        /// The store does not let this account have it.
        FORBIDDEN("media-forbidden", false, true, "Ask the phone to upload it again."),
        /// The store refuses for another reason.
        REFUSED("media-refused", false, false, "The media server refused the transfer; the log has the number."),
        /// The file does not check out: it was damaged, or is not the one the message announced.
        CORRUPT("media-corrupt", true, true, "Try again; if it stays, ask the phone to upload it again."),
        /// It is larger than allowed.
        TOO_LARGE("media-too-large", false, false, "The file is larger than allowed."),
        /// The media servers could not be reached, or broke off too often.
        NETWORK("media-network", true, false, "The media servers could not be reached; try again."),
        /// Where the media servers are could not be asked for, since there is no connection.
        NOT_CONNECTED("media-not-connected", true, false, "Connect the session and try again."),
        /// The message does not tell where the file lies, or not in a form that makes sense.
        NO_PLACE("media-no-place", false, true, "The message does not tell where the file is."),
        /// The file to upload could not be read, or changed meanwhile.
        SOURCE("media-source", false, false, "The file to upload could not be read twice alike.");

        private final String code;
        private final boolean retryable;
        private final boolean phoneMayHelp;
        private final String advice;

        Kind(String code, boolean retryable, boolean phoneMayHelp, String advice) {
            this.code = code;
            this.retryable = retryable;
            this.phoneMayHelp = phoneMayHelp;
            this.advice = advice;
        }

        /// Stable, for events and logs.
        public String code() {
            return code;
        }

        /// Whether the same transfer may succeed later.
        public boolean retryable() {
            return retryable;
        }

        /// Whether it is worth asking the own phone to upload the file again.
        public boolean phoneMayHelp() {
            return phoneMayHelp;
        }

        /// What to do, in a sentence.
        public String advice() {
            return advice;
        }
    }

    private final Kind kind;

    public MediaFault(Kind kind, String message) {
        this(kind, message, null);
    }

    public MediaFault(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// A stable name of the fault.
    public String code() {
        return kind.code();
    }
}
