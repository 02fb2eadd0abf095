// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.provider;

import java.util.function.Function;

/// How a question to the network ended.
public sealed interface Answer<T> {
    /// It answered.
    record Given<T>(T value) implements Answer<T> {}

    /// It refused.
    ///
    /// @param number the network's number for it
    /// @param reason its word for it, or an empty text
    record Refused<T>(int number, String reason) implements Answer<T> {}

    /// No answer came in time.
    record TimedOut<T>() implements Answer<T> {}

    /// There is no connection.
    record NotConnected<T>() implements Answer<T> {}

    /// The same answer of another kind.
    default <R> Answer<R> map(Function<T, R> change) {
        return switch (this) {
            case Given<T>(T value) -> new Given<>(change.apply(value));
            case Refused<T>(int number, String reason) -> new Refused<>(number, reason);
            case TimedOut<T> _ -> new TimedOut<>();
            case NotConnected<T> _ -> new NotConnected<>();
        };
    }
}
