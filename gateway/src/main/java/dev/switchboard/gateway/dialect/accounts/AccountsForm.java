// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.gateway.dialect.Paths;
import dev.switchboard.gateway.problem.Problem;
import dev.switchboard.gateway.problem.RefusalForm;
import org.jspecify.annotations.Nullable;

/// Refusals in the accounts dialect: `success` false, a sentence in `message`, particulars in `error`.
public final class AccountsForm implements RefusalForm {
    /// The particulars.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reason(
            String code,
            String message,
            @Nullable String advice,
            @Nullable String accepted,
            @Nullable Long retryAfter) {}

    record Refused(boolean success, String message, Reason error) {}

    @Override
    public boolean covers(String path) {
        return Paths.under(path, "/api/v1/whatsapp");
    }

    @Override
    public Object body(Problem problem) {
        String message = switch (problem.code()) {
            case "session_not_found" -> "Account not found";
            default -> problem.detail();
        };
        return new Refused(
                false,
                message,
                new Reason(problem.code(), message, problem.advice(), problem.accepted(), problem.retryAfter()));
    }
}
