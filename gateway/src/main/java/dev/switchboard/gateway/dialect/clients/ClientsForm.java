// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.clients;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.dialect.Paths;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.ProblemKind;
import dev.switchboard.gateway.problem.RefusalForm;
import org.jspecify.annotations.Nullable;

/// Refusals in the clients dialect: `success` false and a sentence in `error`.
public final class ClientsForm implements RefusalForm {
    static final String NOT_CONNECTED = "Client not connected";
    static final String NO_QR = "QR code not available";

    /// A refusal.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            boolean success,
            String error,
            String code,
            @Nullable String advice,
            @Nullable String accepted,
            @Nullable Long retryAfter) {}

    @Override
    public boolean covers(String path) {
        return Paths.under(
                path, "/client", "/clients", "/messages", "/audit", "/templates", "/campaigns", "/automations");
    }

    @Override
    public Object body(Problem problem) {
        String error = switch (problem.code()) {
            case "session_not_found" -> "Client not found";
            case "session_exists" -> "Client already exists";
            case "not_connected" -> NOT_CONNECTED;
            case "qr_not_available" -> NO_QR;
            default -> problem.detail();
        };
        return new Refused(false, error, problem.code(), problem.advice(), problem.accepted(), problem.retryAfter());
    }

    static RuntimeException refusal(ProblemKind kind, String detail, String advice) {
        return Problem.of(kind, detail).withAdvice(advice).refusal();
    }
}
