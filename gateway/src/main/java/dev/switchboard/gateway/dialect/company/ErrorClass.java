// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import dev.switchboard.gateway.problem.Problem;

/// The twelve classes of errors of the company dialect.
enum ErrorClass {
    VALIDATION_ERROR(400, false),
    AUTHENTICATION_ERROR(401, false),
    SESSION_ERROR(404, false),
    MESSAGE_SEND_ERROR(409, true),
    RATE_LIMIT_ERROR(429, true),
    CONFIGURATION_ERROR(500, false),
    CONNECTION_ERROR(503, true),
    TIMEOUT_ERROR(504, true),
    PROVIDER_ERROR(502, true),
    DATABASE_ERROR(503, true),
    QR_CODE_ERROR(409, true),
    PAIRING_CODE_ERROR(409, true);

    private final int status;
    private final boolean retryable;

    ErrorClass(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    int status() {
        return status;
    }

    boolean retryable() {
        return retryable;
    }

    /// The class of a refusal that the dialect did not make itself.
    static ErrorClass of(Problem problem) {
        return switch (problem.code()) {
            case "unauthenticated", "forbidden", "foreign_origin" -> AUTHENTICATION_ERROR;
            case "session_not_found", "session_exists", "already_linked" -> SESSION_ERROR;
            case "not_connected", "message_refused" -> MESSAGE_SEND_ERROR;
            case "rate_limited" -> RATE_LIMIT_ERROR;
            case "qr_not_available" -> QR_CODE_ERROR;
            case "pairing_code_refused" -> PAIRING_CODE_ERROR;
            case "storage_failed" -> DATABASE_ERROR;
            case "unavailable" -> CONNECTION_ERROR;
            default -> problem.status() >= 500 ? PROVIDER_ERROR : VALIDATION_ERROR;
        };
    }
}
