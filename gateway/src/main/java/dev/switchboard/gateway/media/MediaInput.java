// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A file as callers name it: one that is here, one at an address, or one in the request.
///
/// @param mediaId a file that is here
/// @param url where the file is; public addresses only
/// @param base64 the file itself
/// @param mimeType what it is, where its bytes do not tell
/// @param fileName what it is called
@Schema(name = "MediaInput", description = "One of mediaId, url and base64")
public record MediaInput(
        @Schema(example = "6f1d0b6a1c5f4e5f8a7e0b7a55c1e0d2") @Nullable
        String mediaId,

        @Schema(example = "https://example.com/menu.pdf") @Nullable
        String url,

        @Nullable String base64,

        @Schema(example = "application/pdf") @Nullable String mimeType,

        @Schema(example = "menu.pdf") @Nullable String fileName) {
    @Override
    public String toString() {
        return "MediaInput[]";
    }
}
