// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.store;

/// The data folder cannot be read or written, so nothing more can be promised.
public final class StoreFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// A fault of the disk or of the files on it.
    public StoreFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /// A fault of the files.
    public StoreFailed(String message) {
        super(message);
    }

    /// A stable name of this fault.
    public String code() {
        return "store-failed";
    }
}
