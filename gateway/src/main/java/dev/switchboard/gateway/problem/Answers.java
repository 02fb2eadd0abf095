// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import dev.switchboard.gateway.provider.Answer;

/// Makes answers of the network into answers to callers.
public final class Answers {
    private Answers() {}

    /// The value that was given.
    ///
    /// @throws Refusal if there is none
    public static <T> T value(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Refused<T>(int number, String reason) -> throw refusal(number, reason);
            case Answer.TimedOut<T> _ -> throw late();
            case Answer.NotConnected<T> _ -> throw notConnected();
        };
    }

    /// What is told when the network refuses.
    public static Refusal refusal(int number, String reason) {
        ProblemKind kind = switch (number) {
            case 400, 406 -> ProblemKind.NETWORK_INVALID;
            case 401, 403 -> ProblemKind.NETWORK_FORBIDDEN;
            case 404 -> ProblemKind.NETWORK_NOT_FOUND;
            case 409 -> ProblemKind.NETWORK_CONFLICT;
            case 429 -> ProblemKind.NETWORK_LIMIT;
            default -> ProblemKind.NETWORK_REFUSED;
        };
        return Problem.of(kind, "The network answered " + number + (reason.isEmpty() ? "." : ": " + reason + "."))
                .withAdvice(advice(kind))
                .refusal();
    }

    private static String advice(ProblemKind kind) {
        return switch (kind) {
            case NETWORK_FORBIDDEN -> "The account may not do this: it is perhaps no admin, no member, or blocked.";
            case NETWORK_NOT_FOUND -> "It does not exist, or is not visible to the account.";
            case NETWORK_LIMIT -> "Wait some minutes before asking again.";
            case NETWORK_CONFLICT -> "It is so already, or changed meanwhile: look again.";
            default -> "See the number; asking again without a change is not likely to help.";
        };
    }

    /// What is told when no answer comes.
    public static Refusal late() {
        return Problem.of(ProblemKind.NETWORK_TIMEOUT, "No answer came in time.")
                .withAdvice("Ask again in a moment.")
                .refusal();
    }

    /// What is told when there is no connection.
    public static Refusal notConnected() {
        return Problem.of(ProblemKind.NOT_CONNECTED, "The session is not connected, so the network cannot be asked.")
                .withAdvice("Connect the session and ask again.")
                .refusal();
    }
}
