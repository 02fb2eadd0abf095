// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.sandbox.phone;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What a message says of its file besides where it is.
///
/// @param caption words under it
/// @param name a document's file name
/// @param seconds how long it plays, 0 if unknown
/// @param width of a picture or video, 0 if unknown
/// @param height of a picture or video, 0 if unknown
/// @param thumbnail a small picture of it, as JPEG
/// @param viewOnce whether it vanishes after one look
/// @param animated whether a sticker moves
public record FileDetails(
        Optional<String> caption,
        Optional<String> name,
        int seconds,
        int width,
        int height,
        Optional<Bytes> thumbnail,
        boolean viewOnce,
        boolean animated) {}
