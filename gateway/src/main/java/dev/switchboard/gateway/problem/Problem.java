// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A refusal as it goes out (RFC 9457).
///
/// @param type a name for the kind of problem
/// @param title the kind in words
/// @param status the HTTP status again
/// @param code the kind for programs
/// @param detail what is wrong with this request; holds nothing secret
/// @param advice what to do about it
/// @param accepted what would be accepted instead
/// @param reason what of several things is in the way, for programs
/// @param retryAfter after how many seconds the same request may succeed
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "A refusal (RFC 9457)")
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String advice,
        @Nullable String accepted,
        @Nullable String reason,
        @Nullable Long retryAfter) {

    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(
                "urn:switchboard:problem:" + kind.code(),
                kind.title(),
                kind.status(),
                kind.code(),
                detail,
                null,
                null,
                null,
                null);
    }

    public Problem withAdvice(String text) {
        return new Problem(type, title, status, code, detail, text, accepted, reason, retryAfter);
    }

    public Problem withAccepted(String text) {
        return new Problem(type, title, status, code, detail, advice, text, reason, retryAfter);
    }

    public Problem withReason(String word) {
        return new Problem(type, title, status, code, detail, advice, accepted, word, retryAfter);
    }

    /// Says when to come back; parts of seconds count as whole ones.
    public Problem withRetryAfter(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Problem(type, title, status, code, detail, advice, accepted, reason, seconds);
    }

    /// To be thrown out of a request.
    public Refusal refusal() {
        return new Refusal(this);
    }
}
