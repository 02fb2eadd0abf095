// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.dialect.company;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error as the company dialect tells it.
///
/// @param retryAfter seconds
@JsonInclude(JsonInclude.Include.ALWAYS)
record CompanyError(
        String code,
        String message,
        Map<String, Object> details,
        boolean isRetryable,
        @Nullable Long retryAfter) {

    /// The envelope around it.
    record Envelope(boolean success, CompanyError error) {}

    CompanyError {
        details = Map.copyOf(details);
    }

    static CompanyError of(ErrorClass kind, String message) {
        return new CompanyError(kind.name(), message, Map.of(), kind.retryable(), null);
    }

    CompanyError with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new CompanyError(code, message, more, isRetryable, retryAfter);
    }

    CompanyError says(String words) {
        return new CompanyError(code, words, details, isRetryable, retryAfter);
    }

    CompanyError retryable(boolean value) {
        return new CompanyError(code, message, details, value, retryAfter);
    }

    CompanyError after(Duration wait) {
        return new CompanyError(
                code,
                message,
                details,
                isRetryable,
                Math.max(1, wait.plusMillis(999).toSeconds()));
    }

    /// To be thrown, with the class's own status.
    CompanyRefusal refusal() {
        return refusal(ErrorClass.valueOf(code).status());
    }

    CompanyRefusal refusal(int status) {
        return new CompanyRefusal(status, this);
    }

    @Override
    public String toString() {
        return "CompanyError[" + code + "]";
    }
}
