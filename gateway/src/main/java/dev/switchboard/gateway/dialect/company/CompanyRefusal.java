// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

/// Ends a request of the company or the single dialect with an error; without a stack trace, since nothing is broken.
final class CompanyRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient CompanyError error;

    CompanyRefusal(int status, CompanyError error) {
        super(error.code(), null, false, false);
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    CompanyError error() {
        return error;
    }
}
