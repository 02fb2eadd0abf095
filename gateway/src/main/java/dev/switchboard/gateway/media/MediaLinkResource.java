// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `/media/{secret}`: files by link. The secret is the credential.
@RestController
@Tag(name = "Media")
public final class MediaLinkResource {
    /// What links begin with.
    static final String PATH = "/media/";

    private final MediaLibrary library;

    public MediaLinkResource(MediaLibrary library) {
        this.library = library;
    }

    @GetMapping(PATH + "{secret}")
    @SecurityRequirements
    @Operation(
            summary = "Get a file by link",
            description = "Needs no other credential; 404 once the link has expired.")
    void get(@PathVariable String secret, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Media media = library.linked(secret).filter(Media::here).orElseThrow(MediaRefusals::unknown);
        response.setHeader("Referrer-Policy", "no-referrer");
        FileAnswer.write(library, media, request, response);
    }
}
