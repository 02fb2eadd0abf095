// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.media;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.media.MediaReference;
import java.time.Instant;
import java.util.Optional;

/// A file in the media store, good for any number of messages.
///
/// @param reference where it lies and what opens it
/// @param uploaded when it was uploaded
/// @param handle the store's name of it, which channels want
/// @param streamingSidecar the MACs by which a player checks it piece by piece
public record UploadedMedia(
        MediaReference reference, Instant uploaded, Optional<String> handle, Optional<Bytes> streamingSidecar) {

    /// A file that came in a message, to be sent on.
    public static UploadedMedia of(MediaReference reference, Instant uploaded) {
        return new UploadedMedia(reference, uploaded, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "UploadedMedia[" + reference.kind() + "]";
    }
}
