// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.message.Reply;
import dev.switchboard.gateway.provider.Answer;
import java.time.Duration;
import java.util.function.Function;

/// Waits for the client's replies and says them in the gateway's words.
final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Waiting() {}

    /// The answer, with its value changed.
    static <T, R> Answer<R> answer(Reply<dev.switchboard.client.message.Answer<T>> reply, Function<T, R> change) {
        return answer(reply, change, LIMIT);
    }

    /// The answer, with its value changed, if it comes in time.
    static <T, R> Answer<R> answer(
            Reply<dev.switchboard.client.message.Answer<T>> reply, Function<T, R> change, Duration limit) {
        try {
            return reply.await(limit).map(answer -> said(answer, change)).orElseGet(Answer.TimedOut::new);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.TimedOut<>();
        }
    }

    /// Whether it is done.
    static <T> Answer<Boolean> done(Reply<dev.switchboard.client.message.Answer<T>> reply) {
        return answer(reply, _ -> true);
    }

    private static <T, R> Answer<R> said(dev.switchboard.client.message.Answer<T> answer, Function<T, R> change) {
        return switch (answer) {
            case dev.switchboard.client.message.Answer.Given<T>(T value) -> new Answer.Given<>(change.apply(value));
            case dev.switchboard.client.message.Answer.Refused<T>(int number, String text) ->
                new Answer.Refused<>(number, text);
            case dev.switchboard.client.message.Answer.TimedOut<T>() -> new Answer.TimedOut<>();
            case dev.switchboard.client.message.Answer.NotConnected<T>() -> new Answer.NotConnected<>();
        };
    }
}
