// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.dialect.Paths;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.RefusalForm;
import org.jspecify.annotations.Nullable;

/// Refusals in the sessions dialect: `success` false, a sentence in `error` and in `message`.
public final class SessionsForm implements RefusalForm {
    /// A refusal.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            boolean success,
            String error,
            String message,
            String code,
            @Nullable String advice,
            @Nullable String accepted,
            @Nullable Long retryAfter) {}

    @Override
    public boolean covers(String path) {
        return Paths.under(
                path, "/connect", "/disconnect", "/reconnect", "/send-message", "/session-status", "/sessions");
    }

    @Override
    public Object body(Problem problem) {
        String error = problem.code().equals("session_not_found") ? "Session not found" : problem.detail();
        return new Refused(
                false, error, error, problem.code(), problem.advice(), problem.accepted(), problem.retryAfter());
    }
}
