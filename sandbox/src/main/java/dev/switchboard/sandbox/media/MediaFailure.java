// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.media;

/// The media store's folder cannot be used.
public final class MediaFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MediaFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /// The stable name of this fault.
    public String code() {
        return "media-store";
    }
}
