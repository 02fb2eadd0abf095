// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.admin;

/// The admin interface refused a request.
public final class AdminRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    AdminRefusal(int status, String body) {
        super("status: " + status + " (expected: 2xx), body: " + body);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
