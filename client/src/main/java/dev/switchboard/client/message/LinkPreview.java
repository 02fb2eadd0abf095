// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.client.media.UploadedMedia;
import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// What a text shows of a link in it. The sender supplies it: readers fetch nothing.
///
/// @param link the link as it stands in the text
/// @param title the page's title
/// @param description a sentence on the page
/// @param thumbnail a small JPEG
/// @param picture a larger picture, uploaded as a link thumbnail
/// @param frame the measures of the larger picture
public record LinkPreview(
        String link,
        Optional<String> title,
        Optional<String> description,
        Optional<Bytes> thumbnail,
        Optional<UploadedMedia> picture,
        Frame frame) {

    public LinkPreview {
        if (link.isEmpty()) {
            throw new IllegalArgumentException("link of a preview: empty (expected: as in the text)");
        }
    }

    /// A preview without a larger picture.
    public LinkPreview(String link, Optional<String> title, Optional<String> description, Optional<Bytes> thumbnail) {
        this(link, title, description, thumbnail, Optional.empty(), Frame.NONE);
    }

    @Override
    public String toString() {
        return "LinkPreview[redacted]";
    }
}
