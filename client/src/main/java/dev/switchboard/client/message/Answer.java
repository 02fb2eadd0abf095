// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import java.util.function.Function;

/// How a question to the network ended.
public sealed interface Answer<T> {

    /// The answer.
    record Given<T>(T value) implements Answer<T> {}

    /// The server refused to answer.
    record Refused<T>(int number, String text) implements Answer<T> {}

    /// No answer came in time.
    record TimedOut<T>() implements Answer<T> {}

    /// There is no connection, or it ended before the answer.
    record NotConnected<T>() implements Answer<T> {}

    /// The same outcome with another value.
    default <R> Answer<R> map(Function<T, R> change) {
        return switch (this) {
            case Given<T>(T value) -> new Given<>(change.apply(value));
            case Refused<T>(int number, String text) -> new Refused<>(number, text);
            case TimedOut<T>() -> new TimedOut<>();
            case NotConnected<T>() -> new NotConnected<>();
        };
    }
}
