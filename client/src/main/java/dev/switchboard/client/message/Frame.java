// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.Bytes;
import java.util.Optional;
import java.util.OptionalInt;

/// How a picture or video looks before it is fetched.
///
/// @param width in pixels
/// @param height in pixels
/// @param thumbnail a small JPEG (PNG for stickers) that travels inside the message
public record Frame(OptionalInt width, OptionalInt height, Optional<Bytes> thumbnail) {

    /// Nothing is known.
    public static final Frame NONE = new Frame(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    /// The measures and a thumbnail.
    public static Frame of(int width, int height, Bytes thumbnail) {
        return new Frame(OptionalInt.of(width), OptionalInt.of(height), Optional.of(thumbnail));
    }

    /// The measures without thumbnail.
    public static Frame of(int width, int height) {
        return new Frame(OptionalInt.of(width), OptionalInt.of(height), Optional.empty());
    }
}
