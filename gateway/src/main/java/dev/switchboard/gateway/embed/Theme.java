// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.embed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How pages that a tenant's customers see look.
///
/// @param name what the business calls itself
/// @param color the colour of buttons
/// @param language the language where neither the page nor the browser says one
/// @param logo a picture as a `data:` address
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Theme")
public record Theme(
        @Schema(example = "Salon Ada") @Nullable String name,
        @Schema(example = "#0b6e4f") @Nullable String color,
        @Schema(example = "en") @Nullable String language,

        @Schema(
                description = "PNG, JPEG or WebP as a data: address, at most 96 KB",
                example = "data:image/png;base64,iVBORw0KGgo=")
        @Nullable
        String logo) {
    static final Theme NONE = new Theme(null, null, null, null);

    @Override
    public String toString() {
        return "Theme[" + name + "]";
    }
}
