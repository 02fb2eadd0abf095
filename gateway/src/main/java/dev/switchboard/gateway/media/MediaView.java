// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.switchboard.wire.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file as the API shows it.
///
/// @param id its name: for messages, and for fetching it at `/api/v1/sessions/{id}/media/{mediaId}`
/// @param mimeType what it is
/// @param fileName what it is called
/// @param size in bytes
/// @param sha256 of its bytes, in hex
/// @param width in pixels
/// @param height in pixels
/// @param seconds how long it plays
/// @param thumbnail a small JPEG of it, in Base64
/// @param stored whether its bytes are here; if not they are fetched when asked for
/// @param expiresAt when it is deleted
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Media", description = "A file")
public record MediaView(
        @Schema(example = "6f1d0b6a1c5f4e5f8a7e0b7a55c1e0d2")
        String id,

        @Schema(example = "image/jpeg") String mimeType,
        @Nullable String fileName,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double seconds,
        @Nullable String thumbnail,
        boolean stored,
        Instant expiresAt) {

    public static MediaView of(Media media) {
        Look look = media.look();
        return new MediaView(
                media.id(),
                media.mimeType(),
                media.fileName().orElse(null),
                media.size().orElse(null),
                media.sha256().orElse(null),
                look.width().orElse(null),
                look.height().orElse(null),
                look.length()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(null),
                look.thumbnail().map(Bytes::base64).orElse(null),
                media.here(),
                media.expiresAt());
    }
}
