// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.control;

/// A request that is answered with an error; the message tells its author what would have been accepted.
final class AdminRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private AdminRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static AdminRefusal malformed(String message) {
        return new AdminRefusal(400, message);
    }

    static AdminRefusal unauthorized() {
        return new AdminRefusal(401, "Authorization: Bearer with the admin token is needed");
    }

    static AdminRefusal forbidden() {
        return new AdminRefusal(
                403, "the admin interface answers callers on its own machine only, unless a token is configured");
    }

    static AdminRefusal foreign() {
        return new AdminRefusal(403, "a page of another site, or a foreign name of this machine, may not ask this");
    }

    static AdminRefusal notFound(String what) {
        return new AdminRefusal(404, what);
    }

    static AdminRefusal wrongMethod(String allowed) {
        return new AdminRefusal(405, "allowed here: " + allowed);
    }

    static AdminRefusal conflict(String message) {
        return new AdminRefusal(409, message);
    }

    static AdminRefusal gone(String message) {
        return new AdminRefusal(410, message);
    }

    int status() {
        return status;
    }
}
