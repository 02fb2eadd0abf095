// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

/// A step of a command did not come out as it should; the message says which and why, for a person.
public final class TourFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The reason, as it is shown on the error stream.
    public TourFailed(String reason) {
        super(reason);
    }
}
