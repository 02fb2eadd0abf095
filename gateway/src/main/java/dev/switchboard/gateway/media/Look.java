// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// What a file looks or sounds like.
///
/// @param width in pixels
/// @param height in pixels
/// @param length how long it plays
/// @param waveform how loud a voice message is, in 64 steps from 0 to 100
/// @param thumbnail a small JPEG of it
public record Look(
        Optional<Integer> width,
        Optional<Integer> height,
        Optional<Duration> length,
        Optional<Bytes> waveform,
        Optional<Bytes> thumbnail) {
    /// Nothing is known.
    public static final Look UNKNOWN =
            new Look(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// This, with what it does not know taken from another.
    public Look or(Look other) {
        return new Look(
                width.or(other::width),
                height.or(other::height),
                length.or(other::length),
                waveform.or(other::waveform),
                thumbnail.or(other::thumbnail));
    }
}
