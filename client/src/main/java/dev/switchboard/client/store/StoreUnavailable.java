// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.store;

/// The store could not read or write. The companion gives up its connection and tries again later.
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /// A stable name of the fault.
    public String code() {
        return "store-unavailable";
    }
}
